import { describe, expect, test } from 'vitest';
import { networkSpecSchema, type Network } from '../../contract/resources/network.ts';
import type { SortOrder } from '../../contract/list-order.ts';
import { withUsers } from '../../operations/entities/users.ts';
import { decodeMarker, encodeMarker, isText, isTime } from '../../operations/list/marker.ts';
import { readAll, sortedPage } from '../../operations/list/sorted.ts';

function network(id: string, status: Network['status'], day: number): Network {
  const at = new Date(Date.UTC(2026, 0, day)).toISOString();
  return {
    id,
    uid: id,
    organizationId: 'local',
    name: id,
    provider: 'simulated',
    region: 'sim-central-1',
    status,
    outputs: {},
    operationId: id,
    createdAt: at,
    updatedAt: at,
    spec: networkSpecSchema.parse({}),
  };
}

const RECORDS = [
  network('b', 'active', 3),
  network('d', 'failed', 1),
  network('a', 'active', 2),
  network('c', 'creating', 4),
];

describe('a sorted list', () => {
  test.each<[SortOrder, string]>([
    ['name', 'abcd'],
    ['-name', 'dcba'],
    ['createdAt', 'dabc'],
    ['-createdAt', 'cbad'],
    ['status', 'abcd'],
    ['-status', 'dcab'],
    // All are equal in it, so they are sorted by name in both directions.
    ['-region', 'abcd'],
  ])('%s, page by page', (order, wanted) => {
    const seen: string[] = [];
    let after: ReturnType<typeof sortedPage>['end'];
    do {
      const page = sortedPage(RECORDS, order, { after, limit: 1 });
      seen.push(...page.items.map(({ id }) => id));
      after = page.end;
    } while (after !== undefined);
    expect(seen.join('')).toBe(wanted);
  });

  test('continues after a record that has disappeared', () => {
    const after = { at: 'b', id: 'b' };
    const rest = RECORDS.filter(({ id }) => id !== 'b');
    const page = sortedPage(rest, 'name', { after, limit: 10 });
    expect(page.items.map(({ id }) => id)).toEqual(['c', 'd']);
    expect(page.end).toBeUndefined();
  });

  test('has markers of its own', () => {
    const marker = encodeMarker({ at: 'active', id: 'b' }, ['x']);
    expect(decodeMarker(marker, ['x'], isText)).toEqual({ at: 'active', id: 'b' });
    expect(() => decodeMarker(marker, ['x'], isTime)).toThrow('not a marker');
    expect(() => decodeMarker(marker, ['y'], isText)).toThrow('other filters');
  });
});

describe('a list that is read as a whole', () => {
  const storeOf = (count: number) => {
    const all = Array.from({ length: count }, (_, at) => at);
    const within = ({ from, to }: { from: number; to: number }) =>
      all.filter((at) => at >= from && at < to);
    return {
      list: (window: { from: number; to: number }, max: number) =>
        Promise.resolve(within(window).slice(0, max)),
      count: (window: { from: number; to: number }) => Promise.resolve(within(window).length),
      timeOf: (at: number) => at,
    };
  };

  test('has every item once', async () => {
    const read = await readAll(storeOf(3_210), { from: 0, to: 10_000 }, '/sort');
    expect(new Set(read).size).toBe(3_210);
    expect(read).toHaveLength(3_210);
  });

  test('is refused when it is too long', async () => {
    await expect(readAll(storeOf(5_001), { from: 0, to: 10_000 }, '/name')).rejects.toMatchObject({
      code: 'invalid_query',
      faults: [{ pointer: '/name' }],
    });
  });
});

describe('the users of a resource', () => {
  const [record = network('x', 'active', 1)] = RECORDS;

  test('are named with their type', () => {
    const attachments = { demo: 'U1', 'deployments/web': 'U2', 'clusters/other': 'U3' };
    expect(withUsers(record, { attachments }).usedBy).toEqual([
      { resourceType: 'cluster', resourceId: 'other' },
      { resourceType: 'cluster', resourceId: 'demo' },
      { resourceType: 'deployment', resourceId: 'web' },
    ]);
  });

  test('are absent if there are none', () => {
    expect(withUsers(record, {})).toBe(record);
  });
});
