/**
 * Temporal's visibility store, asked window by window. It needs no worker, and may lag a moment.
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

/** The server gives no more at once. */
const LARGEST_PAGE = 1_000;
/** As a list filter spells them; a running or paused workflow has none of these. */
const CLOSED = `ExecutionStatus IN ('Completed', 'Failed', 'Canceled', 'Terminated', 'TimedOut', 'ContinuedAsNew')`;
/** What an entity does not do by itself. */
const ENDED_FROM_OUTSIDE = `ExecutionStatus IN ('Failed', 'Canceled', 'Terminated', 'TimedOut')`;

type Filters<Query> = Omit<Query, 'limit' | 'marker'>;

/** Operations, in windows of their start times. */
export function operationStore(
  client: Client,
  principal: Principal,
  filters: Filters<OperationsQuery>,
): TimedStore<WorkflowExecutionInfo> {
  const { operation = OPERATION_KINDS } = filters;
  const clauses = [
    anyOf('WorkflowType', operation.map(operationWorkflow)),
    equals(SEARCH_ATTRIBUTES.organization, principal.organizationId),
    anyOf(SEARCH_ATTRIBUTES.resourceType, filters.resourceType),
    anyOf(SEARCH_ATTRIBUTES.resource, filters.resourceId),
    anyOf(SEARCH_ATTRIBUTES.resourceUid, filters.resourceUid),
    anyOf(SEARCH_ATTRIBUTES.member, filters.memberId),
    either(filters.status?.map(operationStatusClause)),
  ];
  return {
    ...visibility(client, clauses, ({ from, to }) => {
      const [first, end] = [quoted(isoTime(from)), quoted(isoTime(to))];
      // Both times are the same for an operation; only that of the execution has an index in SQL.
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
  const uid = SEARCH_ATTRIBUTES.resourceUid;
  return {
    ...visibility(client, clauses, ({ from, to }) => [
      `${uid} >= ${quoted(firstIdOf(from))} AND ${uid} < ${quoted(firstIdOf(to))}`,
    ]),
    timeOf: (info) => timeOfId(uidOf(info)),
  };
}

function visibility(
  client: Client,
  clauses: readonly string[],
  within: (window: Window) => string[],
): Pick<TimedStore<WorkflowExecutionInfo>, 'list' | 'count'> {
  const query = (window: Window) =>
    [...clauses, ...within(window)].filter((clause) => clause !== '').join(' AND ');
  return {
    list: (window, most) =>
      withDeadline(client, async () => {
        // By run: one that closes between two pages of the store comes twice.
        const infos = new Map<string, WorkflowExecutionInfo>();
        const pageSize = Math.min(most, LARGEST_PAGE);
        for await (const info of client.workflow.list({ query: query(window), pageSize })) {
          infos.set(info.runId, info);
          if (infos.size >= most) break;
        }
        return [...infos.values()];
      }),
    count: async (window) =>
      (await withDeadline(client, () => client.workflow.count(query(window)))).count,
  };
}

/**
 * What `operationView` says of a workflow, in the words of a list filter: one that was closed from
 * outside has no part in the attribute, which stays as it was, and has failed.
 */
function operationStatusClause(status: OperationStatus): string {
  const said = equals(SEARCH_ATTRIBUTES.status, status);
  if (!isTerminal(status)) return `(${said} AND NOT ${CLOSED})`;
  if (status !== 'failed') return said;
  const ended = TERMINAL_STATUSES.map(quoted).join(', ');
  return `(${said} OR (${CLOSED} AND ${SEARCH_ATTRIBUTES.status} NOT IN (${ended})))`;
}

/** What `recordView` says of an entity: one that was ended from outside has failed. */
function resourceStatusClause(status: ResourceStatus): string {
  const said = `(${equals(SEARCH_ATTRIBUTES.status, status)} AND NOT ${CLOSED})`;
  return status === 'failed' ? `(${said} OR ${ENDED_FROM_OUTSIDE})` : said;
}

/** Empty when the row is not an entity's. */
function uidOf({ memo }: WorkflowExecutionInfo): string {
  return isResourceMemo(memo) ? memo.record.uid : '';
}

function equals(attribute: string, value: string): string {
  return `${attribute} = ${quoted(value)}`;
}

/** Empty when all will do. Of no values at all none is right, which a list filter cannot say. */
function anyOf(attribute: string, values: readonly string[] | undefined): string {
  if (values === undefined) return '';
  if (values.length === 0) return `${attribute} IS NULL`;
  return `${attribute} IN (${values.map(quoted).join(', ')})`;
}

function either(clauses: readonly string[] | undefined): string {
  return clauses === undefined ? '' : `(${clauses.join(' OR ')})`;
}

/** A string literal of a list filter. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
