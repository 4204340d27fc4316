/** Reads resources from their entities' memos; needs no worker. */
import { WorkflowNotFoundError, type Client, type WorkflowExecutionInfo } from '@temporalio/client';
import type { CloudRecord, ResourceRecord } from '../../contract/resources/schemas.ts';
import type { ResourceMemo } from '../../contract/temporal/entity.ts';
import { RESOURCE_WORKFLOW } from '../../contract/temporal/names.ts';
import { isCloudMemo, isResourceMemo } from '../../contract/guards.ts';
import { DNS_LABEL_PATTERN, entityWorkflowId } from '../../contract/ids.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { ResourceType } from '../../contract/vocabulary.ts';
import { withDeadline, type Principal } from '../temporal/calls.ts';

/** The types that have a collection of their own: all of them. */
export type StoredType = ResourceType;

/** Those that a provider makes. */
export type CloudType = Extract<StoredType, 'cluster' | 'network'>;

/** An entity as it stands; `lost`: somebody ended its workflow, the memo is all that is left. */
export interface Entity {
  memo: ResourceMemo;
  lost: boolean;
}

/** What Temporal says of one run of an entity. */
type EntityRun = Pick<WorkflowExecutionInfo, 'runId' | 'type' | 'memo' | 'status'>;

/** undefined: there is none, its name is free. */
export async function findEntity(
  client: Client,
  principal: Principal,
  type: StoredType,
  id: string,
): Promise<Entity | undefined> {
  const run = await findEntityRun(client, principal, type, id);
  return run && entityOf(run);
}

/** The latest run of the entity of that name, also when it is closed; undefined when there never was one. */
export async function findEntityRun(
  client: Client,
  principal: Principal,
  type: StoredType,
  id: string,
): Promise<EntityRun | undefined> {
  if (!DNS_LABEL_PATTERN.test(id)) return undefined;
  const workflowId = entityWorkflowId(principal.organizationId, type, id);
  try {
    return await withDeadline(client, () => client.workflow.getHandle(workflowId).describe());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** undefined: gone, its name is free. */
export function entityOf(info: Pick<EntityRun, 'type' | 'memo' | 'status'>): Entity | undefined {
  const { memo } = info;
  if (info.type !== RESOURCE_WORKFLOW || !isResourceMemo(memo)) return undefined;
  switch (info.status.name) {
    case 'COMPLETED':
      return undefined;
    case 'RUNNING':
    case 'PAUSED':
    case 'CONTINUED_AS_NEW':
      return { memo, lost: false };
    default:
      return { memo, lost: true };
  }
}

/** The record as a client sees it. */
export function recordView({ memo, lost }: Entity): ResourceRecord {
  return lost ? { ...memo.record, status: 'failed', statusReason: 'record_lost' } : memo.record;
}

/** Of an entity that was asked for as a cluster or a network. */
export function cloudRecord({ memo }: Entity): CloudRecord {
  if (isCloudMemo(memo)) return memo.record;
  throw new Error(`a ${memo.resourceType} where a cluster or a network was asked for`);
}

/** Throws `not_found`. */
export async function getEntity(
  client: Client,
  principal: Principal,
  type: StoredType,
  id: string,
): Promise<Entity> {
  const entity = await findEntity(client, principal, type, id);
  if (entity === undefined)
    throw new RequestError('not_found', `There is no ${type} of that name.`);
  return entity;
}
