/** Measures the cost of the watch, and checks that it never shows an operation going backwards. */
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { operationSchema, type Operation } from '../../contract/operations/operation.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { SMALL, createNetwork } from '../support/campaign/changes.ts';
import { startCountedApi, type CountedApi } from '../support/api/counted-api.ts';
import { openEvents, type EventSource, type StreamEvent } from '../support/http/event-source.ts';
import { eventually } from '../support/eventually.ts';
import { parseExactly } from '../support/stack/follow.ts';
import { expectStatus, type HttpClient } from '../support/http/http.ts';
import { seededChance } from '../support/random.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';
import { startStillCluster } from '../support/stack/stalled-cluster.ts';

/** Temporal answers a long poll after about 20 s at the latest, and the API gives it up after 25 s. */
const MAX_POLL_MS = 24_500;
const OPERATIONS = 20;
const STREAMS_EACH = 10;
/** Nothing of it can be made before its vpc is ready. */
const BARE_NETWORK = { natGateways: 'none', availabilityZoneCount: 1 };
/** Leaves enough of two cores to the polled processes. */
const POLL_EVERY_MS = 200;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ speed: 10, apis: 2, env: { SLIPWAY_DEADLINE_FACTOR: '1' } });
  await createNetwork(stack);
});

async function withCountedApi(use: (api: CountedApi) => Promise<void>): Promise<void> {
  const api = await startCountedApi(stack);
  try {
    await use(api);
  } finally {
    await api.stop();
  }
  await eventually(() => api.openLongPolls === 0);
}

async function tasksCompleted(operationId: string): Promise<number> {
  const client = await stack.temporalClient();
  const { events = [] } = await client.workflow.getHandle(operationId).fetchHistory();
  return (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes).length;
}

test('many pollers and waiters cost one long poll, and one query for each task', async () => {
  await withCountedApi(async (api) => {
    const { id } = await stack.submit('/networks', { name: 'counted' });
    const poll = async () => {
      for (;;) {
        const { status, headers, body } = await api.get(`/operations/${id}`);
        expect(status).toBe(200);
        const operation = parseExactly(operationSchema, body);
        if (isTerminal(operation.status)) return operation;
        await api.get(`/operations/${id}?wait=1`, {
          headers: { 'If-None-Match': headers['etag'] ?? '' },
        });
      }
    };
    const ends = await Promise.all(Array.from({ length: 20 }, poll));
    expect(ends.map(({ status }) => status)).toEqual(ends.map(() => 'succeeded'));

    expect(api.mostLongPolls).toBe(1);
    expect(api.count('queryWorkflow')).toBeGreaterThan(0);
    expect(api.count('queryWorkflow')).toBeLessThanOrEqual(await tasksCompleted(id));
    // Twenty first reads, one for the outcome, and an occasional one for the steps.
    expect(api.count('describeWorkflowExecution')).toBeLessThanOrEqual(25);
    api.forget();
    await Promise.all(Array.from({ length: 50 }, () => api.get(`/operations/${id}`)));
    // The reads share a describe, which finds a reset within 100 ms.
    expect(api.calls.filter(({ method }) => method !== 'describeWorkflowExecution')).toEqual([]);
    expect(api.calls.length).toBeLessThanOrEqual(5);
  });
});

test('an unchanged operation costs only long polls of its history, renewed before they expire', async () => {
  await withCountedApi(async (api) => {
    const { id, tag } = await startStillCluster(stack, 'quiet', api);
    api.forget();
    const began = Date.now();
    for (let i = 0; i < 3; i++) {
      const answer = await api.get(`/operations/${id}?wait=8`, {
        headers: { 'If-None-Match': tag },
      });
      expectStatus(answer, 304);
    }
    expect(api.count('queryWorkflow')).toBe(0);
    await eventually(() => api.openLongPolls === 1);
    expect(api.mostLongPolls).toBe(1);
    const polls = api.calls.filter(({ longPoll }) => longPoll);
    expect(polls.length).toBeGreaterThanOrEqual(2);
    for (const { startedAt, endedAt = Date.now() } of polls) {
      expect(endedAt - startedAt).toBeLessThan(MAX_POLL_MS);
    }
    const seconds = (Date.now() - began) / 1000;
    const looks = api.count('describeWorkflowExecution');
    expect(looks).toBeLessThanOrEqual(Math.ceil(seconds / 10));
    process.stdout.write(`${polls.length} long polls, ${looks} looks in ${seconds} s\n`);
  });
});

test('many streams on many operations cost one long poll for each operation, and all receive the end', async () => {
  await withCountedApi(async (api) => {
    const faults = [{ type: 'vpc', when: 'ready', kind: 'hang' }];
    const ids: string[] = [];
    for (let i = 0; i < OPERATIONS; i++) {
      const network = { name: `n${i}`, ...BARE_NETWORK, simulation: { faults } };
      ids.push((await stack.submit('/networks', network)).id);
    }
    const streams = await Promise.all(
      ids.flatMap((id) => Array.from({ length: STREAMS_EACH }, () => openEvents(api.url, id))),
    );
    await eventually(() => streams.every(({ events }) => events.length > 0), { timeoutMs: 30_000 });
    await eventually(() => api.openLongPolls === OPERATIONS);
    for (const id of ids) expectStatus(await api.post(`/operations/${id}/cancel`, {}), 202);
    await eventually(() => streams.every(({ end }) => end === 'complete'), { timeoutMs: 60_000 });
    for (const { events } of streams) {
      expect(events.at(-1)).toMatchObject({
        type: 'operation.completed',
        operation: { status: 'canceled' },
      });
    }
    expect(api.mostLongPolls).toBeLessThanOrEqual(OPERATIONS);
  });
}, 120_000);

interface Poller {
  api: HttpClient;
  /** Once set, it must not see the operation running. */
  canceled?: boolean;
  end?: Operation;
}

/** Polls to the end, and fails when a response goes backwards. */
async function pollToEnd(poller: Poller, id: string, ages: Age[]): Promise<void> {
  let version = -1;
  let canceling = false;
  for (;;) {
    const askedAt = Date.now();
    const answer = await poller.api.get(`/operations/${id}`);
    expectStatus(answer, 200);
    const operation = parseExactly(operationSchema, answer.body);
    expect(operation.version).toBeGreaterThanOrEqual(version);
    ({ version } = operation);
    ages.push({ askedAt, version, changedAt: Date.parse(operation.updatedAt) });
    canceling ||= operation.status === 'canceling';
    const undone = (canceling || poller.canceled === true) && operation.status === 'running';
    expect(undone).toBe(false);
    if (!isTerminal(operation.status)) {
      await pause(POLL_EVERY_MS);
      continue;
    }
    poller.end = operation;
    return;
  }
}

interface Age {
  askedAt: number;
  version: number;
  changedAt: number;
}

/** The age of each response: for how long a newer version had existed at the request, in ms. */
function staleness(ages: readonly Age[]): number[] {
  const changes = new Map(ages.map(({ version, changedAt }) => [version, changedAt]));
  const known = [...changes].toSorted(([a], [b]) => a - b);
  return ages.map(({ askedAt, version }) => {
    const next = known.find(([other]) => other > version)?.[1] ?? Infinity;
    return Math.max(0, askedAt - next);
  });
}

function figures(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return `${sorted.length} polls, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, at most ${sorted.at(-1)} ms`;
}

test('32 pollers over two processes, during a restart of the worker: never backwards', async () => {
  const nodeGroups = Array.from({ length: 4 }, (_, i) => ({ name: `g${i}` }));
  const { id } = await stack.submit('/clusters', { name: 'busy', ...SMALL, nodeGroups });
  const ages: Age[] = [];
  const pollers = Array.from({ length: 32 }, (_, i): Poller => {
    const api = stack.apis[i % 2];
    if (api === undefined) throw new Error('the test needs two API processes');
    return { api };
  });
  const polling = Promise.all(pollers.map((poller) => pollToEnd(poller, id, ages)));
  await eventually(() => (ages.at(-1)?.version ?? 0) > 15, { timeoutMs: 30_000 });
  const killedAt = Date.now();
  await stack.worker.kill();
  await stack.worker.start();
  await polling;

  const [first, ...others] = pollers.map(({ end }) => end);
  expect(first?.status).toBe('succeeded');
  for (const other of others) expect(other).toEqual(first);
  // The state of a killed worker shows only when another worker answers, and Temporal keeps sending
  // queries to the dead one for 10 s.
  const old = staleness(ages);
  const before = ages.flatMap(({ askedAt }, i) => (askedAt < killedAt ? (old[i] ?? 0) : []));
  process.stdout.write(`staleness: ${figures(before)}; through the restart: ${figures(old)}\n`);
}, 120_000);

test('a client that canceled never sees the cancel undone', async () => {
  const { id } = await stack.submit('/clusters', { name: 'canceled', ...SMALL });
  const poller: Poller = { api: stack.api };
  const polling = pollToEnd(poller, id, []);
  await eventually(async () => {
    const { body } = await stack.api.get(`/operations/${id}`);
    return parseExactly(operationSchema, body).progress.summary.succeeded >= 3;
  });
  await stack.worker.kill();
  expectStatus(await stack.api.post(`/operations/${id}/cancel`, {}), 202);
  poller.canceled = true;
  await stack.worker.start();
  await polling;
  expect(poller.end?.status).toBe('canceled');
}, 120_000);

test('a client that loses its stream repeatedly ends with the final state, each event once', async () => {
  const chance = seededChance('reconnecting streams');
  const { id } = await stack.submit('/clusters', { name: 'reconnected', ...SMALL });
  const readers = Array.from({ length: 6 }, async () => {
    const events: StreamEvent[] = [];
    let lastEventId: string | undefined;
    let connections = 0;
    let stream: EventSource;
    do {
      const api = chance.pick(stack.apis);
      const most = connections < 20 ? chance.int(1, 4) : Infinity;
      let taken = 0;
      stream = await openEvents(api.url, id, {
        ...(lastEventId !== undefined && { lastEventId }),
        onEvent: (event, close) => {
          if (taken >= most) return;
          taken += 1;
          events.push(event);
          lastEventId = event.id;
          if (taken >= most) close();
        },
      });
      connections += 1;
      await stream.ended;
    } while (stream.status === 200);
    expect(stream.status).toBe(204);
    return { events, connections };
  });
  const { body } = await eventually(
    async () => {
      const answer = await stack.api.get(`/operations/${id}?wait=10`);
      return isTerminal(parseExactly(operationSchema, answer.body).status) && answer;
    },
    { timeoutMs: 60_000 },
  );
  for (const { events, connections } of await Promise.all(readers)) {
    const ids = events.map((event) => Number(event.id));
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
    expect(events.filter(({ type }) => type === 'operation.completed')).toHaveLength(1);
    expect(events.at(-1)?.operation).toEqual(body);
    expect(connections).toBeGreaterThan(1);
  }
}, 120_000);
