/**
 * Creates many clusters at once with one worker. Measures the cost of each, and how fast the API
 * answers meanwhile.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { entityWorkflowId } from '../../contract/ids.ts';
import { measured, plain, type Figure } from '../figures/figure.ts';
import { expectStatus, readOperation, send, submit, succeeded } from '../load/http.ts';
import { residentMb, watchMemory } from '../figures/memory.ts';
import { timed, type Part, type PartContext } from '../part.ts';
import { withSlipway, type Slipway } from '../service/slipway.ts';
import { costOf, type WorkflowCost } from '../figures/workflow-cost.ts';
import { quantile } from '../figures/statistics.ts';

interface Crowd {
  clusters: number;
  /** The time over which the requests are spread, s. */
  arrival: number;
  /** The speed of the cloud. At speed 1 a cluster takes about 38 s. */
  speed: number;
}

const CROWDS: readonly Crowd[] = [
  { clusters: 10, arrival: 5, speed: 1.5 },
  { clusters: 100, arrival: 40, speed: 1 },
];
/** At this speed each cluster takes ten minutes or more. */
const THOUSAND: Crowd = { clusters: 1_000, arrival: 300, speed: 0.062 };
const QUICK: readonly Crowd[] = [{ clusters: 5, arrival: 2, speed: 4 }];

const POLLS_PER_SECOND = 10;
const SAMPLE = 10;
const GOAL_P99_MS = 250;
const DONE_AT_ONCE = 20;

export const scale: Part = {
  subject: '10 and 100 clusters in flight, with --full 1,000: what each costs',
  limitSeconds: 300,
  async run(context) {
    const usual = context.rounds(2) === 1 ? QUICK : CROWDS;
    const figures: Figure[] = [];
    for (const crowd of context.full ? [...usual, THOUSAND] : usual) {
      // The default deadlines are for a cloud of speed 1.
      const env = { SLIPWAY_DEADLINE_FACTOR: String(Math.max(1, Math.ceil(1 / crowd.speed))) };
      const slipway = { speed: crowd.speed, env };
      figures.push(...(await withSlipway(slipway, (it) => run(it, crowd, context))));
    }
    return figures;
  },
};

async function run(slipway: Slipway, crowd: Crowd, context: PartContext): Promise<Figure[]> {
  const { api, worker } = slipway;
  const { clusters, arrival } = crowd;
  context.report(`${clusters} clusters, arriving over ${arrival} s`);
  // The first run of the code takes memory once; it must not count as memory of the clusters.
  const { id: first } = await submit(api, '/networks', { name: 'warm-up', natGateways: 'none' });
  await succeeded(api, first);
  const before = await residentMb(worker.pid);
  const memory = watchMemory(worker.pid);
  const ids: string[] = [];
  const polling = new AbortController();
  const polls = pollAtRandom(slipway, ids, polling.signal);
  // The promise is awaited further down. Until then, a rejection must not count as unhandled.
  polls.catch(() => undefined);
  const submits: Promise<void>[] = [];
  for (let i = 0; i < clusters; i++) {
    const submitted = submit(api, '/clusters', { name: `crowd-${i}` }).then(({ id }) => {
      ids.push(id);
    });
    submitted.catch(() => undefined);
    submits.push(submitted);
    await pause((arrival * 1000) / clusters);
  }
  await Promise.all(submits);
  context.report('all are accepted; waiting for their end');
  const times = await endsOf(slipway, ids, context);
  polling.abort();
  const answered = await polls;
  const maxMb = await memory.stop();

  const costs: WorkflowCost[] = [];
  for (const id of ids.slice(0, SAMPLE)) {
    const { resourceId } = await readOperation(api, id);
    const entityId = entityWorkflowId('local', 'cluster', resourceId);
    costs.push(await costOf(slipway.client, id), await costOf(slipway.client, entityId));
  }
  const each = (pick: (cost: WorkflowCost) => number) =>
    costs.reduce((sum, cost) => sum + pick(cost), 0) / Math.min(SAMPLE, ids.length);
  const of = `${clusters.toLocaleString('en-US')} clusters in flight`;
  const ours = 'Slipway';
  return [
    plain(`${of}: a poll meanwhile, p99`, measured(ours, 'ms', [quantile(answered, 0.99)]), {
      atMost: GOAL_P99_MS,
    }),
    plain(`${of}: from the POST to the end`, measured(ours, 's', times)),
    plain(
      `${of}: memory of the worker for each`,
      measured(ours, 'MB', [Math.max(0, maxMb - before) / clusters]),
    ),
    plain(
      `${of}: history of each, entity included`,
      measured(ours, 'events', [each((it) => it.events)]),
    ),
    plain(`${of}: the same as bytes`, measured(ours, 'kB', [each((it) => it.bytes) / 1000])),
    plain(
      `${of}: writes to visibility of each`,
      measured(ours, 'writes', [each((it) => it.visibilityWrites)]),
    ),
  ];
}

/** Returns the seconds that each operation took. Throws if one has not succeeded. */
async function endsOf(
  { api }: Slipway,
  ids: readonly string[],
  context: PartContext,
): Promise<number[]> {
  const seconds: number[] = [];
  const left = [...ids];
  const lanes = Array.from({ length: DONE_AT_ONCE }, async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const { createdAt, completedAt = createdAt } = await succeeded(api, id);
      seconds.push((Date.parse(completedAt) - Date.parse(createdAt)) / 1000);
      if (seconds.length % 100 === 0) context.report(`${seconds.length} have succeeded`);
    }
  });
  await Promise.all(lanes);
  return seconds;
}

/** Polls random operations until `signal` aborts. Returns the time of each poll, ms. */
async function pollAtRandom(
  { api }: Slipway,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<number[]> {
  const times: number[] = [];
  while (!signal.aborted) {
    const id = ids[Math.floor(Math.random() * ids.length)];
    if (id !== undefined) {
      const url = `${api.address}/operations/${id}`;
      times.push(await timed(async () => expectStatus(await send('GET', url), 200)));
    }
    await pause(1000 / POLLS_PER_SECOND);
  }
  return times;
}
