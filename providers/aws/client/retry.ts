import { AdaptiveRetryStrategy, DefaultRateLimiter } from '@smithy/core/retry';
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types';

const MAX_ATTEMPTS = 4;
/** The SDK treats this code as throttling, but IAM and EventBridge use it for a reached quota. */
const QUOTA = 'LimitExceededException';

/**
 * The SDK's adaptive retry, for throttled calls only, because AWS has not executed them. Any other failed
 * call may have been executed. Most creates of EC2 have no client token, so Slipway must read the cloud
 * before it repeats them.
 */
export class ThrottledOnlyRetry extends AdaptiveRetryStrategy {
  /**
   * @param slowestRate the lowest rate of calls to one service, in calls a second. With the SDK's default of
   * 0.5, one burst would delay twenty clusters for most of an hour.
   */
  constructor(slowestRate: number) {
    super(MAX_ATTEMPTS, { rateLimiter: new DefaultRateLimiter({ minFillRate: slowestRate }) });
  }

  override async refreshRetryTokenForRetry(token: StandardRetryToken, error: RetryErrorInfo) {
    const isQuota = error.error instanceof Error && error.error.name === QUOTA;
    if (error.errorType !== 'THROTTLING' || isQuota)
      throw new Error('only throttled calls are retried here');
    return super.refreshRetryTokenForRetry(token, error);
  }
}
