import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { clusterSchema } from '../../contract/resources/cluster.ts';
import { operationWorkflow, SEARCH_ATTRIBUTES } from '../../contract/temporal/names.ts';
import type {
  CloudOperationSubject,
  OperationInput,
} from '../../contract/temporal/operation-input.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { timeSortedId } from '../../contract/ids.ts';
import { networkSchema } from '../../contract/resources/network.ts';
import {
  listedOperationSchema,
  operationSchema,
  type ListedOperation,
} from '../../contract/operations/operation.ts';
import { problemSchema } from '../../contract/problems/problem.ts';
import { isTerminal, OPERATION_STATUSES, type OperationStatus } from '../../contract/vocabulary.ts';
import { createStarter } from '../../operations/admission/start.ts';
import { eventually } from '../support/eventually.ts';
import { parseExactly } from '../support/stack/follow.ts';
import { expectStatus, type HttpClient } from '../support/http/http.ts';
import { seededChance } from '../support/random.ts';
import { startStack, type HttpPart, type Stack } from '../support/stack/stack.ts';

const PACE: Timings = {
  heartbeatTimeoutMs: 2_000,
  reservationTimeoutMs: 3_000,
  memoIntervalMs: 5_000,
  retryIntervalMs: 1_000,
  deadlineFactor: 1,
};

/** A cluster without extras. */
const BARE = { addons: [], karpenter: false };

let stack: Stack;
let api: HttpPart;
/** The API of an organization whose operations no worker runs. */
let idle: HttpPart;
let client: Client;
beforeAll(async () => {
  stack = await startStack({ apis: [{}, { SLIPWAY_ORGANIZATION: 'idle' }] });
  [api, idle] = stack.apis as [HttpPart, HttpPart];
  client = await stack.temporalClient();
});

async function pageOf<Item extends z.ZodType>(
  item: Item,
  path: string,
  via: HttpClient = api,
): Promise<{
  items: z.output<Item>[];
  marker?: string | undefined;
  total?: number | undefined;
}> {
  const answer = await via.get(path);
  expectStatus(answer, 200);
  const page = z.strictObject({
    items: z.array(item),
    marker: z.string().optional(),
    total: z.int().optional(),
  });
  return parseExactly(page, answer.body);
}

const operationsAt = (path: string, via?: HttpClient) => pageOf(listedOperationSchema, path, via);

/** The ids of the whole list, read page by page. `between` runs after each page. */
async function walk(
  path: string,
  limit: number,
  via: HttpClient,
  between: () => Promise<void> = async () => {},
): Promise<ListedOperation[]> {
  const pages: ListedOperation[][] = [];
  let marker: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(limit), ...(marker && { marker }) });
    const page = await operationsAt(
      `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`,
      via,
    );
    pages.push(page.items);
    ({ marker } = page);
    await between();
  } while (marker !== undefined);
  const full = pages.slice(0, -1).map(({ length }) => length);
  expect(full).toEqual(full.map(() => limit));
  return pages.flat();
}

function expectNewestFirst(items: readonly { createdAt: string; id: string }[]): void {
  const order = items.map(({ createdAt, id }) => `${createdAt} ${id}`);
  expect(order).toEqual(order.toSorted().toReversed());
}

describe('the filters', () => {
  const ids: Record<string, string> = {};
  let uid = '';
  let createdAt = '';

  beforeAll(async () => {
    const west = { region: 'sim-west-1' };
    const made = await stack.submit('/networks', { name: 'base' });
    ids['made'] = made.id;
    uid = made.resourceUid ?? '';
    await stack.succeeded(made.id);
    const found = await stack.submit('/instance-types:discover');
    ids['found'] = found.id;
    ({ createdAt } = await stack.succeeded(found.id));
    const failing = await stack.submit('/clusters', {
      name: 'failing',
      ...BARE,
      ...west,
      simulation: { faults: [{ type: 'vpc', when: 'create', kind: 'quota' }] },
    });
    ids['failing'] = failing.id;
    await stack.finished(failing.id);
    const slow = await stack.submit('/clusters', {
      name: 'slow',
      ...BARE,
      ...west,
      simulation: { faults: [{ type: 'vpc', when: 'create', kind: 'throttle', times: 1_000_000 }] },
    });
    ids['canceled'] = slow.id;
    await stack.follow(slow.id, { until: ({ status }) => status === 'running' });
    expectStatus(await api.post(`/operations/${slow.id}/cancel`, {}), 202);
    await stack.finished(slow.id);
    await stack.worker.stop();
    ids['pending'] = (await stack.submit('/clusters', { name: 'waiting', ...BARE })).id;
    ids['terminated'] = (await stack.submit('/networks', { name: 'ended' })).id;
    await client.workflow.getHandle(ids['terminated']).terminate();
    ids['removal'] = (await stack.remove('/networks/base')).id;
  });

  const names = async (path: string): Promise<string[]> => {
    const { items } = await operationsAt(path);
    expectNewestFirst(items);
    return items.map(({ id }) => Object.keys(ids).find((name) => ids[name] === id) ?? id);
  };

  /** The expected operations, newest first. */
  const CASES: [string, string[]][] = [
    ['', ['removal', 'terminated', 'pending', 'canceled', 'failing', 'found', 'made']],
    ['status=pending', ['removal', 'pending']],
    ['status=running,canceling', []],
    ['status=succeeded', ['found', 'made']],
    ['status=failed', ['terminated', 'failing']],
    ['status=canceled', ['canceled']],
    ['status=failed,canceled,succeeded', ['terminated', 'canceled', 'failing', 'found', 'made']],
    ['operation=create_network', ['terminated', 'made']],
    ['operation=create_network,delete_network', ['removal', 'terminated', 'made']],
    ['operation=update_cluster', []],
    ['resourceType=connection', ['found']],
    ['resourceType=cluster,connection', ['pending', 'canceled', 'failing', 'found']],
    ['resourceType=network&resourceId=base', ['removal', 'made']],
    ['resourceId=base,failing', ['removal', 'failing', 'made']],
    ['resourceId=nobody', []],
    ['resourceName=ai', ['pending', 'failing']],
    ['resourceName=bas&status=succeeded', ['made']],
    // A built-in connection has no entity. It is found by the beginning of its name.
    ['resourceName=simul', ['found']],
    ['resourceName=nobody', []],
    ['memberId=me', ['removal', 'terminated', 'pending', 'canceled', 'failing', 'found', 'made']],
    ['memberId=you', []],
    ['status=failed&operation=create_cluster', ['failing']],
    ['createdBefore=2020-01-01T00:00:00Z', []],
    ['createdAfter=2020-01-01T00:00:00%2B02:00&status=canceled', ['canceled']],
    ['createdAfter=2999-01-01T00:00:00Z', []],
  ];

  test('each selects the right operations, newest first', async () => {
    for (const [query, wanted] of CASES) {
      await eventually(async () => {
        expect({ query, names: await names(`/operations?${query}`) }).toEqual({
          query,
          names: wanted,
        });
        return true;
      });
    }
    expect(await names(`/operations?operationId=${ids['made']},${ids['failing']}`)).toEqual([
      'failing',
      'made',
    ]);
    const failed = await operationsAt('/operations?status=failed&limit=1&total=true');
    expect(failed).toMatchObject({ items: [{ id: ids['terminated'] }], total: 2 });
    expect(await names(`/operations?resourceUid=${uid}`)).toEqual(['removal', 'made']);
    expect(await names(`/operations?createdAfter=${createdAt}`)).toEqual(
      CASES[0]?.[1].slice(0, -2),
    );
    expect(await names(`/operations?createdBefore=${createdAt}`)).toEqual(['made']);
  });

  test('an item is the operation without its resources and its result', async () => {
    for (const name of ['made', 'found', 'failing', 'canceled', 'terminated']) {
      const read = operationSchema.parse((await api.get(`/operations/${ids[name]}`)).body);
      const { items } = await operationsAt('/operations');
      const { result: _result, decisions: _decisions, ...rest } = read;
      const { resources: _resources, ...progress } = rest.progress;
      expect(items.find(({ id }) => id === ids[name])).toEqual({ ...rest, progress });
    }
  });

  test('the operations of a resource stay listed after its deletion', async () => {
    expect(await names('/networks/base/operations')).toEqual(['removal', 'made']);
    expect(await names('/networks/base/operations?status=succeeded')).toEqual(['made']);
    expect((await api.get('/clusters/failing')).status).toBe(404);
    expect(await names('/clusters/failing/operations')).toEqual(['failing']);
    expect(await names('/clusters/failing/operations?status=pending')).toEqual([]);
    for (const path of ['/clusters/base/operations', '/networks/never/operations']) {
      expect((await api.get(path)).status).toBe(404);
    }
    expect((await idle.get('/networks/base/operations')).status).toBe(404);
    expect((await api.get('/networks/%00/operations')).status).toBe(404);
    expect((await api.get('/networks/base/operations?resourceId=base')).status).toBe(400);
  });

  test('resources are listed by status, provider and region', async () => {
    const clusters = async (query: string) =>
      (await pageOf(clusterSchema, `/clusters?${query}`)).items.map(({ id }) => id);
    const networks = async (query: string) =>
      (await pageOf(networkSchema, `/networks?${query}`)).items.map(({ id }) => id);
    await stack.worker.start();
    await stack.succeeded(ids['removal'] ?? '');
    await stack.succeeded(ids['pending'] ?? '');
    for (const name of ['east', 'west']) {
      const { id } = await stack.submit('/networks', { name, region: `sim-${name}-1` });
      await stack.succeeded(id);
    }
    await stack.worker.stop();
    await client.workflow.getHandle('local/networks/east').terminate();
    await stack.submit('/networks', { name: 'young' });
    await eventually(async () => {
      expect(await clusters('')).toEqual(['waiting']);
      expect(await clusters('status=active&region=sim-central-1')).toEqual(['waiting']);
      expect(await clusters('status=creating,failed')).toEqual([]);
      expect(await networks('provider=simulated')).toEqual(['young', 'west', 'east']);
      expect(await networks('region=sim-west-1,sim-east-1')).toEqual(['west', 'east']);
      expect(await networks('status=creating')).toEqual(['young']);
      expect(await networks('status=active')).toEqual(['west']);
      expect(await networks('status=failed')).toEqual(['east']);
      return true;
    });
    const first = await pageOf(networkSchema, '/networks?limit=2');
    expect(first.items.map(({ id }) => id)).toEqual(['young', 'west']);
    expect(await networks(`limit=2&marker=${first.marker}`)).toEqual(['east']);
    expect((await api.get(`/clusters?limit=2&marker=${first.marker}`)).status).toBe(400);

    expect(await networks('sort=name')).toEqual(['east', 'west', 'young']);
    expect(await networks('sort=-name')).toEqual(['young', 'west', 'east']);
    expect(await networks('sort=region&name=st')).toEqual(['east', 'west']);
    expect(await networks('name=st')).toEqual(['west', 'east']);
    const byName = await pageOf(networkSchema, '/networks?sort=name&limit=2&total=true');
    expect(byName).toMatchObject({ items: [{ id: 'east' }, { id: 'west' }], total: 3 });
    expect(await networks(`sort=name&limit=2&marker=${byName.marker}`)).toEqual(['young']);
    expect((await api.get(`/networks?limit=2&marker=${byName.marker}`)).status).toBe(400);
    const counted = await pageOf(networkSchema, '/networks?limit=1&total=true&status=active');
    expect(counted).toMatchObject({ items: [{ id: 'west' }], total: 1 });

    // Its deletion brings the resource back into the list once. Then it disappears.
    await stack.worker.start();
    const removal = await stack.remove('/networks/east');
    await stack.follow(removal.id, { until: ({ status }) => status === 'running' });
    await stack.succeeded(removal.id);
    await eventually(async () => {
      expect(await networks('region=sim-west-1,sim-east-1')).toEqual(['west']);
      return true;
    });
  });
});

test('a filter by status uses the shown status, which may differ from the last one of the workflow', async () => {
  const subject: CloudOperationSubject = {
    operation: 'discover_instance_types',
    organizationId: 'idle',
    memberId: 'eve',
    resourceType: 'connection',
    resourceId: 'simulated',
    provider: 'simulated',
    region: 'sim-central-1',
  };
  const summary = { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, unchanged: 0 };
  const wanted: [OperationStatus, string][] = [];
  for (const said of OPERATION_STATUSES) {
    for (const ended of [false, true]) {
      const id = timeSortedId(Date.now(), Buffer.from(`${said} ${ended}`));
      const stored =
        said === 'awaiting_confirmation'
          ? { status: 'running', stage: said }
          : { status: said, stage: 'queued' };
      const state = { version: 1, ...stored, message: 'Fabricated', summary };
      const attributes = { organization: 'idle', member: 'eve', ...stored };
      const handle = await client.workflow.start(operationWorkflow(subject.operation), {
        workflowId: id,
        taskQueue: 'nobody',
        memo: { subject, state },
        typedSearchAttributes: Object.entries(attributes).map(([name, value]) => ({
          key: defineSearchAttributeKey(
            SEARCH_ATTRIBUTES[name as keyof typeof attributes],
            SearchAttributeType.KEYWORD,
          ),
          value,
        })),
      });
      if (ended) await handle.terminate();
      wanted.push([ended && !isTerminal(said) ? 'failed' : said, id]);
    }
  }
  for (const status of OPERATION_STATUSES) {
    const ids = wanted.flatMap(([shown, id]) => (shown === status ? [id] : []));
    await eventually(async () => {
      const { items } = await operationsAt(`/operations?memberId=eve&status=${status}`, idle);
      expect(items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      expect(items.filter((item) => item.status !== status)).toEqual([]);
      return true;
    });
  }
});

describe('a malformed query', () => {
  const marker = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');

  test.each([
    ['colour=red', '/colour'],
    ['Status=failed', '/Status'],
    ['status=', '/status'],
    ['status=done', '/status'],
    ['status=failed,', '/status'],
    ['status=failed,done', '/status'],
    ['status=failed%20', '/status'],
    ['status=failed&status=pending', '/status'],
    ['operation=create', '/operation'],
    ['resourceType=clusters', '/resourceType'],
    ["resourceId=x'%20OR%20WorkflowId%20!%3D%20'", '/resourceId'],
    ['resourceId=%5C', '/resourceId'],
    ['resourceUid=1', '/resourceUid'],
    ['memberId=a%0Ab', '/memberId'],
    ['operationId=1', '/operationId'],
    ['resourceName=A', '/resourceName'],
    ["resourceName=x'", '/resourceName'],
    ['total=yes', '/total'],
    ['createdAfter=yesterday', '/createdAfter'],
    ['createdAfter=2026-01-01', '/createdAfter'],
    ['createdBefore=2026-02-30T00:00:00Z', '/createdBefore'],
    ['createdBefore=2026-01-01T00:00:00Z&createdBefore=2026-01-01T00:00:00Z', '/createdBefore'],
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['limit=1.5', '/limit'],
    ['limit=1&limit=2', '/limit'],
    ['marker=', '/marker'],
    ['marker=%20', '/marker'],
    ['marker=abc', '/marker'],
    [`marker=${marker([1, 'a', 'b'])}`, '/marker'],
    [`marker=${marker([-1, 'a', 'b'])}`, '/marker'],
    [`marker=${marker({})}`, '/marker'],
    [`marker=${marker(null)}`, '/marker'],
  ])('is refused: %s', async (query, pointer) => {
    const answer = await api.get(`/operations?${query}`);
    expect(parseExactly(problemSchema, answer.body)).toMatchObject({
      status: 400,
      code: 'invalid_query',
      errors: [{ pointer }],
    });
  });

  test.each([
    '/clusters?status=running',
    '/clusters?provider=none',
    '/networks?region=mars',
    '/networks?memberId=me',
    '/networks?createdAfter=2026-01-01T00:00:00Z',
  ])('is refused: %s', async (path) => {
    expect((await api.get(path)).status).toBe(400);
  });

  test('a marker is valid for the same filters only, with any limit', async () => {
    await stack.submit('/instance-types:discover', {}, idle);
    await stack.submit('/instance-types:discover', {}, idle);
    const filters = 'status=failed,pending,running,succeeded&resourceType=connection';
    const first = await eventually(async () => {
      const page = await operationsAt(`/operations?limit=1&${filters}`, idle);
      return page.marker === undefined ? undefined : page;
    });
    const { marker: good } = first;
    const rest = await operationsAt(`/operations?limit=9&${filters}&marker=${good}`, idle);
    expect(rest.items).toHaveLength(1);
    expect(rest).not.toHaveProperty('marker');
    const sameFilters = 'resourceType=connection&status=running,succeeded,failed,pending,failed';
    const same = await operationsAt(`/operations?${sameFilters}&marker=${good}`, idle);
    // A list lags behind, so its operation may have changed in the meantime.
    expect(same.items.map(({ id }) => id)).toEqual(rest.items.map(({ id }) => id));
    expect(same).not.toHaveProperty('marker');
    for (const [path, via] of [
      [`/operations?marker=${good}`, idle],
      [`/operations?status=failed&resourceType=connection&marker=${good}`, idle],
      [`/operations?${filters}&memberId=me&marker=${good}`, idle],
      [`/operations?${filters}&marker=${good}`, api],
    ] as const) {
      expect((await via.get(path)).status).toBe(400);
    }
  });
});

describe('hundreds of operations', () => {
  /** More than two pages of either size, so that lists are read window by window. */
  const COUNT = 250;
  const chance = seededChance('lists');
  const KINDS = ['create_network', 'delete_network'] as const;

  /** Starts operations that no worker runs. Resolves to their ids. */
  async function start(count: number, memberId: string): Promise<string[]> {
    const starter = createStarter({ client, taskQueue: 'nobody', timings: PACE });
    const ids = Array.from({ length: count }, () => {
      const random = Uint8Array.from({ length: 16 }, () => chance.int(0, 31));
      return timeSortedId(Date.now(), random);
    });
    const left = [...ids];
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let id = left.pop(); id !== undefined; id = left.pop()) {
          const subject: CloudOperationSubject = {
            operation: chance.pick(KINDS),
            organizationId: 'idle',
            memberId,
            resourceType: 'network',
            resourceId: 'base',
            resourceUid: id,
            provider: 'simulated',
            region: 'sim-central-1',
          };
          expect(
            await starter.startOperation(id, { subject, timings: PACE } as OperationInput),
          ).toBe(true);
        }
      }),
    );
    return ids;
  }

  test('are listed once each, newest first, while others start and some end', async () => {
    const ids = await start(COUNT, 'ann');
    const open = [...ids];
    async function changeOperations(): Promise<void> {
      await start(10, 'ann');
      const ends = Array.from({ length: 10 }, () => open.splice(chance.int(0, open.length - 1), 1));
      await Promise.all(ends.flat().map((id) => client.workflow.getHandle(id).terminate()));
    }
    await eventually(async () => {
      const { count } = await client.workflow.count("SlipwayMember = 'ann'");
      return count === COUNT;
    });

    for (const [filters, limit] of [
      ['memberId=ann&resourceId=base', 40],
      ['memberId=ann,bob&status=pending,failed', 100],
    ] as const) {
      const began = Date.now();
      let stirring = 0;
      const seen = await walk(`/operations?${filters}`, limit, idle, async () => {
        const since = Date.now();
        await changeOperations();
        stirring += Date.now() - since;
      });
      const pages = Math.ceil(seen.length / limit);
      process.stdout.write(
        `lists: ${pages} pages of ${limit}, ${Math.round((Date.now() - began - stirring) / pages)} ms each\n`,
      );
      expectNewestFirst(seen);
      const times = new Map<string, number>();
      for (const { id } of seen) times.set(id, (times.get(id) ?? 0) + 1);
      expect([...times].filter(([, count]) => count > 1)).toEqual([]);
      expect(ids.filter((id) => !times.has(id))).toEqual([]);
    }

    // Operations that match the filter throughout are listed once each.
    const seen = await walk('/operations?memberId=ann&status=pending', 100, idle, changeOperations);
    const pending = seen.map(({ id }) => id);
    expect(new Set(pending).size).toBe(pending.length);
    expect(open.filter((id) => !pending.includes(id))).toEqual([]);
    expectNewestFirst(seen);
  }, 120_000);
});
