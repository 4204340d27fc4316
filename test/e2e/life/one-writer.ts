import { beforeAll, describe, expect, test } from 'vitest';
import type { Stack } from '../../support/stack/stack.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { SMALL, type Scene } from './scene.ts';

let stack: Stack;

export function oneWriter(scene: Scene): void {
  describe('one writer', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('two deletions pass the API: one works, and the other is refused', async () => {
      // The winner is not done before the other one has asked.
      const faults = [{ type: 'oidc_provider', when: 'delete', kind: 'throttle', times: 5 }];
      const cluster = { name: 'contested', ...SMALL, simulation: { faults } };
      await stack.succeeded((await stack.submit('/clusters', cluster)).id);
      const nodes = await stack.inspect.resources(ofCluster('contested'));
      await stack.worker.stop();
      const removals = [
        await stack.remove('/clusters/contested'),
        await stack.remove('/clusters/contested'),
      ];
      await stack.worker.start();
      const ends = await Promise.all(removals.map(({ id }) => stack.finished(id)));
      const loser = ends.find(({ status }) => status === 'failed');
      const winner = ends.find(({ status }) => status === 'succeeded');
      expect(winner?.progress.summary.succeeded).toBe(nodes.length);
      expect(loser?.error).toMatchObject({
        code: 'resource_busy',
        errorType: 'conflict',
        message: expect.stringContaining(winner?.id ?? '?'),
      });
      await stack.expectCleanCloud(ofCluster('contested'));
    });
  });
}
