/**
 * Lists in another order than the newest first, and searches by a part of the name. Temporal's visibility
 * store can do neither, so the whole list is read, filtered and sorted here.
 */
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { ResourceRecord } from '../../contract/resources/schemas.ts';
import { fieldOfOrder, type SortField, type SortOrder } from '../../contract/list-order.ts';
import type { Position } from './page.ts';
import { newestWindows, type TimedStore, type Window } from './windows.ts';

/** The maximum number of items that one request reads. */
const MAX_READ = 5_000;
/** How many items are read at once, about. */
const WINDOW_SIZE = 500;

/** Reads all items of the range. Throws `invalid_query` when there are too many. */
export async function readAll<Item>(
  store: TimedStore<Item>,
  range: Window,
  pointer: string,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const items of newestWindows(store, range, WINDOW_SIZE)) {
    all.push(...items);
    if (all.length > MAX_READ) throw tooMany(pointer);
  }
  return all;
}

function tooMany(pointer: string): RequestError {
  const detail = `reads the whole list, which has more than ${MAX_READ} entries; narrow it by status, provider or region, or leave the parameter out`;
  return new RequestError('invalid_query', `The parameter ${pointer.slice(1)} ${detail}.`, {
    faults: [{ pointer, detail }],
  });
}

/**
 * Returns the records after this position, in this order; records that are equal in it are sorted by name.
 *
 * @returns at most `limit` records, and as `end` the position of the last one when more records follow
 */
export function sortedPage(
  records: readonly ResourceRecord[],
  order: SortOrder,
  { after, limit }: { after: Position<string> | undefined; limit: number },
): { items: ResourceRecord[]; end?: Position<string> } {
  const field = fieldOfOrder(order);
  const sign = order.startsWith('-') ? -1 : 1;
  const compare = (a: Position<string>, b: Position<string>) =>
    sign * compareTexts(a.at, b.at) || compareTexts(a.id, b.id);
  const sorted = records
    .map((record) => ({ record, position: { at: valueOf(record, field), id: record.id } }))
    .filter(({ position }) => after === undefined || compare(position, after) > 0)
    .toSorted((a, b) => compare(a.position, b.position));
  const shown = sorted.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ record }) => record),
    ...(last && sorted.length > limit && { end: last.position }),
  };
}

/** Times are texts in RFC 3339 of equal length, so they sort like all other texts. */
function valueOf(record: ResourceRecord, field: SortField): string {
  const values: { readonly [Field in SortField]?: string } = record;
  return values[field] ?? '';
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
