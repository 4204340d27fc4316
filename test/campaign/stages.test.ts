/**
 * Cancels and terminates operations at every stage and at random moments, and retries operations that
 * did not succeed. All of these share one stack.
 */
import { sampleOf } from '../support/campaign/campaign.ts';
import { cancels } from './stages/cancels.ts';
import { retries } from './stages/retries.ts';
import { startStages } from './stages/scene.ts';
import { terminations } from './stages/terminations.ts';
import { updateCancels } from './stages/update-cancels.ts';
import { updateTerminations } from './stages/update-terminations.ts';

const STORIES = [cancels, terminations, updateCancels, updateTerminations, retries];

const scene = startStages();
for (const tell of sampleOf('stories about stages', STORIES, 1)) tell(scene);
