/**
 * Reads a store newest first that sorts by something else, as Temporal's visibility does: running
 * ones first, then by close time.
 *
 *   from                     window            to
 *   |--------------------------[===============)     newest
 *    older, still to be read    listed whole,
 *                               then sorted
 *
 * A window that has more than two pages in it is made smaller before it is listed, so a page costs a
 * few bounded calls, whatever the store holds. Times are whole milliseconds since the epoch.
 */

/** From `from` on, up to but without `to`. */
export interface Window {
  from: number;
  to: number;
}

export interface TimedStore<Item> {
  /** Up to `most` of the window, in any order; fewer than `most` are all of them. */
  list(window: Window, most: number): Promise<Item[]>;
  count(window: Window): Promise<number>;
  timeOf(item: Item): number;
}

/**
 * Yields all items of `range`, window by window, the newest window first, in any order within one.
 *
 * @param need how many the caller wants; windows are made to hold about as many
 */
export async function* newestWindows<Item>(
  store: TimedStore<Item>,
  range: Window,
  need: number,
): AsyncGenerator<Item[], void, undefined> {
  let { to } = range;
  while (range.from < to) {
    const { from, items } = await newestWindow(store, { from: range.from, to }, need);
    yield items;
    // Where it held less than was wanted, because some left it in between, the older ones follow.
    to = from;
  }
}

async function newestWindow<Item>(
  store: TimedStore<Item>,
  { from, to }: Window,
  need: number,
): Promise<{ from: number; items: Item[] }> {
  const most = 2 * need;
  const whole = await store.list({ from, to }, most + 1);
  if (whole.length <= most) return { from, items: whole };
  const newer = { from: nthNewest(store, whole, need), to };
  const some = await store.list(newer, most + 1);
  if (some.length <= most) return { from: newer.from, items: some };
  const start = await startOfNewest(store, { from: nthNewest(store, some, need), to }, need, most);
  // All of it: a millisecond with more than `most` in it cannot be made smaller.
  return { from: start, items: await store.list({ from: start, to }, Infinity) };
}

/** Moves `from` up until the window holds `most` or less, but not fewer than `need`. */
async function startOfNewest<Item>(
  store: TimedStore<Item>,
  { from, to }: Window,
  need: number,
  most: number,
): Promise<number> {
  let enough = from;
  let tooFew = to;
  let held = await store.count({ from, to });
  while (held > most && tooFew - enough > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    const count = await store.count({ from: middle, to });
    if (count < need) {
      tooFew = middle;
    } else {
      enough = middle;
      held = count;
    }
  }
  return enough;
}

/** At least `n` of the whole window are as new as the nth newest of these. */
function nthNewest<Item>(store: TimedStore<Item>, items: readonly Item[], n: number): number {
  const times = items.map((item) => store.timeOf(item)).toSorted((a, b) => b - a);
  return times[n - 1] ?? 0;
}
