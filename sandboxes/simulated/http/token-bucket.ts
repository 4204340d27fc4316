import { CloudError } from '../cloud/cloud-error.ts';
import type { Throttle } from '../cloud/state.ts';

const RETRY_AFTER_SECONDS = 1;

/** Limits the rate of calls: at most `burst` at once, and `requestsPerSecond` in the long term. */
export class TokenBucket {
  readonly #settings: () => Throttle;
  readonly #clock: () => number;
  #tokens: number;
  #filledAt: number;

  /** @param clock milliseconds since the epoch */
  constructor(settings: () => Throttle, clock: () => number) {
    this.#settings = settings;
    this.#clock = clock;
    this.#tokens = settings().burst;
    this.#filledAt = clock();
  }

  /** Fills the bucket again, after a change of the settings. */
  refill(): void {
    this.#tokens = this.#settings().burst;
    this.#filledAt = this.#clock();
  }

  /**
   * Takes one token for a call.
   *
   * @throws CloudError with code `Throttling` if the bucket is empty
   */
  take(): void {
    const { requestsPerSecond, burst } = this.#settings();
    const now = this.#clock();
    const gained = (Math.max(0, now - this.#filledAt) / 1_000) * requestsPerSecond;
    this.#tokens = Math.min(burst, this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens < 1) {
      throw new CloudError(429, 'Throttling', 'Rate exceeded', { retryAfter: RETRY_AFTER_SECONDS });
    }
    this.#tokens -= 1;
  }
}
