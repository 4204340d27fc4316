/** What the command line and the page say of estimates. */
import { expect, test } from 'vitest';
import { estimateWords } from '../../../../client/words/estimate-words.ts';
import type { Operation } from '../../../../client/types.ts';

const AT = '2026-01-01T00:00:00.000Z';
const URN = 'urn:slipway:local:clusters:prod:control_plane/main';
type Estimate = NonNullable<Operation['progress']['estimate']>;

function wordsOf(estimate: Partial<Estimate> | undefined, laterSeconds = 0) {
  const progress = {
    resources: [
      { urn: URN, type: 'control_plane', name: 'main', operation: 'create', status: 'running' },
    ],
    ...(estimate && { estimate: { at: AT, slow: [], ...estimate } }),
  } as unknown as Operation['progress'];
  return estimateWords(progress, Date.parse(AT) + laterSeconds * 1000);
}

test.each([
  [{ remainingSeconds: 240, p90Seconds: 380 }, 0, 'about 4 min left, rarely over 6 min'],
  [{ remainingSeconds: 240, p90Seconds: 250 }, 0, 'about 4 min left'],
  [{ remainingSeconds: 42, p90Seconds: 71 }, 0, 'about 40 s left, rarely over 70 s'],
  [{ remainingSeconds: 3, p90Seconds: 7 }, 0, 'about 3 s left, rarely over 7 s'],
  [{ remainingSeconds: 5_400, p90Seconds: 9_000 }, 0, 'about 1.5 h left, rarely over 2.5 h'],
  [{ remainingSeconds: 60, p90Seconds: 120 }, 90, 'about 1 s left, rarely over 30 s'],
  [{ remainingSeconds: 60, p90Seconds: 120 }, 120, 'nearly done'],
])('%j after %i s is "%s"', (estimate, later, words) => {
  expect(wordsOf(estimate, later)).toEqual({ left: words, slow: [] });
});

test('a slow resource has its name and what is usual', () => {
  const slow = [{ urn: URN, medianSeconds: 540, p90Seconds: 720 }];
  expect(wordsOf({ slow })).toEqual({
    slow: ['control plane main is slower than usual (usually 9 min to 12 min)'],
  });
});

test('an estimate that is used up says nothing beside a resource that is late', () => {
  const slow = [{ urn: URN, medianSeconds: 540, p90Seconds: 720 }];
  const estimate = { remainingSeconds: 60, p90Seconds: 120, slow };
  expect(wordsOf(estimate, 130).left).toBeUndefined();
  expect(wordsOf(estimate, 60).left).toBe('about 1 s left, rarely over 60 s');
});

test('without an estimate nothing is said', () => {
  expect(wordsOf(undefined)).toEqual({ slow: [] });
});
