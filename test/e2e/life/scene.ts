/** One stack for all tests of these stories. Its workers can be paused, and its cloud's network disturbed. */
import { beforeAll } from 'vitest';
import { createHold, type Hold } from '../../support/faults/hold.ts';
import { startStack, type Stack } from '../../support/stack/stack.ts';

export interface Scene {
  stack: Stack;
  hold: Hold;
}

/** A cluster without extras and with a network of its own. */
export const BARE = { karpenter: false, addons: [] };
/** The same on network `ground`, which exists before the tests that use it. */
export const SMALL = { ...BARE, networkId: 'ground' };

/** Filled before the file's first test. */
export function startLife(): Scene {
  const hold = createHold();
  const scene = { hold } as Scene;
  beforeAll(async () => {
    scene.stack = await startStack({ proxy: true, pollMs: 50, ...hold.options });
  });
  return scene;
}
