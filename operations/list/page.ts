/**
 * Reads one page of a list. The order is newest first, then by id. A page therefore starts exactly
 * where the previous page ended, also when items were added or closed in between.
 */
import { newestWindows, type TimedStore, type Window } from './windows.ts';

/** The position of an item in a list. */
export interface Position<At extends number | string = number> {
  /** Milliseconds since the epoch, or the text by which the list is sorted. */
  at: At;
  id: string;
}

export interface PageRequest<Item> {
  store: TimedStore<Item>;
  idOf(item: Item): string;
  /** A second check of the items that the store returns. Resolves to those that belong to the list. */
  belonging?(items: Item[]): Promise<Item[]>;
  range: Window;
  /** The position of the last item of the previous page. */
  after: Position | undefined;
  limit: number;
}

/** Returns the items, and as `end` the position of the last one when more items follow. */
export async function readPage<Item>(
  request: PageRequest<Item>,
): Promise<{ items: Item[]; end?: Position }> {
  const { store, idOf, belonging = async (items) => items, after, limit } = request;
  const { from } = request.range;
  const to = after === undefined ? request.range.to : Math.min(request.range.to, after.at + 1);
  const positionOf = (item: Item): Position => ({ at: store.timeOf(item), id: idOf(item) });
  const found: Item[] = [];
  for await (const items of newestWindows(store, { from, to }, limit + 1)) {
    const older = items.filter(
      (item) => after === undefined || newestFirst(after, positionOf(item)) < 0,
    );
    const mine = await belonging(older);
    found.push(...mine.toSorted((a, b) => newestFirst(positionOf(a), positionOf(b))));
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(last && found.length > limit && { end: positionOf(last) }) };
}

function newestFirst(a: Position, b: Position): number {
  if (a.at !== b.at) return b.at - a.at;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}
