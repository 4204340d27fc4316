/** Failures of Slipway's own commands, for Temporal. */
import type { ApplicationFailure } from '@temporalio/common';
import { PROBLEMS, RequestError, type ProblemCode } from '../../contract/problems/problem-codes.ts';
import { applicationFailure } from '../failure.ts';

/** Nothing is wrong with the request, and it succeeds later. */
const PASSING: ReadonlySet<ProblemCode> = new Set([
  'temporal_unavailable',
  'no_worker',
  'cloud_unavailable',
  'connection_not_active',
]);
const SECOND = 1_000;

/** Returns the failure after which Temporal tries again; undefined if that would not help. */
export function retryableFailure(error: unknown): ApplicationFailure | undefined {
  if (!(error instanceof RequestError) || !PASSING.has(error.code)) return undefined;
  const { code, message, retryAfter } = error;
  return applicationFailure(
    { code, message, errorType: PROBLEMS[code].errorType, retryable: true },
    { benign: true, ...(retryAfter !== undefined && { retryDelayMs: retryAfter * SECOND }) },
  );
}

/** The failure of an activity that waits for something that goes on elsewhere. */
export function waitingFailure(message: string): ApplicationFailure {
  return applicationFailure(
    { code: 'waiting', message, errorType: 'conflict', retryable: true },
    { benign: true },
  );
}
