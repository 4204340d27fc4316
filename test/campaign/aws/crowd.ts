/**
 * Creates many EKS clusters at once while AWS throttles. All succeed, and the calls stay within the
 * rate limit.
 */
import { expect, test } from 'vitest';
import type { AwsStack } from '../../support/aws/stack.ts';
import { campaign } from '../../support/campaign/campaign.ts';
import { isOfCluster, SMALL } from './small.ts';

const CROWD = campaign.full ? 20 : 3;
const RATE = { perSecond: 100, burst: 50 };
/** The settings of the stack on which the crowd is created. */
export const CROWD_SETTINGS = {
  SLIPWAY_AWS_CALLS_PER_SECOND: String(RATE.perSecond),
  SLIPWAY_AWS_CALL_BURST: String(RATE.burst),
  // Each cluster waits for the calls of the others, so deadlines that suit AWS alone would be too short
  // here.
  SLIPWAY_DEADLINE_FACTOR: '1',
};
const SPEC = campaign.full ? { networkId: 'base', karpenter: false } : SMALL;
const FOLLOW = { timeoutMs: 20 * 60_000 };
/** Calls are counted on arrival, some milliseconds after the rate limiter let them pass. */
const JITTER_MS = 100;

/** The highest number of calls in any window of this many milliseconds. */
function maxCallsPerWindow(at: readonly number[], spanMs: number): number {
  let most = 0;
  let first = 0;
  for (let last = 0; last < at.length; last++) {
    while ((at[last] ?? 0) - (at[first] ?? 0) > spanMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

export function crowd(aws: AwsStack): void {
  test(
    `${CROWD} clusters at once with 5 % of the calls throttled`,
    async () => {
      const { sandbox, stack } = aws;
      const before = (await sandbox.calls()).length;
      await sandbox.faults({ throttleRate: 0.05 });
      const names = Array.from({ length: CROWD }, (_, index) => `crowd${index}`);
      const made = await Promise.all(
        names.map((name) => stack.submit('/clusters', { name, ...SPEC })),
      );
      await Promise.all(made.map(({ id }) => stack.succeeded(id, FOLLOW)));
      const removals = await Promise.all(names.map((name) => stack.remove(`/clusters/${name}`)));
      await Promise.all(removals.map(({ id }) => stack.succeeded(id, FOLLOW)));
      await sandbox.faults({});
      const calls = await sandbox.calls(before);
      const throttled = calls.filter(({ fault }) => fault === 'throttle').length;
      const seconds = Math.round(((calls.at(-1)?.at ?? 0) - (calls[0]?.at ?? 0)) / 1000);
      process.stdout.write(
        `${CROWD} clusters: ${calls.length} calls in ${seconds} s, ${throttled} throttled\n`,
      );
      expect(throttled).toBeGreaterThan(calls.length * 0.02);
      const at = calls.map((call) => call.at).toSorted((a, b) => a - b);
      for (const spanMs of [1_000, 5_000, 10_000]) {
        const limit = RATE.burst + (RATE.perSecond * (spanMs + JITTER_MS)) / 1000;
        expect(maxCallsPerWindow(at, spanMs)).toBeLessThanOrEqual(limit);
      }
      expect((await sandbox.things()).filter(isOfCluster)).toEqual([]);
    },
    campaign.timeoutMs,
  );
}
