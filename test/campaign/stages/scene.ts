/** One stack, whose worker can be paused before each activity, for all stories about stages. */
import { beforeAll } from 'vitest';
import { createNetwork } from '../../support/campaign/changes.ts';
import { createHold, type Hold } from '../../support/faults/hold.ts';
import { startStack, type Stack } from '../../support/stack/stack.ts';

export interface StagesScene {
  readonly stack: Stack;
  readonly hold: Hold;
}

/** Filled before the file's first test. */
export function startStages(): StagesScene {
  const hold = createHold();
  const scene = { hold } as { stack: Stack; hold: Hold };
  beforeAll(async () => {
    scene.stack = await startStack({ ...hold.options, proxy: true });
    await createNetwork(scene.stack);
  });
  return scene;
}
