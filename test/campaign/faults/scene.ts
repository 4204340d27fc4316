/** One stack for all tables of faults. */
import { afterAll, beforeAll } from 'vitest';
import { createNetwork, SMALL } from '../../support/campaign/changes.ts';
import { startStack, type Stack } from '../../support/stack/stack.ts';

export interface FaultsScene {
  readonly stack: Stack;
}

/** Filled before the file's first test. */
export function startFaults(): FaultsScene {
  const scene = {} as { stack: Stack };
  beforeAll(async () => {
    scene.stack = await startStack();
    await createNetwork(scene.stack);
  });
  afterAll(async () => {
    const { stack } = scene;
    await stack.succeeded((await stack.remove(`/networks/${SMALL.networkId}`)).id);
    await stack.expectCleanCloud();
  });
  return scene;
}
