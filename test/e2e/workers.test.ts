/** What clients see, and what continues, while workers stop and start. One stack for all. */
import { memo } from './workers/memo.ts';
import { startWorkers } from './workers/scene.ts';
import { workerAway } from './workers/worker-away.ts';
import { workerStops } from './workers/worker-stops.ts';

const scene = startWorkers();
memo(scene);
workerAway(scene);
workerStops(scene);
