/** One stack for the tests of the API that need a worker. */
import { beforeAll } from 'vitest';
import { startStack, type Stack } from '../../support/stack/stack.ts';

export interface Scene {
  /**
   * Its API processes belong, in this order, to member `me` of organization `local`, to the same, to
   * member `ann`, and to the organizations `globex` and `acme`.
   */
  stack: Stack;
}

/** A cluster without extras and with a network of its own. */
export const BARE = { karpenter: false, addons: [] };

/** Filled before the file's first test. */
export function startLife(): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    scene.stack = await startStack({
      temporal: 'own',
      pollMs: 60,
      apis: [
        {},
        {},
        { SLIPWAY_MEMBER: 'ann' },
        { SLIPWAY_ORGANIZATION: 'globex', SLIPWAY_MEMBER: 'bob' },
        {
          SLIPWAY_ORGANIZATION: 'acme',
          SLIPWAY_MEMBER: 'ann',
          SLIPWAY_ROLE_WAIT_MS: '60000',
        },
      ],
    });
  });
  return scene;
}
