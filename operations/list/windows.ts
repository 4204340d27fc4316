/**
 * Reads items newest first from a store with another order. Temporal's visibility store lists running
 * workflows first, then closed ones by close time.
 *
 *   from                     window            to
 *   |--------------------------[===============)     newest
 *    older, still to be read    listed whole,
 *                               then sorted
 *
 * A window with more than two pages of items is made smaller before it is listed. A page therefore
 * costs a few bounded calls, however many items the store has. Times are whole milliseconds since the
 * epoch.
 */

/** A range of times that includes `from` and excludes `to`. */
export interface Window {
  from: number;
  to: number;
}

export interface TimedStore<Item> {
  /**
   * Resolves to at most `max` items of the window, in any order. Fewer than `max` items are all of
   * them.
   */
  list(window: Window, max: number): Promise<Item[]>;
  count(window: Window): Promise<number>;
  timeOf(item: Item): number;
}

/**
 * Yields all items of `range`, window by window. The newest window comes first; the items of one window
 * are in any order.
 *
 * @param need how many items the caller wants; windows are sized to hold about as many
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
    // If items left the window in between, it has fewer than needed, and older windows follow.
    to = from;
  }
}

async function newestWindow<Item>(
  store: TimedStore<Item>,
  { from, to }: Window,
  need: number,
): Promise<{ from: number; items: Item[] }> {
  const max = 2 * need;
  const whole = await store.list({ from, to }, max + 1);
  if (whole.length <= max) return { from, items: whole };
  const newer = { from: nthNewest(store, whole, need), to };
  const some = await store.list(newer, max + 1);
  if (some.length <= max) return { from: newer.from, items: some };
  const start = await startOfNewest(store, { from: nthNewest(store, some, need), to }, need, max);
  // Without a limit, because a window of one millisecond cannot be made smaller.
  return { from: start, items: await store.list({ from: start, to }, Infinity) };
}

/**
 * Returns a later start for the window, so that it holds at most `max` items but not fewer than
 * `need`.
 */
async function startOfNewest<Item>(
  store: TimedStore<Item>,
  { from, to }: Window,
  need: number,
  max: number,
): Promise<number> {
  let enough = from;
  let tooFew = to;
  let held = await store.count({ from, to });
  while (held > max && tooFew - enough > 1) {
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

/** The time of the nth newest of these items. At least `n` items of the whole window are as new. */
function nthNewest<Item>(store: TimedStore<Item>, items: readonly Item[], n: number): number {
  const times = items.map((item) => store.timeOf(item)).toSorted((a, b) => b - a);
  return times[n - 1] ?? 0;
}
