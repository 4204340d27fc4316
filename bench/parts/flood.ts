/**
 * Measures how long the creation of a network takes while a member of another organization floods the
 * service. Each organization has its own API process. They share Temporal, the worker and the machine.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { measured, ratio } from '../figures/figure.ts';
import { submit, succeeded } from '../load/http.ts';
import { startFloods } from '../load/floods.ts';
import { timed, type Part } from '../part.ts';
import { startBenchWorker, startDriven, type Drive } from '../service/bench-worker.ts';
import { withSlipway } from '../service/slipway.ts';

const ROUNDS = 3;
/** The changes per second of the operation that the member streams. */
const CHANGES = 20;
const NETWORK = { availabilityZoneCount: 2, natGateways: 'none' };
/** How long a flood lasts before the other organization begins. */
const LEAD_MS = 5_000;

export const flood: Part = {
  subject: "a network's creation while another organization floods the service",
  limitSeconds: 420,
  run: (context) =>
    withSlipway({}, async (slipway) => {
      const { api: flooded, client } = slipway;
      const calm = await slipway.startApi({
        SLIPWAY_ORGANIZATION: 'calm',
      });
      const bench = await startBenchWorker(slipway);
      const [streamed = ''] = await startDriven(client, 1);
      let number = 0;
      const create = async () => {
        const { id } = await submit(calm, '/networks', { name: `calm-${++number}`, ...NETWORK });
        await succeeded(calm, id);
      };
      context.report('warming up');
      await create();

      const usual: number[] = [];
      const during: number[] = [];
      for (let round = 0; round < context.rounds(ROUNDS); round++) {
        context.report('a network without a flood');
        usual.push(await timed(create));
        context.report('a network during a flood');
        const ending = new AbortController();
        const { signal } = ending;
        const created: string[] = [];
        bench.send({ drive: [streamed], perSecond: CHANGES } satisfies Drive);
        const floods = await startFloods({ api: flooded, streamed, created, signal });
        await pause(LEAD_MS);
        during.push(await timed(create));
        ending.abort();
        await floods.ended;
        bench.send({ drive: [], perSecond: CHANGES } satisfies Drive);
        context.report(`waiting for the ${created.length} engines of the flood`);
        await Promise.allSettled(created.map((id) => client.workflow.getHandle(id).result()));
      }
      await calm.stop();
      return [
        ratio(
          "a network's creation during a flood of another organization",
          measured('during the flood', 'ms', during),
          measured('usually', 'ms', usual),
          { atMost: 2 },
        ),
      ];
    }),
};
