/** The activities that follow a repository, with their deadlines. */
import { MAX_PAUSE_FACTOR, type Timings } from '../../contract/temporal/timings.ts';
import { cancelableActivities } from '../operation/cancellation.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ATTEMPT_MS = 2 * MINUTE;
/** A plan also waits for one of the slots for engines. */
const PLAN_ATTEMPT_MS = 60 * MINUTE;
const MAX_PLAN_ATTEMPTS = 5;
/** With pauses of up to 30 s, a forge may be away for an hour. */
const MAX_ATTEMPTS = 120;
/** A deployment can be busy for as long as a plan waits for its confirmation, by default a week. */
const MAX_WAIT_MS = 30 * DAY;
const MAX_PAUSE_MS = 30_000;

export function webhookActivities(timings: Timings) {
  const { heartbeatTimeoutMs: heartbeatTimeout, retryIntervalMs } = timings;
  const retry = {
    initialInterval: retryIntervalMs,
    backoffCoefficient: 2,
    maximumInterval: Math.min(MAX_PAUSE_MS, retryIntervalMs * MAX_PAUSE_FACTOR * 3),
  };
  const options = { startToCloseTimeout: ATTEMPT_MS, heartbeatTimeout };
  const { findSources, openPullRequest, reportPlan, reportCommit } = cancelableActivities(timings, {
    ...options,
    retry: { ...retry, maximumAttempts: MAX_ATTEMPTS },
  });
  const { planSource } = cancelableActivities(timings, {
    ...options,
    startToCloseTimeout: PLAN_ATTEMPT_MS,
    retry: { ...retry, maximumAttempts: MAX_PLAN_ATTEMPTS },
  });
  // These wait for something by failing: an attempt takes a moment, and the history does not grow.
  const { startPush, followOperation } = cancelableActivities(timings, {
    ...options,
    scheduleToCloseTimeout: MAX_WAIT_MS,
    retry,
  });
  return {
    findSources,
    openPullRequest,
    planSource,
    reportPlan,
    reportCommit,
    startPush,
    followOperation,
  };
}
