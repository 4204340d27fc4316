/** One stack for all tests of stopped workers and of what an operation writes while it runs. */
import { beforeAll } from 'vitest';
import { createNetwork } from '../../support/campaign/changes.ts';
import { startStack, type Stack } from '../../support/stack/stack.ts';

export interface Scene {
  stack: Stack;
}

/** A cluster without extras on the network that the scene has. */
export const SMALL = { karpenter: false, addons: [], networkId: 'ground' };

/** Filled before the file's first test. */
export function startWorkers(): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    // Steps that wait for the cloud wait for longer than any test.
    scene.stack = await startStack({ env: { SLIPWAY_DEADLINE_FACTOR: '1' } });
    await createNetwork(scene.stack);
  });
  return scene;
}
