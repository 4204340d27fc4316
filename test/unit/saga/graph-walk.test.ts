import { describe, expect, test } from 'vitest';
import { dependants, walk, type VisitOutcome } from '../../../workflows/saga/graph-walk.ts';

interface Node {
  key: string;
  before: readonly string[];
}

const DIAMOND: readonly Node[] = [
  { key: 'bottom', before: ['left', 'right'] },
  { key: 'left', before: ['top'] },
  { key: 'right', before: ['top', 'elsewhere'] },
  { key: 'top', before: [] },
];

interface Walked {
  outcomes: Record<string, VisitOutcome>;
  visited: string[];
  /** How many visits ran at once at most. */
  most: number;
}

async function walked(
  nodes: readonly Node[],
  {
    fails = '',
    stopsAt = '',
    limit = 32,
  }: { fails?: string; stopsAt?: string; limit?: number } = {},
): Promise<Walked> {
  const visited: string[] = [];
  let running = 0;
  let most = 0;
  let isStopped = false;
  const outcomes = await walk({
    nodes,
    key: ({ key }) => key,
    before: ({ before }) => before,
    limit,
    stopped: () => isStopped,
    async visit({ key }) {
      visited.push(key);
      running += 1;
      most = Math.max(most, running);
      if (key === stopsAt) isStopped = true;
      await Promise.resolve();
      running -= 1;
      return key !== fails;
    },
  });
  return { outcomes: Object.fromEntries(outcomes), visited, most };
}

const DONE = { bottom: 'done', left: 'done', right: 'done', top: 'done' };

describe('walk', () => {
  test('visits each node once, after those before it', async () => {
    const { outcomes, visited } = await walked(DIAMOND);
    expect(outcomes).toEqual(DONE);
    expect(visited).toEqual(['top', 'left', 'right', 'bottom']);
  });

  test('of nothing is nothing', async () => {
    expect(await walked([])).toEqual({ outcomes: {}, visited: [], most: 0 });
  });

  test.each([
    ['top', { top: 'failed', left: 'skipped', right: 'skipped', bottom: 'skipped' }],
    ['left', { ...DONE, left: 'failed', bottom: 'skipped' }],
    ['right', { ...DONE, right: 'failed', bottom: 'skipped' }],
    ['bottom', { ...DONE, bottom: 'failed' }],
  ])('after a failure of %s it skips what comes after it', async (fails, outcomes) => {
    expect((await walked(DIAMOND, { fails })).outcomes).toEqual(outcomes);
  });

  test.each([
    ['top', ['top']],
    ['left', ['top', 'left', 'right']],
    ['bottom', ['top', 'left', 'right', 'bottom']],
  ])('stopped at %s it begins no further visit', async (stopsAt, expected) => {
    const { visited, outcomes } = await walked(DIAMOND, { stopsAt });
    const begun = new Set(expected);
    // Both branches may have begun before the stop.
    expect(visited.every((key) => begun.has(key))).toBe(true);
    expect(Object.keys(outcomes)).toHaveLength(DIAMOND.length);
    for (const { key } of DIAMOND) {
      expect(outcomes[key]).toBe(visited.includes(key) ? 'done' : 'skipped');
    }
  });

  test.each([1, 2, 3])('runs at most %d visits at once', async (limit) => {
    const wide = Array.from({ length: 10 }, (_, number) => ({ key: `n${number}`, before: [] }));
    const { most, visited } = await walked(wide, { limit });
    expect(most).toBe(limit);
    expect(visited).toHaveLength(10);
  });
});

test('dependants are the edges backwards, within the nodes', () => {
  const edges = dependants(
    DIAMOND,
    ({ key }) => key,
    ({ before }) => before,
  );
  expect(Object.fromEntries(edges)).toEqual({
    top: ['left', 'right'],
    left: ['bottom'],
    right: ['bottom'],
    bottom: [],
  });
});
