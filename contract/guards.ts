/**
 * What comes back from Temporal is `unknown`. These tell Slipway's own payloads from foreign ones by
 * the field that every one of its kind has; they wrote them, so they check no more.
 */
import type { CloudRecord, OperationMemo, OperationSnapshot, ResourceMemo } from './durable.ts';
import type { Cluster } from './resources/cluster.ts';
import type { Connection } from './resources/connection.ts';
import type { Deployment } from './resources/deployment.ts';
import type { Effect, FailureDetails } from './problems/failure.ts';

export function isOperationMemo(value: unknown): value is OperationMemo {
  return has(value, 'subject') && has(value.subject, 'organizationId') && has(value, 'state');
}

export function isResourceMemo(value: unknown): value is ResourceMemo {
  return has(value, 'record') && has(value.record, 'uid');
}

export function isClusterMemo(memo: ResourceMemo): memo is ResourceMemo & { record: Cluster } {
  return memo.resourceType === 'cluster';
}

export function isCloudMemo(memo: ResourceMemo): memo is ResourceMemo & { record: CloudRecord } {
  return memo.resourceType === 'cluster' || memo.resourceType === 'network';
}

export function isDeploymentMemo(
  memo: ResourceMemo,
): memo is ResourceMemo & { record: Deployment } {
  return memo.resourceType === 'deployment';
}

export function isConnectionMemo(
  memo: ResourceMemo,
): memo is ResourceMemo & { record: Connection } {
  return memo.resourceType === 'connection';
}

export function isOperationSnapshot(value: unknown): value is OperationSnapshot {
  return has(value, 'version') && has(value, 'resources');
}

export function isFailureDetails(value: unknown): value is FailureDetails {
  return has(value, 'code') && has(value, 'errorType');
}

/** Of a canceled activity. */
export function carriesEffect(value: unknown): value is { effect: Effect } {
  return has(value, 'effect') && typeof value.effect === 'object';
}

function has<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && key in value;
}
