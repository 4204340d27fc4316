/** One stack for the tests of polls, waits and streams. */
import { afterEach, beforeAll } from 'vitest';
import { startStack, type Stack } from '../../support/stack/stack.ts';
import { startStalledCluster, startStillCluster } from '../../support/stack/stalled-cluster.ts';

export interface Scene {
  /** It has two API processes. Its deadlines are longer than any test. */
  stack: Stack;
  /** Creates a cluster whose creation stalls until the end of the test. */
  stall(name: string): ReturnType<typeof startStalledCluster>;
  /** The same, but answers about its operation no longer change. */
  still(name: string): ReturnType<typeof startStillCluster>;
}

/** Filled before the file's first test. */
export function startPolling(): Scene {
  const stalled: string[] = [];
  const scene = {
    async stall(name) {
      const operation = await startStalledCluster(scene.stack, name);
      stalled.push(operation.id);
      return operation;
    },
    async still(name) {
      const operation = await startStillCluster(scene.stack, name);
      stalled.push(operation.id);
      return operation;
    },
  } as Scene;
  beforeAll(async () => {
    const env = {
      SLIPWAY_DEADLINE_FACTOR: '1',
      // Tests without a worker expect that Temporal has not noticed it yet: that would be news.
      SLIPWAY_HEARTBEAT_TIMEOUT_MS: '10000',
    };
    scene.stack = await startStack({ speed: 50, apis: 2, env });
  });
  afterEach(async () => {
    // The worker would poll their clouds until the end of the file.
    for (const id of stalled.splice(0)) await scene.stack.api.post(`/operations/${id}/cancel`);
  });
  return scene;
}
