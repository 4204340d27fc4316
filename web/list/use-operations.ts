/** One page of the list, kept up to date while it can be seen. */
import { useEffect, useState } from 'preact/hooks';
import { pause } from '../../client/pause.ts';
import { orThrow } from '../../client/problem-error.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { slipway } from '../api.ts';
import type { Operation } from '../model/types.ts';
import { untilVisible } from '../visibility.ts';
import { apiQuery } from './filters.ts';

/** A list is polled: one stream for each operation would be more than a browser opens. */
const BUSY_MS = 1_500;
const IDLE_MS = 2_500;

export type ListedOperation = Omit<Operation, 'result'>;

export interface OperationsState {
  /** undefined: not loaded yet. */
  items?: readonly ListedOperation[];
  /** Of the next page. */
  marker?: string | undefined;
  error?: unknown;
}

export function useOperations(query: URLSearchParams): OperationsState {
  const [state, setState] = useState<OperationsState>({});
  const asked = query.toString();
  useEffect(() => {
    const controller = new AbortController();
    void poll(new URLSearchParams(asked), controller.signal, (next) =>
      setState((before) => ({ ...before, ...next })),
    );
    return () => controller.abort();
  }, [asked]);
  return state;
}

async function poll(
  query: URLSearchParams,
  signal: AbortSignal,
  show: (state: OperationsState) => void,
): Promise<void> {
  while (!signal.aborted) {
    let busy = false;
    try {
      await untilVisible(signal);
      const { items, marker } = orThrow(
        await slipway.api.GET('/operations', { params: { query: apiQuery(query) }, signal }),
      );
      busy = items.some(({ status }) => !isTerminal(status));
      show({ items, marker, error: undefined });
    } catch (error) {
      if (signal.aborted) return;
      show({ error });
    }
    await pause(busy ? BUSY_MS : IDLE_MS, signal).catch(() => undefined);
  }
}
