import { beforeAll, describe, expect, test } from 'vitest';
import { clusterSchema } from '../../../contract/resources/cluster.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { SMALL, type Scene } from './scene.ts';

let stack: Stack;

export function incarnations(scene: Scene): void {
  describe('incarnations', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('a reused name is a new cluster, which adopts nothing', async () => {
      const first = await stack.submit('/clusters', { name: 'phoenix', ...SMALL });
      await stack.succeeded(first.id);
      expect((await stack.api.post('/clusters', { name: 'phoenix', ...SMALL })).status).toBe(409);
      const old = await stack.inspect.resources(ofCluster('phoenix'));
      const removal = await stack.remove('/clusters/phoenix');
      await stack.succeeded(removal.id);
      await stack.expectCleanCloud(ofCluster('phoenix'));

      const second = await stack.submit('/clusters', { name: 'phoenix', ...SMALL });
      expect(second.resourceUid).not.toBe(first.resourceUid);
      await stack.succeeded(second.id);
      const cluster = parseExactly(clusterSchema, (await stack.api.get('/clusters/phoenix')).body);
      expect(cluster).toMatchObject({ uid: second.resourceUid, operationId: second.id });

      const fresh = await stack.inspect.resources(ofCluster('phoenix'));
      expect(fresh).toHaveLength(old.length);
      for (const key of ['id', 'clientToken'] as const) {
        const before = new Set(old.map((resource) => resource[key]));
        expect(fresh.filter((resource) => before.has(resource[key]))).toEqual([]);
      }
      expect(new Set(fresh.map(({ tags }) => tags['slipway:uid']))).toEqual(new Set([cluster.uid]));
      await stack.expectCloudEqualsLedger('cluster', 'phoenix');

      await eventually(async () => {
        const { body } = await stack.api.get('/clusters/phoenix/operations');
        expect(body).toMatchObject({
          items: [
            { id: second.id, operation: 'create_cluster', resourceUid: second.resourceUid },
            { id: removal.id, operation: 'delete_cluster', resourceUid: first.resourceUid },
            { id: first.id, operation: 'create_cluster', resourceUid: first.resourceUid },
          ],
        });
        return true;
      });
    });
  });
}
