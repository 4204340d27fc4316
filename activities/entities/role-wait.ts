/**
 * The check of a role waits for the role's owner: the external id is known only once the connection
 * exists, so its owner can write the trust policy only then. AWS also takes seconds to apply a policy.
 */
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { isFailureDetails } from '../../contract/guards.ts';
import { applicationFailure } from '../failure.ts';

export interface RoleWait {
  /** How long the check waits altogether, in milliseconds. */
  forMs: number;
  /** The pause between two attempts, in milliseconds. */
  pauseMs: number;
}

/** Returns how long ago the check that runs this attempt began, in milliseconds. */
export function waitedMs(): number {
  return Date.now() - Context.current().info.scheduledTimestampMs;
}

/**
 * Returns the failure with which the check tries again, if its owner may still be about to create the role.
 * Returns every other failure unchanged: a trust policy that does not require the external id is a mistake.
 */
export function retriedUntilTrusted(
  failure: unknown,
  { forMs, pauseMs }: RoleWait,
  waited: number,
): unknown {
  if (!(failure instanceof ApplicationFailure) || failure.type !== 'role_not_assumable') {
    return failure;
  }
  const details: unknown = failure.details?.[0];
  if (waited + pauseMs > forMs || !isFailureDetails(details)) return failure;
  return applicationFailure(details, { final: false, retryDelayMs: pauseMs });
}
