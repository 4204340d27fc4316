/**
 * One page of a list. The order is newest first, then by id, so that a page starts where the one
 * before ended, whatever was added or has ended in between.
 */
import { newestWindows, type TimedStore, type Window } from './windows.ts';

/** Where an item stands in a list. */
export interface Position {
  /** Milliseconds since the epoch. */
  at: number;
  id: string;
}

export interface PageRequest<Item> {
  store: TimedStore<Item>;
  idOf(item: Item): string;
  /** Whether the item is in the list after all; asked of what the store lists. */
  belongs?(item: Item): Promise<boolean>;
  range: Window;
  /** The last item of the page before. */
  after: Position | undefined;
  limit: number;
}

/** `end` is the position of the last item when there are more. */
export async function readPage<Item>(
  request: PageRequest<Item>,
): Promise<{ items: Item[]; end?: Position }> {
  const { store, idOf, belongs = async () => true, after, limit } = request;
  const { from } = request.range;
  const to = after === undefined ? request.range.to : Math.min(request.range.to, after.at + 1);
  const positionOf = (item: Item): Position => ({ at: store.timeOf(item), id: idOf(item) });
  const found: Item[] = [];
  for await (const items of newestWindows(store, { from, to }, limit + 1)) {
    const older = items.filter(
      (item) => after === undefined || newestFirst(after, positionOf(item)) < 0,
    );
    const answers = await Promise.all(older.map((item) => belongs(item)));
    const mine = older.filter((_item, index) => answers[index]);
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
