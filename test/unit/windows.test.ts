import { describe, expect, test } from 'vitest';
import { readPage, type Position } from '../../operations/list/page.ts';
import { newestWindows, type TimedStore, type Window } from '../../operations/list/windows.ts';
import { seededChance } from '../support/random.ts';

interface Row {
  id: string;
  at: number;
  /** Where the store sorts it; higher comes first. */
  rank: number;
}

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-24T12:00:00Z');
const RANGE: Window = { from: 0, to: NOW + DAY_MS };
const chance = seededChance('windows');

/** A store that counts its calls. */
function storeOf(rows: Row[]) {
  const asked = { lists: 0, counts: 0, rows: 0 };
  const within = ({ from, to }: Window) => rows.filter(({ at }) => at >= from && at < to);
  const store: TimedStore<Row> = {
    async list(window, most) {
      const found = within(window).toSorted((a, b) => b.rank - a.rank);
      const answer = found.slice(0, most);
      asked.lists += 1;
      asked.rows += answer.length;
      return answer;
    },
    async count(window) {
      asked.counts += 1;
      return within(window).length;
    },
    timeOf: ({ at }) => at,
  };
  return { store, asked };
}

/** `times` in milliseconds before now; `rank` determines the store's own order. */
function rowsAt(times: readonly number[], rank: (index: number) => number): Row[] {
  return times.map((before, index) => ({
    id: `op-${String(index).padStart(6, '0')}`,
    at: NOW - before,
    rank: rank(index),
  }));
}

async function pages(
  store: TimedStore<Row>,
  limit: number,
  between: (page: number) => void = () => {},
): Promise<string[]> {
  const ids: string[] = [];
  let after: Position | undefined;
  for (let page = 1; ; page++) {
    const read = await readPage({ store, idOf: ({ id }) => id, range: RANGE, after, limit });
    ids.push(...read.items.map(({ id }) => id));
    if (read.end === undefined) return ids;
    expect(read.items).toHaveLength(limit);
    after = read.end;
    between(page);
  }
}

function sorted(rows: readonly Row[]): string[] {
  return rows.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
}

const COUNT = 5_000;
const indexes = Array.from({ length: COUNT }, (_item, index) => index);
const SPREADS: [string, number[]][] = [
  ['one every second', indexes.map((index) => index * 1_000)],
  ['in bursts', indexes.map((index) => Math.floor(index / 400) * DAY_MS + (index % 7))],
  ['all in one millisecond', indexes.map(() => DAY_MS)],
  ['ever rarer', indexes.map((index) => index ** 3)],
  ['at any time', indexes.map(() => chance.int(0, 400 * DAY_MS))],
];
const ORDERS: [string, (index: number) => number][] = [
  ['newest first', (index) => -index],
  ['oldest first', (index) => index],
  ['any order', () => chance.next()],
];

describe.each(SPREADS)('started %s', (spread, times) => {
  test.each(ORDERS)('and sorted by the store %s', async (_order, rank) => {
    const rows = rowsAt(times, rank);
    const { store, asked } = storeOf(rows);
    const limit = 100;
    expect(await pages(store, limit)).toEqual(sorted(rows));
    const calls = (asked.lists + asked.counts) / (COUNT / limit);
    expect(calls).toBeLessThan(60);
    // Items of one millisecond cannot be divided, so all of them are read.
    const most = spread === 'all in one millisecond' ? COUNT + 500 : 1_000;
    expect(asked.rows / (COUNT / limit)).toBeLessThan(most);
  });
});

test('items that are added or leave between two pages neither hide nor repeat others', async () => {
  const rows = rowsAt(
    indexes.slice(0, 1_000).map(() => chance.int(0, DAY_MS)),
    () => chance.next(),
  );
  const stay = sorted(rows.filter((_row, index) => index % 5 !== 0));
  const { store } = storeOf(rows);
  const seen = await pages(store, 30, (page) => {
    rows.push({ id: `new-${page}`, at: NOW + page, rank: chance.next() });
    for (const row of rows) row.rank = chance.next();
    const leaving = rows.findIndex(({ id }) => id.startsWith('op-') && !stay.includes(id));
    if (leaving >= 0) rows.splice(leaving, 1);
  });
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((id) => stay.includes(id))).toEqual(stay);
});

test('after a window that has lost rows, older windows are read', async () => {
  const rows = rowsAt(
    indexes.map((index) => index * 1_000),
    () => chance.next(),
  );
  const { store } = storeOf(rows);
  let narrowed = 0;
  const vanishing: TimedStore<Row> = {
    ...store,
    async list(window, most) {
      const found = await store.list(window, most);
      // All rows vanish between the first and the second list of the window.
      return narrowed++ === 1 ? [] : found;
    },
  };
  const sizes: number[] = [];
  for await (const items of newestWindows(vanishing, RANGE, 11)) {
    sizes.push(items.length);
    if (sizes.length === 2) break;
  }
  expect(sizes[0]).toBe(0);
  expect(sizes[1]).toBeGreaterThanOrEqual(11);
});
