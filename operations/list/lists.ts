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
import { decodeMarker, encodeMarker, isText, isTime } from './marker.ts';
import { namesWith } from './names.ts';
import { readPage, type PageRequest } from './page.ts';
import type { OperationReader } from '../read/reader.ts';
import { withoutExternalId } from '../entities/connection-view.ts';
import { entityOf, findEntityRun, recordView } from '../entities/find.ts';
import { notFound } from '../entities/refusals.ts';
import type { Principal } from '../temporal/calls.ts';
import type { Urls } from '../read/links.ts';
import { operationView, type OperationSource } from '../read/view.ts';
import { readAll, sortedPage } from './sorted.ts';
import { entityStore, operationStore, runsOf } from './visibility.ts';
import type { Window } from './windows.ts';

/** How far Temporal's clock may be ahead of this process without hiding the newest items. */
const CLOCK_MARGIN_MS = 86_400_000;

export interface Page<Item> {
  items: Item[];
  /** Absent on the last page. */
  marker?: string;
  /** How many items match on all pages together, if the query asks for it. */
  total?: number;
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

interface PageQuery {
  limit: number;
  marker?: string | undefined;
  total?: boolean | undefined;
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
    { limit, marker, total = false }: PageQuery,
    bound: readonly unknown[],
    request: Pick<PageRequest<WorkflowExecutionInfo>, 'store' | 'belonging'>,
    range: Window = always(),
  ): Promise<Page<WorkflowExecutionInfo>> {
    const [{ items, end }, count] = await Promise.all([
      readPage({
        ...request,
        idOf: ({ workflowId }) => workflowId,
        range,
        after: marker === undefined ? undefined : decodeMarker(marker, bound, isTime),
        limit,
      }),
      total ? request.store.count(range) : undefined,
    ]);
    return {
      items,
      ...(end && { marker: encodeMarker(end, bound) }),
      ...(count !== undefined && { total: count }),
    };
  }

  /** All times at which items can have been created. */
  function always(): Window {
    return { from: 0, to: now().getTime() + CLOCK_MARGIN_MS };
  }

  async function operations(
    principal: Principal,
    { limit, marker, total, ...filters }: OperationsQuery,
  ): Promise<Page<ListedOperation>> {
    const { resourceName, createdAfter = -1, createdBefore = Infinity, ...exact } = filters;
    const { to } = always();
    const named =
      resourceName === undefined
        ? undefined
        : {
            part: resourceName,
            names: await namesWith(client, principal, resourceName, always()),
          };
    const createdAt = new Map<string, Date>();
    const found = await page(
      { limit, marker, total },
      [principal.organizationId, 'operations', filters],
      {
        store: operationStore(client, principal, { ...exact, named }),
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
      { from: Math.max(0, createdAfter + 1), to: Math.min(to, createdBefore) },
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

    async resources(principal, type, { name, sort, ...query }) {
      const { limit, marker, total, ...filters } = query;
      const store = entityStore(client, principal, type, filters);
      const bound = [principal.organizationId, type, filters, name, sort];
      if (name === undefined && sort === undefined) {
        const belonging = (infos: WorkflowExecutionInfo[]) => latestRuns(principal, type, infos);
        const found = await page(query, bound, { store, belonging });
        return { ...found, items: recordsOf(found.items) };
      }
      const pointer = name === undefined ? '/sort' : '/name';
      const infos = await readAll(store, always(), pointer);
      const records = recordsOf(await latestRuns(principal, type, infos)).filter(
        ({ id }) => name === undefined || id.includes(name),
      );
      const after = marker === undefined ? undefined : decodeMarker(marker, bound, isText);
      const { items, end } = sortedPage(records, sort ?? '-createdAt', { after, limit });
      return {
        items,
        ...(end && { marker: encodeMarker(end, bound) }),
        ...(total === true && { total: records.length }),
      };
    },
  };

  /** An entity that was lost and started again has several runs. Only the latest one is listed. */
  async function latestRuns(
    principal: Principal,
    type: ResourceType,
    infos: readonly WorkflowExecutionInfo[],
  ): Promise<WorkflowExecutionInfo[]> {
    const answers = await Promise.all(
      infos.map(async (info) => {
        const entity = entityOf(info);
        if (entity?.lost !== true) return entity !== undefined;
        const latest = await findEntityRun(client, principal, type, entity.memo.record.id);
        return latest?.runId === info.runId;
      }),
    );
    return infos.filter((_info, index) => answers[index]);
  }
}

function recordsOf(infos: readonly WorkflowExecutionInfo[]): ResourceRecord[] {
  return infos.flatMap((info) => {
    const entity = entityOf(info);
    return entity === undefined ? [] : [withoutExternalId(recordView(entity))];
  });
}
