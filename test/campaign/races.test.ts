/**
 * Sends many requests at once. A resource has one writer at a time, a name has one cluster, and no
 * cluster lacks its network.
 */
import { beforeAll, expect, test } from 'vitest';
import { operationSchema, type Operation } from '../../contract/operations/operation.ts';
import { campaign, sideBySide } from '../support/campaign/campaign.ts';
import { CLUSTER, createNetwork, SMALL } from '../support/campaign/changes.ts';
import { eventually } from '../support/eventually.ts';
import type { Answer, HttpClient } from '../support/http/http.ts';
import { seededChance, type Chance } from '../support/random.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';

const RIVALS = 50;
const NAMES = campaign.rounds(4, 20);
/** Of a cluster on a network that is about to be deleted. */
const SPEC = campaign.full ? {} : SMALL;
/** The responses that a request may get while other operations run. */
const EXPECTED = new Set([200, 202, 404, 409]);

let stack: Stack;
let apis: [HttpClient, HttpClient];
beforeAll(async () => {
  stack = await startStack({ apis: 2 });
  await createNetwork(stack);
  apis = stack.apis as unknown as typeof apis;
});

const tagsOf = (path: string) => ({ tags: { 'slipway:resource': path } });
const isThere = async (path: string) => (await stack.api.get(path)).status === 200;

test('only one of fifty creates of one name over two API processes is accepted', async () => {
  const answers = await Promise.all(
    Array.from({ length: RIVALS }, (_, number) =>
      apis[number % 2 === 0 ? 0 : 1].post('/clusters', { name: 'only', ...CLUSTER }),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 202)).toHaveLength(1);
  const refusals = answers.filter(({ status }) => status === 409);
  expect(refusals).toHaveLength(RIVALS - 1);
  const codes = new Set(refusals.map(({ body }) => (body as { code?: string }).code));
  expect([...codes]).toEqual(['already_exists']);
  const winner = answers.find(({ status }) => status === 202);
  const { id } = operationSchema.parse(winner?.body);
  await stack.succeeded(id);
  await stack.expectCloudEqualsLedger('cluster', 'only');
  await stack.succeeded((await stack.remove('/clusters/only')).id);
  await stack.expectCleanCloud(tagsOf('clusters/only'));
});

test(
  'concurrent clusters do not disturb each other',
  async () => {
    const names = Array.from({ length: NAMES }, (_, number) => `beside-${number}`);
    await sideBySide(names, NAMES, async (name) => {
      await stack.succeeded((await stack.submit('/clusters', { name, ...CLUSTER })).id, {
        timeoutMs: 60_000,
      });
      await stack.expectCloudEqualsLedger('cluster', name);
      await stack.succeeded((await stack.remove(`/clusters/${name}`)).id, { timeoutMs: 60_000 });
      await stack.expectCleanCloud(tagsOf(`clusters/${name}`));
    });
  },
  campaign.timeoutMs,
);

/**
 * Waits until no operation works on the resource, then deletes it if it exists. Fails if a lock
 * remains.
 */
async function expectDeletable(path: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) await stack.finished(id);
  if (await isThere(path)) await stack.succeeded((await stack.remove(path)).id);
  expect((await stack.api.get(path)).status).toBe(404);
  await stack.expectCleanCloud(tagsOf(path.slice(1)));
}

/**
 * The time spans in which operations held the resource: from the response to the claim until the call
 * of the release.
 */
async function heldSpans(ids: readonly string[]): Promise<{ from: number; to: number }[]> {
  const client = await stack.temporalClient();
  const spans: { from: number; to: number }[] = [];
  for (const id of ids) {
    const { events = [] } = await client.workflow.getHandle(id).fetchHistory();
    const scheduled = new Map<string, string>();
    let from: number | undefined;
    for (const event of events ?? []) {
      const at = Number(event.eventTime?.seconds ?? 0) * 1000 + (event.eventTime?.nanos ?? 0) / 1e6;
      const begun = event.activityTaskScheduledEventAttributes?.activityType?.name;
      if (begun !== undefined && begun !== null) scheduled.set(String(event.eventId), begun);
      const ended = event.activityTaskCompletedEventAttributes?.scheduledEventId;
      if (ended !== undefined && scheduled.get(String(ended)) === 'claim') from = at;
      if (begun === 'release' && from !== undefined) spans.push({ from, to: at });
    }
  }
  return spans.toSorted((a, b) => a.from - b.from);
}

async function sendRandomRequests(chance: Chance, path: string, name: string): Promise<string[]> {
  const ids = new Set<string>();
  const note = (answer: Answer) => {
    expect(EXPECTED).toContain(answer.status);
    const operation = operationSchema.safeParse(answer.body);
    if (operation.success) ids.add(operation.data.id);
  };
  const acts = {
    create: async (api: HttpClient) => note(await api.post('/clusters', { name, ...CLUSTER })),
    remove: async (api: HttpClient) => note(await api.delete(path)),
    async cancel(api: HttpClient) {
      const last = [...ids].at(-1);
      if (last !== undefined) note(await api.post(`/operations/${last}/cancel`));
    },
  };
  for (let step = 0; step < 12; step++) {
    const some = chance.sample(Object.values(acts), chance.int(1, 3));
    await Promise.all(some.map((act) => act(chance.pick(apis))));
    const last = [...ids].at(-1);
    const changes = chance.int(0, 25);
    if (last !== undefined) {
      const { version } = await operationNow(last);
      await eventually(async () => {
        const now = await operationNow(last);
        return now.completedAt !== undefined || now.version >= version + changes;
      });
    }
  }
  return [...ids];
}

async function operationNow(id: string): Promise<Operation> {
  return operationSchema.parse((await stack.api.get(`/operations/${id}`)).body);
}

test(
  'random creates, deletes and cancels of one name: never two writers, and no lock remains',
  async () => {
    const numbers = Array.from({ length: campaign.rounds(1, 12) }, (_, number) => number);
    await sideBySide(numbers, 2, async (number) => {
      const name = `contested-${number}`;
      const ids = await sendRandomRequests(
        seededChance(`race ${number}`),
        `/clusters/${name}`,
        name,
      );
      await expectDeletable(`/clusters/${name}`, ids);
      const spans = await heldSpans(ids);
      expect(spans.length).toBeGreaterThan(0);
      const overlaps = spans.filter(({ to }, index) => to > (spans[index + 1]?.from ?? Infinity));
      expect(overlaps).toEqual([]);
    });
  },
  campaign.timeoutMs,
);

/** Starts both at once, or the second one after the operation of the first has shown this many changes. */
async function runStaggered(
  [first, second]: readonly (() => Promise<Answer>)[],
  changes: number,
): Promise<Answer[]> {
  if (first === undefined || second === undefined) return [];
  if (changes <= 0) return Promise.all([first(), second()]);
  const answer = await first();
  const { id } = operationSchema.parse(answer.body);
  await stack.follow(id, { until: ({ version }) => version >= changes });
  return [answer, await second()];
}

test(
  'creating a cluster while its network is deleted never leaves a cluster without a network',
  async () => {
    const chance = seededChance('network race');
    for (let number = 0; number < campaign.rounds(1, 20); number++) {
      const network = `disputed-${number}`;
      const cluster = `tenant-${number}`;
      await stack.succeeded((await stack.submit('/networks', { name: network })).id);
      const acts = [
        () => apis[0].post('/clusters', { name: cluster, ...SPEC, networkId: network }),
        () => apis[1].delete(`/networks/${network}`),
      ];
      const answers = await runStaggered(chance.sample(acts, 2), chance.int(-10, 60));
      const ids = answers.flatMap(({ status, body }) => {
        expect([202, 409, 422]).toContain(status);
        return status === 202 ? [operationSchema.parse(body).id] : [];
      });
      for (const id of ids) {
        const { status, error } = await stack.finished(id);
        expect(status === 'succeeded' ? undefined : error?.code).toBeOneOf([
          undefined,
          'in_use',
          'network_not_active',
          'network_not_found',
        ]);
      }
      const clusterIsThere = await isThere(`/clusters/${cluster}`);
      const networkNow = await stack.api.get(`/networks/${network}`);
      // One of the two succeeded. If a cluster exists, its network is intact.
      expect(networkNow).toMatchObject(
        clusterIsThere ? { status: 200, body: { status: 'active' } } : { status: 404 },
      );
      await stack.expectCloudEqualsLedger('network', network);
      await stack.expectCloudEqualsLedger('cluster', cluster);
      await expectDeletable(`/clusters/${cluster}`, []);
      await expectDeletable(`/networks/${network}`, []);
    }
  },
  campaign.timeoutMs,
);
