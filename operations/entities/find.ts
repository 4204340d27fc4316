/** Reads resources from the memos of their entities. Needs no worker. */
import { WorkflowNotFoundError, type Client, type WorkflowExecutionInfo } from '@temporalio/client';
import { isMemoOf, isResourceMemo } from '../../contract/guards.ts';
import { DNS_LABEL_PATTERN, entityWorkflowId } from '../../contract/ids.ts';
import type { RecordOf } from '../../contract/resources/schemas.ts';
import type { ResourceMemo } from '../../contract/temporal/entity.ts';
import { RESOURCE_WORKFLOW } from '../../contract/temporal/names.ts';
import type { ResourceType } from '../../contract/vocabulary.ts';
import { withDeadline, type Principal } from '../temporal/calls.ts';
import { findDeletedEntity } from './deleted-entity.ts';
import { notFound } from './refusals.ts';

/** An entity as Temporal describes it. */
export interface Entity<Type extends ResourceType = ResourceType> {
  memo: ResourceMemo & { record: RecordOf<Type> };
  /** The workflow was ended or deleted outside of Slipway; at most its memo is left. */
  lost: boolean;
}

/** Temporal's data about one run of an entity. */
type EntityRun = Pick<WorkflowExecutionInfo, 'runId' | 'type' | 'memo' | 'status'>;

/** Resolves to undefined when there is no such resource and its name is free. */
export async function findEntity<Type extends ResourceType>(
  client: Client,
  principal: Pick<Principal, 'organizationId'>,
  type: Type,
  id: string,
): Promise<Entity<Type> | undefined> {
  const run = await findEntityRun(client, principal, type, id);
  const entity =
    run === undefined ? await deletedEntity(client, principal, type, id) : entityOf(run);
  if (entity === undefined) return undefined;
  const { memo, lost } = entity;
  return isMemoOf(memo, type) ? { memo, lost } : undefined;
}

/** An entity whose workflow was deleted is lost, too. Its operations tell what its memo would have. */
async function deletedEntity(
  client: Client,
  principal: Pick<Principal, 'organizationId'>,
  type: ResourceType,
  id: string,
): Promise<Entity | undefined> {
  if (!DNS_LABEL_PATTERN.test(id)) return undefined;
  const memo = await findDeletedEntity(client, principal, type, id);
  if (memo === undefined) return undefined;
  // A request that created the resource a moment ago has started the entity before the operation.
  const run = await findEntityRun(client, principal, type, id);
  return run === undefined ? { memo, lost: true } : entityOf(run);
}

/** Throws `not_found`. */
export async function getEntity<Type extends ResourceType>(
  client: Client,
  principal: Pick<Principal, 'organizationId'>,
  type: Type,
  id: string,
): Promise<Entity<Type>> {
  const entity = await findEntity(client, principal, type, id);
  if (entity === undefined) throw notFound(type, id);
  return entity;
}

/**
 * The latest run of the entity of this name, open or closed. Resolves to undefined when there never
 * was one.
 */
export async function findEntityRun(
  client: Client,
  principal: Pick<Principal, 'organizationId'>,
  type: ResourceType,
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

/** Returns undefined when the run is not an entity's, or has ended together with its resource. */
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
export function recordView<Type extends ResourceType>({
  memo,
  lost,
}: Entity<Type>): RecordOf<Type> {
  return lost ? { ...memo.record, status: 'failed', statusReason: 'record_lost' } : memo.record;
}
