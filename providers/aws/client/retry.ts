import { AdaptiveRetryStrategy, DefaultRateLimiter } from '@smithy/core/retry';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';

const MAX_ATTEMPTS = 4;
/** The SDK counts it among the throttling codes; IAM and EventBridge mean a quota by it. */
const QUOTA = 'LimitExceededException';

/**
 * The SDK's adaptive retry, for throttled calls only: these were not carried out. Any other failed
 * call may have been, and EC2 knows no client token for most of what it makes; so the saga looks first.
 */
export class ThrottledOnlyRetry extends AdaptiveRetryStrategy {
  /**
   * @param slowestRate how far the calls to one service slow down, in calls a second: the SDK's own half a
   * call would hold twenty clusters for the better part of an hour after one burst
   */
  constructor(slowestRate: number) {
    super(MAX_ATTEMPTS, { rateLimiter: new DefaultRateLimiter({ minFillRate: slowestRate }) });
  }

  override async refreshRetryTokenForRetry(token: StandardRetryToken, error: RetryErrorInfo) {
    const isQuota = error.error instanceof Error && error.error.name === QUOTA;
    if (error.errorType !== 'THROTTLING' || isQuota) throw new Error('not to be retried here');
    return super.refreshRetryTokenForRetry(token, error);
  }
}
