/**
 * Finds a resource whose entity was deleted in Temporal. Nothing of the entity is left then, but its
 * operations remain: their inputs have the spec and the place of the resource, and their last activity says
 * whether it still exists. What exists of it carries its tags in the cloud.
 */
import type { Client } from '@temporalio/client';
import { timeOfId } from '../../contract/ids.ts';
import { isOperationMemo, isResourceMemo } from '../../contract/guards.ts';
import type { ReleaseRequest, ResourceMemo } from '../../contract/temporal/entity.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/temporal/names.ts';
import type { OperationInput } from '../../contract/temporal/operation-input.ts';
import type { OperationMemo } from '../../contract/temporal/operation-memo.ts';
import type { ResourceType } from '../../contract/vocabulary.ts';
import { grpcCode, NOT_FOUND, withDeadline, type Principal } from '../temporal/calls.ts';
import type { Execution } from '../temporal/history.ts';
import { operationInput } from '../temporal/operation-input.ts';
import { valueOf } from '../timeline/events.ts';

/** How many of the latest operations are considered. */
const MAX_OPERATIONS = 20;
/** The release is among the last events of an operation. */
const LAST_EVENTS = 100;

interface Known extends Execution {
  memo: OperationMemo;
  isRunning: boolean;
  startedAt: number;
}

/**
 * Returns what the latest operations say about the resource, as the memo that its entity would have;
 * undefined when they have left nothing of it, or when there are none. A connection is never found, because
 * only its entity has its external id.
 */
export async function findDeletedEntity(
  client: Client,
  principal: Pick<Principal, 'organizationId'>,
  type: ResourceType,
  id: string,
): Promise<ResourceMemo | undefined> {
  if (type === 'connection') return undefined;
  const operations = await latestOperations(client, principal, type, id);
  const [first] = operations;
  const decisive = await firstDecisive(client, operations);
  if (first === undefined || decisive === undefined) return undefined;
  const input = await specOf(client, operations, decisive);
  return input && memoOf(input, decisive);
}

/** Newest first. */
async function latestOperations(
  client: Client,
  { organizationId }: Pick<Principal, 'organizationId'>,
  type: ResourceType,
  id: string,
): Promise<Known[]> {
  const { organization, resourceType, resource } = SEARCH_ATTRIBUTES;
  const query = `${organization} = '${organizationId}' AND ${resourceType} = '${type}' AND ${resource} = '${id}'`;
  return withDeadline(client, async () => {
    const found: Known[] = [];
    for await (const info of client.workflow.list({ query, pageSize: MAX_OPERATIONS })) {
      const { workflowId, runId, memo, status, startTime } = info;
      if (isOperationMemo(memo)) {
        const isRunning = status.name === 'RUNNING' || status.name === 'PAUSED';
        found.push({ workflowId, runId, memo, isRunning, startedAt: startTime.getTime() });
      }
      if (found.length >= MAX_OPERATIONS) break;
    }
    return found.toSorted((a, b) => b.startedAt - a.startedAt);
  });
}

/** Returns the latest operation that held the resource; undefined when it has left nothing of it. */
async function firstDecisive(
  client: Client,
  operations: readonly Known[],
): Promise<Known | undefined> {
  for (const operation of operations) {
    const { state } = operation.memo;
    if (operation.isRunning) return operation;
    const read = await unlessDeleted(async () => ({
      release: await releaseOf(client, operation),
    }));
    if (read === undefined) continue;
    const { release } = read;
    if (release !== undefined) {
      const isGone = release.record === undefined && release.unchanged !== true;
      return isGone ? undefined : operation;
    }
    // Ended from outside, so it may have left anything.
    if (state.stage !== 'done') return operation;
    // Without a release, it has found the resource gone, or another operation at work.
    if (state.status === 'succeeded') return undefined;
  }
  return undefined;
}

/** Resolves to undefined if the operation was deleted. Lists show it for some time after that. */
async function unlessDeleted<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (grpcCode(error) === NOT_FOUND) return undefined;
    throw error;
  }
}

/** Returns what the operation told the entity when it released it; undefined if it ended before. */
async function releaseOf(
  client: Client,
  { workflowId, runId }: Execution,
): Promise<Pick<ReleaseRequest, 'record' | 'unchanged'> | undefined> {
  const { history } = await withDeadline(client, () =>
    client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: LAST_EVENTS,
    }),
  );
  const scheduled = history?.events
    ?.map((event) => event.activityTaskScheduledEventAttributes)
    .find((activity) => activity?.activityType?.name === 'release');
  return valueOf<ReleaseRequest>(scheduled?.input);
}

/** Returns the newest input of the same resource that has its spec. A deletion has none. */
async function specOf(
  client: Client,
  operations: readonly Known[],
  { memo: { subject } }: Known,
): Promise<(OperationInput & { spec: object }) | undefined> {
  for (const operation of operations) {
    if (operation.memo.subject.resourceUid !== subject.resourceUid) continue;
    const input = await unlessDeleted(() => operationInput(client, operation));
    if (input !== undefined && 'spec' in input) return input;
  }
  return undefined;
}

function memoOf(
  { subject, ...input }: OperationInput & { spec: object },
  decisive: Known,
): ResourceMemo | undefined {
  const { resourceUid: uid, resourceId: id, organizationId, provider, region } = subject;
  if (uid === undefined) return undefined;
  const { spec, connectionId } = input;
  const networkId = 'networkId' in input ? input.networkId : undefined;
  const record = {
    id,
    uid,
    organizationId,
    name: id,
    ...(provider !== undefined && { provider, region }),
    spec,
    ...(networkId !== undefined && { networkId }),
    ...(connectionId !== undefined && { connectionId }),
    status: 'failed',
    statusReason: 'record_lost',
    outputs: {},
    operationId: decisive.workflowId,
    createdAt: new Date(timeOfId(uid)).toISOString(),
    updatedAt: new Date(decisive.startedAt).toISOString(),
  };
  const memo: object = {
    resourceType: subject.resourceType,
    record,
    ...(decisive.isRunning && { claimedBy: decisive.workflowId }),
  };
  return isResourceMemo(memo) ? memo : undefined;
}
