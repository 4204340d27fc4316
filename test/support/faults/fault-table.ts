/**
 * The table of faults: every kind at every moment of a resource's life, and how an operation with this
 * fault must end.
 */
import { expect } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import type { Fault } from '../../../contract/providers/simulation.ts';

export interface Outcome {
  code: string;
  errorType: string;
  retryable: boolean;
}

export interface Row {
  fault: Omit<Fault, 'type' | 'name'>;
  /** How the operation fails. Without it the operation succeeds. */
  fails?: (type: string) => Outcome;
  /**
   * Says why a retry of a retained failure fails again. `without_fault`: it succeeds only once the spec
   * no longer requests the fault. `never`: the cloud itself hangs. Absent: the retry succeeds.
   */
  retry?: 'without_fault' | 'never';
}

/** More often than any retry policy tries. */
const ALWAYS = 1_000_000;

const DENIED: Outcome = { code: 'permission_denied', errorType: 'permission', retryable: false };
const BROKEN: Outcome = { code: 'cloud_internal_error', errorType: 'provider', retryable: true };
const OVERDUE: Outcome = {
  code: 'not_stabilized',
  errorType: 'not_stabilized',
  retryable: true,
};
const quotaExceeded = (type: string): Outcome => ({
  code: `${type}_limit_exceeded`,
  errorType: 'quota',
  retryable: false,
});
const whileBeing = (what: string) => (): Outcome => ({
  code: `${what}_failed`,
  errorType: 'provider',
  retryable: false,
});

export const CREATES: Record<string, Row> = {
  'error on create': {
    fault: { when: 'create', kind: 'error', code: 'AccessDenied', times: 1 },
    fails: () => DENIED,
  },
  'error on create that does not pass': {
    fault: { when: 'create', kind: 'error', times: ALWAYS },
    fails: () => BROKEN,
    retry: 'without_fault',
  },
  'failure while getting ready': {
    fault: { when: 'ready', kind: 'error', times: 1 },
    fails: whileBeing('create'),
  },
  'never ready': {
    fault: { when: 'ready', kind: 'hang', times: 1 },
    fails: () => OVERDUE,
    retry: 'never',
  },
  quota: { fault: { when: 'create', kind: 'quota', times: 1 }, fails: quotaExceeded },
  'throttle ten times': { fault: { when: 'create', kind: 'throttle', times: 10 } },
  'lost response': { fault: { when: 'create', kind: 'lost_response', times: 1 } },
  hang: { fault: { when: 'create', kind: 'hang', times: 1 } },
};

/** Faults of the call that requests a change. */
export const UPDATE_CALLS: Record<string, Row> = {
  'error on update': {
    fault: { when: 'update', kind: 'error', code: 'AccessDenied', times: 1 },
    fails: () => DENIED,
  },
  'error on update that does not pass': {
    fault: { when: 'update', kind: 'error', times: ALWAYS },
    fails: () => BROKEN,
    retry: 'without_fault',
  },
  'quota on update': { fault: { when: 'update', kind: 'quota', times: 1 }, fails: quotaExceeded },
  'throttle ten updates': { fault: { when: 'update', kind: 'throttle', times: 10 } },
  'lost response of an update': { fault: { when: 'update', kind: 'lost_response', times: 1 } },
  'hang on update': { fault: { when: 'update', kind: 'hang', times: 1 } },
};

/** Faults while the cloud makes the change. New tags apply at once, so they cannot fail here. */
export const UPDATES_UNDER_WAY: Record<string, Row> = {
  'failure while being updated': {
    fault: { when: 'updated', kind: 'error', times: 1 },
    fails: whileBeing('update'),
  },
  'never updated': {
    fault: { when: 'updated', kind: 'hang', times: 1 },
    fails: () => OVERDUE,
    retry: 'never',
  },
  'slow update': { fault: { when: 'updated', kind: 'slow', times: 1 } },
};

export const DELETES: Record<string, Row> = {
  'error on delete': {
    fault: { when: 'delete', kind: 'error', code: 'AccessDenied', times: 1 },
    fails: () => DENIED,
  },
  'lost response': { fault: { when: 'delete', kind: 'lost_response', times: 1 } },
};

/** Fails unless the operation has this outcome, and names and shows the node that failed first. */
export function expectOutcome(
  operation: Operation,
  outcome: Outcome | undefined,
  causedBy: string,
): void {
  const { status, error, progress } = operation;
  const failed = progress.resources.filter((resource) => resource.status === 'failed') ?? [];
  const seen = { status, failed: failed.map(({ urn }) => urn), ...errorFields(error) };
  const expected = { status: 'failed', failed: expect.arrayContaining([causedBy]), causedBy };
  expect(seen).toEqual(
    outcome === undefined ? { status: 'succeeded', failed: [] } : { ...expected, ...outcome },
  );
}

function errorFields(
  error: Operation['error'],
): Partial<Outcome> & { causedBy?: string | undefined } {
  if (error === undefined) return {};
  const { code, errorType, details } = error;
  return { code, errorType, retryable: details.retryable, causedBy: details.causedBy };
}
