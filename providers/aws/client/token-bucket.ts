/** The rate limit of all calls of one worker to one account and region. */
export interface CallRate {
  /** The long-term rate, in calls per second. */
  perSecond: number;
  /** The number of calls that are allowed at once after an idle period. */
  burst: number;
}

export interface TokenBucket {
  /** Resolves when the next call is allowed, in order of arrival. Rejects with the signal's reason. */
  take(signal: AbortSignal | undefined): Promise<void>;
}

/**
 * Creates a full bucket.
 *
 * @param now milliseconds since any fixed moment
 */
function createTokenBucket(rate: CallRate, now: () => number): TokenBucket {
  const msPerToken = 1000 / rate.perSecond;
  /** The time at which the bucket is full again. Every call moves this time by one token. */
  let fullAt = now();

  return {
    async take(signal) {
      signal?.throwIfAborted();
      const at = now();
      fullAt = Math.max(fullAt, at) + msPerToken;
      const waitMs = fullAt - at - rate.burst * msPerToken;
      if (waitMs <= 0) return;
      await pause(waitMs, signal);
    },
  };
}

/** Returns the bucket of each region. All of them are full at first. */
export function createBuckets(rate: CallRate, now: () => number): (region: string) => TokenBucket {
  const buckets = new Map<string, TokenBucket>();
  return (region) => {
    const bucket = buckets.get(region) ?? createTokenBucket(rate, now);
    buckets.set(region, bucket);
    return bucket;
  };
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}
