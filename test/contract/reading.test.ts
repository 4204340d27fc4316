/**
 * Tests the reading half of the HTTP contract line by line, over real HTTP, Temporal and a worker: what
 * a client can observe of each line. Other tests cover the implementation.
 */
import { startWorld } from './world.ts';
import { errors } from './reading/errors.ts';
import { general } from './reading/general.ts';
import { idempotency } from './reading/idempotency.ts';
import { lists } from './reading/lists.ts';
import { logging } from './reading/logging.ts';
import { operation } from './reading/operation.ts';
import { progressAndError } from './reading/progress.ts';
import { reading } from './reading/reading.ts';
import { resources } from './reading/resources.ts';
import { service, withoutTemporal, withoutWorker } from './reading/service.ts';
import { streaming } from './reading/streaming.ts';
import { submitting } from './reading/submitting.ts';

const world = startWorld();
general(world);
operation(world);
progressAndError(world);
submitting(world);
resources(world);
errors(world);
idempotency(world);
reading(world);
streaming(world);
logging(world);
lists(world);
service(world);
withoutWorker(world);
withoutTemporal(world);
