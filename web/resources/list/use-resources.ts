/** Polls one page of a list of resources, with the last operation of each. */
import type { ResourceType } from '../../../contract/vocabulary.ts';
import { isChanging } from '../../model/resource-state.ts';
import type { ListedOperation, Page, ResourceRecord } from '../../model/types.ts';
import { usePolled, type Polled } from '../../parts/use-polled.ts';
import { listResources, readOperations } from '../calls.ts';
import { apiQuery } from './query.ts';

export interface ResourcesPage extends Page<ResourceRecord> {
  /** The last operations of the resources, by id. */
  operations: ReadonlyMap<string, ListedOperation>;
}

export function useResources(type: ResourceType, query: URLSearchParams): Polled<ResourcesPage> {
  return usePolled(`${type}?${query}`, {
    async read(signal) {
      const page = await listResources(type, apiQuery(type, query), signal);
      const ids = page.items.map(({ operationId }) => operationId);
      return { ...page, operations: await readOperations(ids, signal) };
    },
    isBusy: ({ items }) => items.some(isChanging),
  });
}
