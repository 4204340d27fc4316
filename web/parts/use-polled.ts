/** Reads something again and again while the browser's page is visible. */
import { useEffect, useState } from 'preact/hooks';
import { pause } from '../../client/pause.ts';
import { untilVisible } from '../visibility.ts';

/** Lists and resources are polled, because browsers limit the number of streams to one server. */
const BUSY_MS = 1_500;
const IDLE_MS = 2_500;
const MAX_REMEMBERED = 30;

/** The last values by key, so that a page that was left and is visited again is complete at once. */
const remembered = new Map<string, unknown>();

function remember(key: string, value: unknown): void {
  remembered.delete(key);
  remembered.set(key, value);
  const [oldest] = remembered.keys();
  if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
}

export interface Polled<Value> {
  /** The last value. Absent until the first response. */
  value?: Value;
  error?: unknown;
}

interface PollOptions<Value> {
  read(signal: AbortSignal): Promise<Value>;
  /** True if the value changes often. */
  isBusy(value: Value): boolean;
}

/**
 * Returns the last value that was read. After a change of `key`, the previous value stays until there is
 * another one, so that a list does not vanish while its filter is being typed.
 *
 * @param key what is read, for example its path; it must differ from the keys of all other values
 */
export function usePolled<Value extends object>(
  key: string,
  options: PollOptions<Value>,
): Polled<Value> {
  const [state, setState] = useState<Polled<Value>>(() => valueOf<Value>(key));
  useEffect(() => {
    const controller = new AbortController();
    setState((before) => ({ ...before, ...valueOf<Value>(key) }));
    void poll(options, controller.signal, (next) => {
      if (next.value !== undefined) remember(key, next.value);
      setState((before) => ({ ...before, ...next }));
    });
    return () => controller.abort();
  }, [key]);
  return state;
}

function valueOf<Value>(key: string): Polled<Value> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key always stands for values of one type
  const value = remembered.get(key) as Value | undefined;
  return value === undefined ? {} : { value };
}

async function poll<Value>(
  { read, isBusy }: PollOptions<Value>,
  signal: AbortSignal,
  show: (state: Polled<Value>) => void,
): Promise<void> {
  while (!signal.aborted) {
    let busy = false;
    try {
      await untilVisible(signal);
      const value = await read(signal);
      busy = isBusy(value);
      show({ value, error: undefined });
    } catch (error) {
      if (signal.aborted) return;
      show({ error });
    }
    await pause(busy ? BUSY_MS : IDLE_MS, signal).catch(() => undefined);
  }
}
