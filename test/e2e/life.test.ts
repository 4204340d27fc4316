/** Stories of clusters from their creation to their deletion, on one stack. */
import { beforeAll, describe } from 'vitest';
import { createNetwork } from '../support/campaign/changes.ts';
import { complaints } from './life/complaints.ts';
import { discoveries } from './life/discover.ts';
import { everyState } from './life/every-state.ts';
import { firstPath, severalClusters } from './life/first-path.ts';
import { incarnations } from './life/incarnations.ts';
import { oneWriter } from './life/one-writer.ts';
import { startLife } from './life/scene.ts';
import { undoOrder } from './life/undo-order.ts';

const scene = startLife();
// It comes first, because it looks at the whole cloud.
firstPath(scene);
describe('on a network', () => {
  beforeAll(async () => createNetwork(scene.stack));
  severalClusters(scene);
  incarnations(scene);
  oneWriter(scene);
  discoveries(scene);
  everyState(scene);
  complaints(scene);
  undoOrder(scene);
});
