/**
 * Values that come back from Temporal are `unknown`. These guards tell Slipway's own payloads from
 * foreign ones by the field that every payload of the kind has. Slipway wrote them, so the guards check no more.
 */
import type { DurationsMemo } from './temporal/durations.ts';
import type { ApplyDoubts } from './temporal/engine.ts';
import type { ResourceMemo } from './temporal/entity.ts';
import type { RoleClaim } from './temporal/role-claim.ts';
import type { OperationMemo, OperationSnapshot } from './temporal/operation-memo.ts';
import type { Effect, FailureDetails } from './problems/failure.ts';
import type { RecordOf } from './resources/schemas.ts';
import type { ResourceType } from './vocabulary.ts';

export function isOperationMemo(value: unknown): value is OperationMemo {
  return has(value, 'subject') && has(value.subject, 'organizationId') && has(value, 'state');
}

export function isResourceMemo(value: unknown): value is ResourceMemo {
  return has(value, 'record') && has(value.record, 'uid');
}

export function isRoleClaim(value: unknown): value is RoleClaim {
  return has(value, 'holder') && has(value.holder, 'uid');
}

export function isDurationsMemo(value: unknown): value is DurationsMemo {
  return has(value, 'typical') && typeof value.typical === 'object' && value.typical !== null;
}

/** Whether the memo is that of an entity of this type. */
export function isMemoOf<Type extends ResourceType>(
  memo: ResourceMemo,
  type: Type,
): memo is ResourceMemo & { record: RecordOf<Type> } {
  return memo.resourceType === type;
}

export function isOperationSnapshot(value: unknown): value is OperationSnapshot {
  return has(value, 'version') && has(value, 'resources');
}

export function isFailureDetails(value: unknown): value is FailureDetails {
  return has(value, 'code') && has(value, 'errorType');
}

/** Whether the details of a canceled activity report the effect that it had on the cloud. */
export function carriesEffect(value: unknown): value is { effect: Effect } {
  return has(value, 'effect') && typeof value.effect === 'object';
}

export function isApplyDoubts(value: unknown): value is ApplyDoubts {
  return has(value, 'running') && Array.isArray(value.running) && has(value, 'lost');
}

/** Whether the details of a failed or canceled apply name resources that may exist without a record. */
export function carriesUncertain(
  value: unknown,
): value is { uncertain: string[]; unverified?: string[] } {
  return has(value, 'uncertain') && Array.isArray(value.uncertain);
}

function has<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && key in value;
}
