/**
 * Remembers how far each entry of the browser's history was scrolled. The browser alone cannot restore the
 * position of a list, because the list is still empty when the user comes back.
 */
import { useLayoutEffect } from 'preact/hooks';

interface EntryState {
  entry: string;
}

const positions = new Map<string, number>();
const ABORTS = ['wheel', 'touchmove', 'keydown'] as const;

let created = 0;
/** The position to restore as soon as the view has its content. */
let pending: number | undefined;

function newEntry(): EntryState {
  created += 1;
  const state = { entry: `${Date.now()}-${created}` };
  current = state.entry;
  pending = undefined;
  return state;
}

function entryOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('entry' in state)) return undefined;
  return typeof state.entry === 'string' ? state.entry : undefined;
}

let current = entryOf(history.state);

/** Starts to remember. Call it once. */
function start(): void {
  history.scrollRestoration = 'manual';
  if (current === undefined) history.replaceState(newEntry(), '');
  addEventListener('scroll', () => {
    // Until the content is there, the browser itself scrolls to the top.
    if (current !== undefined && pending === undefined) positions.set(current, scrollY);
  });
  addEventListener('popstate', ({ state }) => {
    current = entryOf(state);
    pending = current === undefined ? 0 : (positions.get(current) ?? 0);
  });
  for (const type of ABORTS) {
    addEventListener(type, () => {
      pending = undefined;
    });
  }
}

export const scrollMemory = { newEntry, start };

/** @param ready true as soon as the view has its content */
export function useScrollRestored(ready: boolean): void {
  useLayoutEffect(() => {
    if (!ready || pending === undefined) return;
    const position = pending;
    pending = undefined;
    scrollTo(0, position);
  });
}
