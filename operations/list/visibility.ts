/**
 * Reads Temporal's visibility store, window by window. It needs no worker, and may lag a little.
 * https://docs.temporal.io/list-filter
 */
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import {
  operationWorkflow,
  RESOURCE_WORKFLOW,
  SEARCH_ATTRIBUTES,
} from '../../contract/temporal/names.ts';
import { isResourceMemo } from '../../contract/guards.ts';
import { firstIdOf, timeOfId } from '../../contract/ids.ts';
import type { OperationsQuery, ResourcesQuery } from '../../contract/operations/list-query.ts';
import {
  isTerminal,
  OPERATION_KINDS,
  TERMINAL_STATUSES,
  type OperationStatus,
  type ResourceStatus,
  type ResourceType,
} from '../../contract/vocabulary.ts';
import { withDeadline, type Principal } from '../temporal/calls.ts';
import type { TimedStore, Window } from './windows.ts';

/** The largest page that the server returns. */
const MAX_PAGE_SIZE = 1_000;
/**
 * All closed statuses, in the syntax of a list filter. A running or paused workflow has none of them.
 */
const CLOSED = `ExecutionStatus IN ('Completed', 'Failed', 'Canceled', 'Terminated', 'TimedOut', 'ContinuedAsNew')`;
/** An entity never ends in one of these statuses by itself. */
const ENDED_FROM_OUTSIDE = `ExecutionStatus IN ('Failed', 'Canceled', 'Terminated', 'TimedOut')`;

type Filters<Query> = Omit<Query, 'limit' | 'marker' | 'total' | 'name' | 'sort'>;

/** A part of names, and the names of resources that contain it. */
export interface NamedLike {
  part: string;
  names: readonly string[];
}

/** Operations, in windows of their start times. */
export function operationStore(
  client: Client,
  principal: Principal,
  filters: Omit<Filters<OperationsQuery>, 'resourceName'> & { named?: NamedLike | undefined },
): TimedStore<WorkflowExecutionInfo> {
  const { operation = OPERATION_KINDS } = filters;
  const clauses = [
    anyOf('WorkflowType', operation.map(operationWorkflow)),
    anyOf('WorkflowId', filters.operationId),
    equals(SEARCH_ATTRIBUTES.organization, principal.organizationId),
    anyOf(SEARCH_ATTRIBUTES.resourceType, filters.resourceType),
    anyOf(SEARCH_ATTRIBUTES.resource, filters.resourceId),
    namedLike(filters.named),
    anyOf(SEARCH_ATTRIBUTES.resourceUid, filters.resourceUid),
    anyOf(SEARCH_ATTRIBUTES.member, filters.memberId),
    either(filters.status?.map(operationStatusClause)),
  ];
  return {
    ...visibility(client, clauses, ({ from, to }) => {
      const [first, end] = [quoted(isoTime(from)), quoted(isoTime(to))];
      // An operation's start and execution times are equal. In SQL only the execution time has an index.
      return ['StartTime', 'ExecutionTime'].map(
        (time) => `${time} >= ${first} AND ${time} < ${end}`,
      );
    }),
    timeOf: ({ startTime }) => startTime.getTime(),
  };
}

/**
 * Entities, in windows of their uids, which sort by time: an entity that continues as new, or that is
 * started again after it was lost, gets a new start time and keeps its uid.
 */
export function entityStore(
  client: Client,
  principal: Principal,
  type: ResourceType,
  filters: Filters<ResourcesQuery>,
): TimedStore<WorkflowExecutionInfo> {
  const clauses = [
    equals('WorkflowType', RESOURCE_WORKFLOW),
    equals(SEARCH_ATTRIBUTES.organization, principal.organizationId),
    equals(SEARCH_ATTRIBUTES.resourceType, type),
    anyOf(SEARCH_ATTRIBUTES.provider, filters.provider),
    anyOf(SEARCH_ATTRIBUTES.region, filters.region),
    either([`NOT ${CLOSED}`, ENDED_FROM_OUTSIDE]),
    either(filters.status?.map(resourceStatusClause)),
  ];
  return inWindowsOfUids(client, clauses);
}

/** The entities of all resources of the organization, also of deleted ones, in windows of their uids. */
export function anyEntityStore(
  client: Client,
  principal: Principal,
): TimedStore<WorkflowExecutionInfo> {
  return inWindowsOfUids(client, [
    equals('WorkflowType', RESOURCE_WORKFLOW),
    equals(SEARCH_ATTRIBUTES.organization, principal.organizationId),
  ]);
}

function inWindowsOfUids(
  client: Client,
  clauses: readonly string[],
): TimedStore<WorkflowExecutionInfo> {
  const uid = SEARCH_ATTRIBUTES.resourceUid;
  return {
    ...visibility(client, clauses, ({ from, to }) => [
      `${uid} >= ${quoted(firstIdOf(from))} AND ${uid} < ${quoted(firstIdOf(to))}`,
    ]),
    timeOf: (info) => timeOfId(uidOf(info)),
  };
}

/** The maximum number of workflows that the filter of one list names. */
const MAX_IDS = 200;

/** Returns all runs of these workflows by workflow id, the latest one first. */
export async function runsOf(
  client: Client,
  infos: readonly WorkflowExecutionInfo[],
): Promise<Map<string, WorkflowExecutionInfo[]>> {
  const ids = [...new Set(infos.map(({ workflowId }) => workflowId))];
  const runs = new Map<string, WorkflowExecutionInfo[]>();
  for (let from = 0; from < ids.length; from += MAX_IDS) {
    const query = anyOf('WorkflowId', ids.slice(from, from + MAX_IDS));
    await withDeadline(client, async () => {
      for await (const info of client.workflow.list({ query, pageSize: MAX_PAGE_SIZE })) {
        runs.set(info.workflowId, [...(runs.get(info.workflowId) ?? []), info]);
      }
    });
  }
  for (const [id, all] of runs) {
    runs.set(
      id,
      all.toSorted((a, b) => b.startTime.getTime() - a.startTime.getTime()),
    );
  }
  return runs;
}

function visibility(
  client: Client,
  clauses: readonly string[],
  within: (window: Window) => string[],
): Pick<TimedStore<WorkflowExecutionInfo>, 'list' | 'count'> {
  const query = (window: Window) =>
    [...clauses, ...within(window)].filter((clause) => clause !== '').join(' AND ');
  return {
    list: (window, max) =>
      withDeadline(client, async () => {
        // Keyed by run, because a workflow that closes between two pages of the store is listed twice.
        const infos = new Map<string, WorkflowExecutionInfo>();
        const pageSize = Math.min(max, MAX_PAGE_SIZE);
        for await (const info of client.workflow.list({ query: query(window), pageSize })) {
          infos.set(info.runId, info);
          if (infos.size >= max) break;
        }
        return [...infos.values()];
      }),
    count: async (window) =>
      (await withDeadline(client, () => client.workflow.count(query(window)))).count,
  };
}

/**
 * The list filter for an operation's status, consistent with `operationView`. An operation that was
 * closed from outside has failed, but its status attribute keeps its last value.
 */
function operationStatusClause(status: OperationStatus): string {
  const byAttribute = storedStatusClause(status);
  if (!isTerminal(status)) return `(${byAttribute} AND NOT ${CLOSED})`;
  if (status !== 'failed') return byAttribute;
  const ended = TERMINAL_STATUSES.map(quoted).join(', ');
  return `(${byAttribute} OR (${CLOSED} AND ${SEARCH_ATTRIBUTES.status} NOT IN (${ended})))`;
}

/** Only the stage distinguishes an operation whose plan waits for a confirmation from a running one. */
function storedStatusClause(status: OperationStatus): string {
  const running = equals(SEARCH_ATTRIBUTES.status, 'running');
  const waiting = quoted('awaiting_confirmation');
  switch (status) {
    case 'awaiting_confirmation':
      return `${running} AND ${SEARCH_ATTRIBUTES.stage} = ${waiting}`;
    case 'running':
      return `${running} AND ${SEARCH_ATTRIBUTES.stage} != ${waiting}`;
    default:
      return equals(SEARCH_ATTRIBUTES.status, status);
  }
}

/**
 * The list filter for a resource's status, consistent with `recordView`: an entity that was ended
 * from outside has failed.
 */
function resourceStatusClause(status: ResourceStatus): string {
  const byAttribute = `(${equals(SEARCH_ATTRIBUTES.status, status)} AND NOT ${CLOSED})`;
  return status === 'failed' ? `(${byAttribute} OR ${ENDED_FROM_OUTSIDE})` : byAttribute;
}

/** Returns an empty string when the row is not that of an entity. */
function uidOf({ memo }: WorkflowExecutionInfo): string {
  return isResourceMemo(memo) ? memo.record.uid : '';
}

function equals(attribute: string, value: string): string {
  return `${attribute} = ${quoted(value)}`;
}

/**
 * Returns an empty clause, which accepts every value, when there is no filter. An empty list of values
 * should match no row, which a list filter cannot express; `IS NULL` comes closest.
 */
function anyOf(attribute: string, values: readonly string[] | undefined): string {
  if (values === undefined) return '';
  if (values.length === 0) return `${attribute} IS NULL`;
  return `${attribute} IN (${values.map(quoted).join(', ')})`;
}

/**
 * The prefix also finds what has no entity: the operations of built-in connections, and of resources whose
 * entities Temporal has deleted.
 */
function namedLike(named: NamedLike | undefined): string {
  if (named === undefined) return '';
  const byPrefix = `${SEARCH_ATTRIBUTES.resource} STARTS_WITH ${quoted(named.part)}`;
  if (named.names.length === 0) return byPrefix;
  return `(${byPrefix} OR ${anyOf(SEARCH_ATTRIBUTES.resource, named.names)})`;
}

function either(clauses: readonly string[] | undefined): string {
  return clauses === undefined ? '' : `(${clauses.join(' OR ')})`;
}

/** Quotes a string as a literal of a list filter. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
