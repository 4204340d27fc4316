/** Polls one page of the list while the browser's page is visible. */
import { useEffect, useState } from 'preact/hooks';
import { pause } from '../../client/pause.ts';
import { orThrow } from '../../client/problem-error.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { slipway } from '../api.ts';
import type { ListedOperation } from '../model/types.ts';
import { untilVisible } from '../visibility.ts';
import { apiQuery } from './filters.ts';

/** The list is polled, because browsers limit the number of streams to one server. */
const BUSY_MS = 1_500;
const IDLE_MS = 2_500;

export interface OperationsState {
  /** The operations of the page. Absent until the first response. */
  items?: readonly ListedOperation[];
  /** The marker of the next page. */
  marker?: string | undefined;
  error?: unknown;
}

export function useOperations(query: URLSearchParams): OperationsState {
  const [state, setState] = useState<OperationsState>({});
  const queryText = query.toString();
  useEffect(() => {
    const controller = new AbortController();
    void poll(new URLSearchParams(queryText), controller.signal, (next) =>
      setState((before) => ({ ...before, ...next })),
    );
    return () => controller.abort();
  }, [queryText]);
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
