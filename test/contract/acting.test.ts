/**
 * Tests the acting half of the HTTP contract line by line, over real HTTP, Temporal and a worker: what
 * a client can observe of each line. Other tests cover the implementation.
 */
import { badInput } from './acting/bad-input.ts';
import { canceling } from './acting/canceling.ts';
import { conflicts, withoutWorker } from './acting/conflicts.ts';
import { keys } from './acting/keys.ts';
import { ledger } from './acting/ledger.ts';
import { patching } from './acting/patching.ts';
import { preconditions } from './acting/preconditions.ts';
import { afterPreviews, previews } from './acting/previews.ts';
import { retrying } from './acting/retrying.ts';
import { startActing } from './acting/scene.ts';
import { submitting } from './acting/submitting.ts';

const scene = startActing();
submitting(scene);
conflicts(scene);
patching(scene);
preconditions(scene);
previews(scene);
badInput(scene);
keys(scene);
canceling(scene);
retrying(scene);
ledger(scene);
afterPreviews(scene);
withoutWorker(scene);
