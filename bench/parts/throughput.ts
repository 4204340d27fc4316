/**
 * Compares operations on ten resources that take no time with a minimal workflow of as many activities.
 */
import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { BENCH_QUEUE, startBenchWorker } from '../service/bench-worker.ts';
import type { Child } from '../service/child.ts';
import { measured, ratio } from '../figures/figure.ts';
import { submit } from '../load/http.ts';
import { interleaved, type Part } from '../part.ts';
import { withSlipway } from '../service/slipway.ts';
import { perSecond } from '../load/in-flight.ts';

const IN_FLIGHT = 20;
const ROUNDS = 3;
const SECONDS = 6;
/** The fastest cloud that the simulator can be, with latencies of 0.1 ms to 1 ms. */
const SPEED = 10_000;
/** A network in two zones without NAT gateways has ten resources. */
const TEN_RESOURCES = { availabilityZoneCount: 2, natGateways: 'none' };
/**
 * The activities of such a creation. Claim, record and release update the entity; validate, plan and
 * verify do not.
 */
const SHAPE = { nodes: 10, others: 3, updates: 3 };

export const throughput: Part = {
  subject: 'operations of 10 trivial resources a second, compared with a minimal workflow',
  limitSeconds: 150,
  run: (context) =>
    withSlipway({ speed: SPEED }, async (slipway) => {
      const { api, client, simulator } = slipway;
      await startBenchWorker(slipway);
      const seconds = context.seconds(SECONDS);
      const work = {
        ours: () => network(api, client),
        minimal: () => minimal(client),
        calling: () => minimal(client, simulator.address),
      };
      context.report('warming up');
      for (const one of Object.values(work)) {
        await perSecond({ inFlight: IN_FLIGHT, seconds: context.seconds(3), work: one });
      }
      context.report(`${IN_FLIGHT} in flight`);
      const rates = await interleaved(context.rounds(ROUNDS), {
        ours: () => perSecond({ inFlight: IN_FLIGHT, seconds, work: work.ours }),
        minimal: () => perSecond({ inFlight: IN_FLIGHT, seconds, work: work.minimal }),
        calling: () => perSecond({ inFlight: IN_FLIGHT, seconds, work: work.calling }),
      });
      const ours = measured('Slipway', '/s', rates('ours'));
      return [
        ratio(
          'operations of 10 trivial resources',
          ours,
          measured('minimal workflow and entity', '/s', rates('minimal')),
          { atLeast: 0.8 },
        ),
        ratio(
          'the same beside one whose activities ask the cloud as often',
          ours,
          measured('minimal with calls', '/s', rates('calling')),
        ),
      ];
    }),
};

/** Waits for the end of the workflow, like the minimal variants, and does not poll the API. */
async function network(api: Child, client: Client): Promise<void> {
  const name = `n-${randomBytes(8).toString('hex')}`;
  const { id } = await submit(api, '/networks', { name, ...TEN_RESOURCES });
  await client.workflow.getHandle(id).result();
}

async function minimal(client: Client, cloud?: string): Promise<void> {
  const entityId = `entity-${randomBytes(8).toString('hex')}`;
  const common = { taskQueue: BENCH_QUEUE };
  await client.workflow.start('minimalEntity', {
    ...common,
    workflowId: entityId,
    args: [SHAPE.updates],
  });
  await client.workflow.execute('minimalOperation', {
    ...common,
    workflowId: `operation-of-${entityId}`,
    args: [{ entityId, ...SHAPE, ...(cloud !== undefined && { cloud }) }],
  });
}
