/** All parts, in the order in which they run. */
import type { Part } from '../part.ts';
import { deployments } from './deployments.ts';
import { events } from './events.ts';
import { flood } from './flood.ts';
import { makespan } from './makespan.ts';
import { peers } from './peers.ts';
import { polls } from './polls.ts';
import { recovery } from './recovery.ts';
import { scale } from './scale.ts';
import { startUp } from './start-up.ts';
import { submit } from './submit.ts';
import { throughput } from './throughput.ts';
import { workerDown } from './worker-down.ts';

export const PARTS: Record<string, Part> = {
  polls,
  submit,
  makespan,
  throughput,
  events,
  recovery,
  'worker-down': workerDown,
  'start-up': startUp,
  deployments,
  flood,
  peers,
  scale,
};
