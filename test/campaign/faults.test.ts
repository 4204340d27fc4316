/** Injects faults into creates, updates, deletions and their undos. All of these share one stack. */
import { sampleOf } from '../support/campaign/campaign.ts';
import { faults } from './faults/faults.ts';
import { startFaults } from './faults/scene.ts';
import { updateFaults } from './faults/update-faults.ts';
import { updateUndo } from './faults/update-undo.ts';

const STORIES = [faults, updateFaults, updateUndo];

const scene = startFaults();
for (const tell of sampleOf('stories about faults', STORIES, 1)) tell(scene);
