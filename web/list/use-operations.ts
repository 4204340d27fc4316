/** Polls one page of the list of operations. */
import { orThrow } from '../../client/problem-error.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { slipway } from '../api.ts';
import type { ListedOperation, Page } from '../model/types.ts';
import { usePolled, type Polled } from '../parts/use-polled.ts';
import { apiQuery } from './filters.ts';

export function useOperations(query: URLSearchParams): Polled<Page<ListedOperation>> {
  return usePolled(`operations?${query}`, {
    read: async (signal) =>
      orThrow(await slipway.api.GET('/operations', { params: { query: apiQuery(query) }, signal })),
    isBusy: ({ items }) => items.some(({ status }) => !isTerminal(status)),
  });
}
