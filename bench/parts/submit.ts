/** Compares the time from the POST to the 202 with the same calls to Temporal without the API. */
import { randomBytes } from 'node:crypto';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { ResourceMemo } from '../../contract/temporal/entity.ts';
import type { InputOf } from '../../contract/temporal/operation-input.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { entityWorkflowId, timeSortedId } from '../../contract/ids.ts';
import { networkSpecSchema, type Network } from '../../contract/resources/network.ts';
import { createStarter, type Starter } from '../../operations/admission/start.ts';
import type { Child } from '../service/child.ts';
import { measured, plain, ratio } from '../figures/figure.ts';
import { submit as post } from '../load/http.ts';
import { interleaved, timed, type Part } from '../part.ts';
import { withSlipway } from '../service/slipway.ts';
import { quantile } from '../figures/statistics.ts';

const ROUNDS = 7;
const PER_ROUND = 40;
const WARM_UP = 30;
const TIMINGS: Timings = {
  heartbeatTimeoutMs: 10_000,
  reservationTimeoutMs: 60_000,
  memoIntervalMs: 5_000,
  deadlineFactor: 1,
  retryIntervalMs: 500,
};
/** No worker polls this queue, so that only the submits are measured. */
const QUEUE = 'bench-without-worker';

export const submit: Part = {
  subject: 'from the POST to the 202, compared with the same calls to Temporal in sequence',
  limitSeconds: 90,
  run: (context) =>
    withSlipway({ worker: false }, async ({ api, client }) => {
      const starter = createStarter({ client, taskQueue: QUEUE, timings: TIMINGS });
      const count = context.rounds(PER_ROUND);
      context.report('warming up');
      for (let i = 0; i < WARM_UP; i++) {
        await throughApi(api);
        await raw(client, starter);
      }
      context.report(`${count} submits a round, one after the other`);
      const times = await interleaved(context.rounds(ROUNDS), {
        ours: () => medianOf(count, () => throughApi(api)),
        raw: () => medianOf(count, () => raw(client, starter)),
      });
      const ours = measured('Slipway', 'ms', times('ours'));
      const baseline = measured('describe, start, start, describe', 'ms', times('raw'));
      return [
        ratio('POST to 202', ours, baseline, { atMost: 1.3 }),
        plain('POST to 202, as time', ours),
      ];
    }),
};

async function medianOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push(await timed(work));
  return quantile(times, 0.5);
}

function newName(): string {
  return `n-${randomBytes(8).toString('hex')}`;
}

async function throughApi(api: Child): Promise<void> {
  await post(api, '/networks', { name: newName() });
}

/**
 * Makes the calls that the API makes for a new network: describe the entity, start both workflows,
 * describe the operation.
 */
async function raw(client: Client, starter: Starter): Promise<void> {
  const name = newName();
  const uid = timeSortedId(Date.now(), randomBytes(16));
  const operationId = timeSortedId(Date.now(), randomBytes(16));
  const entity = client.workflow.getHandle(entityWorkflowId('local', 'network', name));
  await entity.describe().catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  });
  await starter.reserve(memoOf(name, uid, operationId));
  await starter.startOperation(operationId, inputOf(name, uid));
  await client.workflow.getHandle(operationId).describe();
}

function memoOf(name: string, uid: string, operationId: string): ResourceMemo {
  const now = new Date().toISOString();
  const record: Network = {
    id: name,
    uid,
    organizationId: 'local',
    name,
    provider: 'simulated',
    region: 'sim-central-1',
    spec: networkSpecSchema.parse({}),
    status: 'creating',
    outputs: {},
    operationId,
    createdAt: now,
    updatedAt: now,
  };
  return { resourceType: 'network', record, claimedBy: operationId };
}

function inputOf(name: string, uid: string): InputOf<'create_network'> {
  return {
    subject: {
      operation: 'create_network',
      organizationId: 'local',
      memberId: 'me',
      resourceType: 'network',
      resourceId: name,
      resourceUid: uid,
      provider: 'simulated',
      region: 'sim-central-1',
    },
    spec: networkSpecSchema.parse({}),
    timings: TIMINGS,
  };
}
