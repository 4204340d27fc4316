/** Measures how long a new worker takes to create the next resource, after a worker was killed. */
import * as z from 'zod';
import { measured, plain } from '../figures/figure.ts';
import { read, readOperation, submit, succeeded } from '../load/http.ts';
import type { Part } from '../part.ts';
import { withSlipway } from '../service/slipway.ts';
import { eventually } from '../load/eventually.ts';
import type { Child } from '../service/child.ts';

/**
 * At this speed, resources in flight when the worker is killed are ready before the new worker polls
 * them.
 */
const SPEED = 4;
const ROUNDS = 3;
/** The default heartbeat timeout is 10 s. */
const GOAL_SECONDS = 12;
const DEADLINE_MS = 60_000;
const callsSchema = z.object({ counts: z.record(z.string(), z.number()) });

export const recovery: Part = {
  subject: 'kill -9 of the worker: how long until a new one makes the next resource',
  limitSeconds: 150,
  run: (context) =>
    withSlipway({ speed: SPEED }, async (slipway) => {
      const { api, simulator } = slipway;
      const seconds: number[] = [];
      for (let round = 0; round < context.rounds(ROUNDS); round++) {
        const { id } = await submit(api, '/clusters', { name: `recovery-${round}` });
        await eventually(async () => {
          const { summary } = (await readOperation(api, id)).progress;
          return summary.succeeded >= 8 && summary.running > 0;
        }, DEADLINE_MS);
        context.report('killing the worker in the middle');
        await slipway.worker.kill();
        const before = await creations(simulator);
        const began = performance.now();
        await slipway.startWorker();
        await eventually(async () => (await creations(simulator)) > before, DEADLINE_MS);
        seconds.push((performance.now() - began) / 1000);
        await succeeded(api, id);
      }
      return [
        plain("from a new worker's start to the next resource", measured('Slipway', 's', seconds), {
          atMost: GOAL_SECONDS,
        }),
      ];
    }),
};

/** Returns the number of create requests that the cloud has received. */
async function creations(simulator: Child): Promise<number> {
  const { counts } = await read(`${simulator.address}/inspect/calls`, callsSchema);
  return Object.entries(counts)
    .filter(([label]) => label.startsWith('POST create'))
    .reduce((sum, [, count]) => sum + count, 0);
}
