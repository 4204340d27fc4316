/**
 * The state of a resource's entity, and its transitions. The transitions are pure. The workflow applies
 * their results, and does the waiting and the calls.
 */
import type { ResourceRecord } from '../../contract/resources/schemas.ts';
import type {
  AttachAnswer,
  AttachRequest,
  ClaimAnswer,
  ClaimRequest,
  HeldAnswer,
  ReleaseRequest,
  ResourceInput,
  ResourceMemo,
  ResourceView,
  WriteLedgerRequest,
} from '../../contract/temporal/entity.ts';
import type { Ledger, LedgerEntry } from '../../contract/resources/graph.ts';
import type { ResourceStatus } from '../../contract/vocabulary.ts';

export interface EntityState {
  record: ResourceRecord;
  /** The nodes of the resource that exist in the cloud, or may exist there. */
  ledger: Ledger;
  /**
   * The uids of the resources that use this one. The key is the id of such a resource, or its collection
   * and id.
   */
  attachments: Record<string, string>;
  /** The operation that holds the claim; undefined when the resource is free. */
  claimedBy: string | undefined;
  /** True if an operation has ever claimed the resource. Until then it is only a reservation of the name. */
  wasClaimed: boolean;
  /** The status before the claim; `failed` if an earlier holder ended without a release. */
  statusBeforeClaim: ResourceStatus;
  /** True if the resource no longer exists, so that its name is free. */
  isGone: boolean;
}

export interface Transition<Answer> {
  state: EntityState;
  answer: Answer;
}

export function entityState(input: ResourceInput): EntityState {
  const { record, claimedBy, attachments = {}, continued } = input;
  return {
    record,
    ledger: continued?.ledger ?? {},
    attachments,
    claimedBy,
    wasClaimed: continued?.wasClaimed ?? false,
    statusBeforeClaim: continued?.statusBeforeClaim ?? 'failed',
    isGone: false,
  };
}

/** The answer to a claim, and to the query `resource`. */
export function viewOf({ record, ledger }: EntityState): ResourceView {
  return { record, ledger };
}

/** The part of the state that is copied to the memo, for lists and reads. */
export function memoOf(
  { record, claimedBy, attachments }: EntityState,
  { resourceType }: ResourceInput,
): ResourceMemo {
  return {
    resourceType,
    record,
    ...(claimedBy !== undefined && { claimedBy }),
    ...(Object.keys(attachments).length > 0 && { attachments }),
  };
}

/** The input of the next run, after continue-as-new. */
export function nextInput(state: EntityState, input: ResourceInput): ResourceInput {
  const { claimedBy: _claimedBy, attachments: _attachments, ...fixed } = input;
  const { ledger, wasClaimed, statusBeforeClaim } = state;
  return {
    ...fixed,
    ...memoOf(state, input),
    continued: { ledger, wasClaimed, statusBeforeClaim },
  };
}

/**
 * Returns the operation that holds the claim; undefined if the claim is free or the requesting operation
 * holds it.
 */
export function otherHolder(
  { claimedBy }: EntityState,
  { operationId }: ClaimRequest,
): string | undefined {
  return claimedBy === operationId ? undefined : claimedBy;
}

/** Returns true if the claim is for this resource, and not for an earlier one of the same name. */
export function isMeant({ isGone, record }: EntityState, { resourceUid }: ClaimRequest): boolean {
  return !isGone && resourceUid === record.uid;
}

/** Gives the claim to an operation. The caller has checked that no other holder is running. */
export function claim(
  state: EntityState,
  request: ClaimRequest,
  now: string,
): Transition<ClaimAnswer> {
  if (!isMeant(state, request)) return { state, answer: { granted: false, code: 'not_found' } };
  const { record, claimedBy, attachments } = state;
  const { operationId, status, unchangedSince = record.updatedAt } = request;
  const isMine = claimedBy === operationId;
  if (!isMine && unchangedSince !== record.updatedAt) {
    return { state, answer: { granted: false, code: 'changed' } };
  }
  const users = Object.keys(attachments).toSorted();
  if (status === 'deleting' && users.length > 0) {
    return { state, answer: { granted: false, code: 'in_use', attachments: users } };
  }
  if (request.deleteImmediately) {
    return {
      state: { ...state, isGone: true },
      answer: { granted: true, resource: viewOf(state) },
    };
  }
  const statusBeforeClaim = claimedBy === undefined ? record.status : 'failed';
  const next: EntityState = {
    ...changed(state, { status, operationId }, now),
    claimedBy: operationId,
    wasClaimed: true,
    ...(!isMine && { statusBeforeClaim }),
  };
  return { state: next, answer: { granted: true, resource: viewOf(next) } };
}

/** Writes ledger entries for the operation that holds the claim. */
export function writeLedger(
  state: EntityState,
  { operationId, entries }: WriteLedgerRequest,
): Transition<HeldAnswer> {
  if (state.claimedBy !== operationId) return { state, answer: { held: false } };
  return { state: withEntries(state, entries), answer: { held: true } };
}

/**
 * Ends the claim. Without a record the resource is gone, unless the ledger has existing nodes outside of
 * the entries.
 */
export function release(
  state: EntityState,
  request: ReleaseRequest,
  now: string,
): Transition<HeldAnswer> {
  const { operationId, entries, record, unchanged } = request;
  if (state.claimedBy !== operationId) return { state, answer: { held: false } };
  const answer = { held: true };
  const free = { ...withEntries(state, entries), claimedBy: undefined };
  if (unchanged || (record === undefined && knowsMoreThan(free.ledger, entries))) {
    return { state: changed(free, { status: state.statusBeforeClaim }, now), answer };
  }
  if (record === undefined) return { state: { ...free, isGone: true }, answer };
  const { statusReason: _statusReason, ...rest } = free.record;
  return { state: changed({ ...free, record: rest }, record, now), answer };
}

/** Registers another resource that uses this one. */
export function attach(
  state: EntityState,
  { resourceId, resourceUid }: AttachRequest,
  now: string,
): Transition<AttachAnswer> {
  const { record, isGone } = state;
  if (record.status !== 'active' || isGone) {
    return { state, answer: { attached: false, code: 'not_active' } };
  }
  const attachments = { ...state.attachments, [resourceId]: resourceUid };
  return {
    state: changed({ ...state, attachments }, {}, now),
    answer: { attached: true, uid: record.uid, outputs: record.outputs },
  };
}

/** Removes the registration, if it belongs to the same incarnation of the other resource. */
export function detach(
  state: EntityState,
  { resourceId, resourceUid }: AttachRequest,
  now: string,
): Transition<HeldAnswer> {
  if (state.attachments[resourceId] !== resourceUid) return { state, answer: { held: false } };
  const { [resourceId]: _detached, ...attachments } = state.attachments;
  return { state: changed({ ...state, attachments }, {}, now), answer: { held: true } };
}

/** The fields of a record that an operation may change. The others are fixed at creation. */
type RecordChange = Partial<NonNullable<ReleaseRequest['record']>> &
  Partial<Pick<ResourceRecord, 'operationId'>>;

function changed(state: EntityState, { spec, ...change }: RecordChange, now: string): EntityState {
  const record: ResourceRecord = { ...state.record, ...change, updatedAt: now };
  // The spec has the type of the record, because an operation works on one type of resource.
  return { ...state, record: spec === undefined ? record : Object.assign({}, record, { spec }) };
}

function withEntries(state: EntityState, entries: readonly LedgerEntry[]): EntityState {
  const written = Object.fromEntries(entries.map((entry) => [entry.urn, entry]));
  return { ...state, ledger: { ...state.ledger, ...written } };
}

/** Returns true if nodes outside of `entries` may exist, so the name cannot be free. */
function knowsMoreThan(ledger: Ledger, entries: readonly LedgerEntry[]): boolean {
  const named = new Set(entries.map(({ urn }) => urn));
  return Object.values(ledger).some(({ urn, status }) => status !== 'gone' && !named.has(urn));
}
