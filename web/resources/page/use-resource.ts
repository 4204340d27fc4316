/** Polls one resource and its latest operations. */
import { ProblemError } from '../../../client/problem-error.ts';
import { isTerminal, type ResourceType } from '../../../contract/vocabulary.ts';
import type { ListedOperation, ResourceRecord } from '../../model/types.ts';
import { usePolled, type Polled } from '../../parts/use-polled.ts';
import { listOperationsOf, readResource } from '../calls.ts';

const HISTORY_LENGTH = 15;

export interface ResourceState {
  /** Absent when there is no such resource, for example because it was deleted. */
  record?: ResourceRecord;
  /** The latest operations on resources of this name, newest first. */
  operations: readonly ListedOperation[];
  /** True if there are older operations. */
  hasOlder: boolean;
}

export function useResource(type: ResourceType, id: string): Polled<ResourceState> {
  return usePolled(`${type}/${id}`, {
    async read(signal) {
      const query = { limit: String(HISTORY_LENGTH) };
      const [record, { items, marker }] = await Promise.all([
        readResource(type, id, signal).catch(ignoreDeleted),
        listOperationsOf(type, id, query, signal),
      ]);
      return {
        ...(record !== undefined && { record }),
        operations: items,
        hasOlder: marker !== undefined,
      };
    },
    isBusy: ({ operations }) => operations.some(({ status }) => !isTerminal(status)),
  });
}

/** The list of operations decides whether there ever was such a resource. */
function ignoreDeleted(error: unknown): undefined {
  if (error instanceof ProblemError && error.status === 404) return undefined;
  throw error;
}
