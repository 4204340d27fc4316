/** Injects faults into creates, updates, deletions and their undos. All of these share one stack. */
import { faults } from './faults/faults.ts';
import { startFaults } from './faults/scene.ts';
import { updateFaults } from './faults/update-faults.ts';
import { updateUndo } from './faults/update-undo.ts';

const scene = startFaults();
faults(scene);
updateFaults(scene);
updateUndo(scene);
