/** Lists of operations and resources, page by page, from Temporal's visibility store. */
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { ResourceRecord } from '../../contract/resources/schemas.ts';
import { isOperationMemo } from '../../contract/guards.ts';
import { DNS_LABEL_PATTERN } from '../../contract/ids.ts';
import type {
  OperationsQuery,
  ResourceOperationsQuery,
  ResourcesQuery,
} from '../../contract/operations/list-query.ts';
import type { ListedOperation, Operation } from '../../contract/operations/operation.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { ResourceType } from '../../contract/vocabulary.ts';
import { decodeMarker, encodeMarker } from './marker.ts';
import { readPage, type PageRequest } from './page.ts';
import type { OperationReader } from '../read/reader.ts';
import { withoutExternalId } from '../entities/connection-view.ts';
import { entityOf, findEntityRun, recordView } from '../entities/find.ts';
import { notFound } from '../entities/refusals.ts';
import type { Principal } from '../temporal/calls.ts';
import type { Urls } from '../read/links.ts';
import { operationView, type OperationSource } from '../read/view.ts';
import { entityStore, operationStore, runsOf } from './visibility.ts';

/** How far Temporal's clock may be ahead of this process without hiding the newest items. */
const CLOCK_MARGIN_MS = 86_400_000;

export interface Page<Item> {
  items: Item[];
  /** Absent on the last page. */
  marker?: string;
}

/** Every method throws `invalid_query` when the marker belongs to a list with other filters. */
export interface Lister {
  operations(principal: Principal, query: OperationsQuery): Promise<Page<ListedOperation>>;
  /**
   * Also lists the operations of a deleted resource. Throws `not_found` when the name was never used.
   */
  operationsOf(
    principal: Principal,
    type: ResourceType,
    id: string,
    query: ResourceOperationsQuery,
  ): Promise<Page<ListedOperation>>;
  resources(
    principal: Principal,
    type: ResourceType,
    query: ResourcesQuery,
  ): Promise<Page<ResourceRecord>>;
}

export interface ListOptions {
  client: Client;
  reader: OperationReader;
  urls: Urls;
  now(): Date;
}

export function createLister({ client, reader, urls, now }: ListOptions): Lister {
  /**
   * `bound` identifies the list that a marker belongs to: the organization, the collection and the
   * filters.
   */
  async function page(
    { limit, marker }: { limit: number; marker?: string | undefined },
    bound: readonly unknown[],
    request: Pick<PageRequest<WorkflowExecutionInfo>, 'store' | 'belonging'>,
    created: { after?: number | undefined; before?: number | undefined } = {},
  ): Promise<Page<WorkflowExecutionInfo>> {
    const { items, end } = await readPage({
      ...request,
      idOf: ({ workflowId }) => workflowId,
      range: {
        from: Math.max(0, (created.after ?? -1) + 1),
        to: Math.min(now().getTime() + CLOCK_MARGIN_MS, created.before ?? Infinity),
      },
      after: marker === undefined ? undefined : decodeMarker(marker, bound),
      limit,
    });
    return { items, ...(end && { marker: encodeMarker(end, bound) }) };
  }

  async function operations(
    principal: Principal,
    { limit, marker, ...filters }: OperationsQuery,
  ): Promise<Page<ListedOperation>> {
    const createdAt = new Map<string, Date>();
    const found = await page(
      { limit, marker },
      [principal.organizationId, 'operations', filters],
      {
        store: operationStore(client, principal, filters),
        /** An operation that was reset in Temporal has several runs. Only the latest one is listed. */
        async belonging(infos) {
          const runs = await runsOf(client, infos);
          return infos.filter(({ workflowId, runId, startTime }) => {
            const all = runs.get(workflowId) ?? [];
            createdAt.set(workflowId, all.at(-1)?.startTime ?? startTime);
            return all.every((run) => run.runId === runId || run.startTime <= startTime);
          });
        },
      },
      { after: filters.createdAfter, before: filters.createdBefore },
    );
    const items = await Promise.all(
      found.items.map((info) =>
        listed(principal, { ...info, createdAt: createdAt.get(info.workflowId) ?? info.startTime }),
      ),
    );
    return { ...found, items: items.flatMap((item) => item ?? []) };
  }

  /** Returns the operation without its resources and result, which a list leaves out. */
  async function listed(
    principal: Principal,
    info: WorkflowExecutionInfo & Pick<OperationSource, 'createdAt'>,
  ): Promise<ListedOperation | undefined> {
    const { memo } = info;
    if (!isOperationMemo(memo)) return undefined;
    const known = { ...memo.state, ...memo.outcome };
    const seen = operationView({ ...info, memo, cancelRequested: false }, known, urls);
    const whole = seen.status === 'failed' && seen.error === undefined;
    const read = whole ? await readFailed(principal, seen) : seen;
    const {
      result: _result,
      diagnostics: _diagnostics,
      moreDiagnostics: _moreDiagnostics,
      decisions: _decisions,
      ...operation
    } = read;
    const { resources: _resources, ...progress } = operation.progress;
    return { ...operation, progress };
  }

  /** Reads the whole operation, because only its close event has the error. */
  async function readFailed(principal: Principal, seen: Operation): Promise<Operation> {
    try {
      return (await reader.read(principal, seen.id)).operation;
    } catch (error) {
      // It was deleted after its retention since the list was read.
      if (error instanceof RequestError && error.code === 'not_found') return seen;
      throw error;
    }
  }

  return {
    operations,

    async operationsOf(principal, type, id, query) {
      if (!DNS_LABEL_PATTERN.test(id)) throw notFound(type, id);
      const resource = { resourceType: [type], resourceId: [id] };
      const found = await operations(principal, { ...query, ...resource });
      if (found.items.length > 0) return found;
      // An empty list proves nothing: it may lag, or no operation fits the filters. The entity is exact.
      if ((await findEntityRun(client, principal, type, id)) === undefined) {
        throw notFound(type, id);
      }
      return found;
    },

    async resources(principal, type, { limit, marker, ...filters }) {
      const found = await page({ limit, marker }, [principal.organizationId, type, filters], {
        store: entityStore(client, principal, type, filters),
        /**
         * An entity that was lost and started again has several runs. Only the latest one is listed.
         */
        async belonging(infos) {
          const answers = await Promise.all(
            infos.map(async (info) => {
              const entity = entityOf(info);
              if (entity?.lost !== true) return entity !== undefined;
              const latest = await findEntityRun(client, principal, type, entity.memo.record.id);
              return latest?.runId === info.runId;
            }),
          );
          return infos.filter((_info, index) => answers[index]);
        },
      });
      const items = found.items.flatMap((info) => {
        const entity = entityOf(info);
        return entity === undefined ? [] : [withoutExternalId(recordView(entity))];
      });
      return { ...found, items };
    },
  };
}
