/**
 * Measures polls while no worker answers. A few polls may wait for a short time, the others must not
 * wait.
 */
import { startBenchWorker, startDriven, type Drive } from '../service/bench-worker.ts';
import { measured, plain } from '../figures/figure.ts';
import { expectStatus, send } from '../load/http.ts';
import { timed, type Part } from '../part.ts';
import { withSlipway } from '../service/slipway.ts';
import { quantile } from '../figures/statistics.ts';
import type { Child } from '../service/child.ts';

const OPERATIONS = 100;
const ROUNDS = 3;
const BURST_MS = 5_000;

export const workerDown: Part = {
  subject: 'polls while no worker answers',
  limitSeconds: 120,
  run: (context) =>
    withSlipway({ worker: false }, async (slipway) => {
      const { api, client } = slipway;
      const bench = await startBenchWorker(slipway);
      const ids = await startDriven(client, OPERATIONS);
      // The first operation is watched, and changes until the worker is killed.
      const [watched = '', ...others] = ids;
      await poll(api, watched);
      bench.send({ drive: [watched], perSecond: 20 } satisfies Drive);
      context.report('killing the worker');
      await bench.kill();
      const first: number[] = [];
      const known: number[] = [];
      for (let round = 0; round < context.rounds(ROUNDS); round++) {
        context.report(
          'a process that has seen no worker at all, and is asked for many operations',
        );
        const fresh = await slipway.startApi();
        // These polls arrive together, before the API has learned that no worker answers.
        first.push(quantile(await Promise.all(others.map((id) => poll(fresh, id))), 0.99));
        const later: number[] = [];
        const until = performance.now() + BURST_MS;
        for (let i = 0; performance.now() < until; i++) {
          later.push(await poll(fresh, ids[i % ids.length] ?? watched));
        }
        known.push(quantile(later, 0.99));
        await fresh.stop();
      }
      return [
        plain('a poll while no worker answers, p99', measured('Slipway', 'ms', first), {
          atMost: 2_000,
        }),
        plain('a poll once that is known, p99', measured('Slipway', 'ms', known), { atMost: 50 }),
      ];
    }),
};

function poll(api: Child, id: string): Promise<number> {
  return timed(async () => expectStatus(await send('GET', `${api.address}/operations/${id}`), 200));
}
