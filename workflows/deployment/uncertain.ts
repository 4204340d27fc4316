/**
 * What an apply leaves in doubt: resources that may exist without a record in the state. An operation names them
 * however it ends.
 */
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  TimeoutFailure,
} from '@temporalio/workflow';
import { carriesUncertain, isApplyDoubts } from '../../contract/guards.ts';
import { uncertainIn, unverifiedIn } from '../../contract/temporal/engine.ts';
import type { OperationError, ProgressResource } from '../../contract/operations/operation.ts';

const MAX_ERROR_LENGTH = 2048;
const MAX_NAMED = 3;
/** An address can be long: it contains the keys of modules and resources. */
const MAX_ADDRESS_LENGTH = 100;

export interface Doubts {
  /** The addresses of the resources in doubt; for `doubtsOfShown` the types and names that an operation shows. */
  uncertain: readonly string[];
  /** Those of them that the state may have after all. */
  unverified: readonly string[];
}

const NO_DOUBTS: Doubts = { uncertain: [], unverified: [] };

/** Returns the resources in doubt after an apply that failed or was canceled. */
export function uncertainAfter(error: unknown): Doubts {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (cause instanceof TimeoutFailure) {
    // The worker died, and the operation is canceled, so there was no other attempt.
    const known: unknown = cause.lastHeartbeatDetails;
    if (!isApplyDoubts(known)) return NO_DOUBTS;
    return { uncertain: uncertainIn(known), unverified: unverifiedIn(known) };
  }
  if (!(cause instanceof ApplicationFailure || cause instanceof CancelledFailure)) return NO_DOUBTS;
  const details: unknown = cause.details?.[0];
  if (!carriesUncertain(details)) return NO_DOUBTS;
  const { uncertain, unverified = [] } = details;
  return { uncertain, unverified };
}

/**
 * True if an apply was canceled while no attempt of it ran. Temporal then reports nothing of what an earlier attempt
 * was doing when its worker died.
 */
export function isCanceledUnstarted(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof CancelledFailure && !carriesUncertain(cause.details?.[0]);
}

/** Returns the doubts after such a cancel: what the last attempt was creating when it was last heard of. */
export function doubtsOfShown(resources: readonly ProgressResource[]): Doubts {
  const uncertain = resources.flatMap(({ type, name, operation, status }) =>
    status === 'running' && (operation === 'create' || operation === 'replace')
      ? [`${type}.${name}`]
      : [],
  );
  return { uncertain, unverified: uncertain };
}

/** A sentence that names the resources; none if there are no resources. */
export function tellUncertain(addresses: readonly string[]): [] | [string] {
  if (addresses.length === 0) return [];
  const named = addresses
    .slice(0, MAX_NAMED)
    .map((address) => address.slice(0, MAX_ADDRESS_LENGTH))
    .join(', ');
  const more = addresses.length > MAX_NAMED ? ` and ${addresses.length - MAX_NAMED} more` : '';
  return [
    `The engine was killed while it made ${named}${more}: look by hand for what exists without a record in the state.`,
  ];
}

/**
 * Adds the sentence to the error of an operation, and cuts its message to the length. The sentence stays whole.
 *
 * @param maxLength the maximum length of the message, in characters
 */
export function withUncertain(
  error: OperationError,
  addresses: readonly string[],
  maxLength = MAX_ERROR_LENGTH,
): OperationError {
  const [sentence] = tellUncertain(addresses);
  if (sentence === undefined) return { ...error, message: error.message.slice(0, maxLength) };
  const room = maxLength - sentence.length - 1;
  return { ...error, message: `${error.message.slice(0, room)} ${sentence}` };
}
