import { describe, expect, test } from 'vitest';
import { ledgerSchema } from '../../../contract/resources/ledger.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus } from '../../support/http/http.ts';
import { keysOf, words } from '../words.ts';
import { BLUE, failing, make, type Scene } from './scene.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export function ledger(scene: Scene): void {
  async function itemsOf(path: string) {
    const answer = await scene.api.get(`${path}/resources`);
    expectStatus(answer, 200);
    return parseExactly(ledgerSchema, answer.body).items;
  }

  describe.concurrent('GET /clusters/{id}/resources', () => {
    test('each item has URN, type, name, cloud id, status, since when, by which operation', async () => {
      const items = await itemsOf('/clusters/demo');
      const planned = scene.demo.progress.resources;
      expect(items.map(({ urn }) => urn).toSorted()).toEqual(
        planned.map(({ urn }) => urn).toSorted(),
      );
      const inCloud = await scene.stack.inspect.resources(ofCluster('demo'));
      const ids = new Set(inCloud.map(({ id }) => id));
      for (const item of items) {
        expect(keysOf(item)).toEqual(
          words('urn type name generation dependsOn status cloudId since operationId'),
        );
        expect(item).toMatchObject({ status: 'present', operationId: scene.demo.id });
        expect(item.since).toMatch(TIME);
        expect(ids).toContain(item.cloudId);
      }
    });

    test('the same for networks', async () => {
      const items = await itemsOf('/networks/ground');
      expect(items.map(({ type }) => type)).toContain('vpc');
    });

    test('an update changes the entries of the nodes that it works on, and no others', async () => {
      const { id: first } = await make(scene, 'told');
      const before = await itemsOf('/clusters/told');
      const patch = { nodeGroups: [{ ...BLUE, instanceTypes: ['m5.xlarge'] }] };
      const { id } = await scene.stack.patch('/clusters/told', patch);
      await scene.stack.succeeded(id);
      const after = await itemsOf('/clusters/told');
      const changed = after.filter(({ operationId }) => operationId === id);
      expect(changed).toMatchObject([
        { type: 'node_group', name: 'blue', generation: 2, status: 'present' },
      ]);
      const same = (it: { operationId: string }) => it.operationId === first;
      expect(after.filter(same)).toEqual(before.filter(({ type }) => type !== 'node_group'));
    });

    test('a node that failed and was retained is not present', async () => {
      await failing(scene, 'half-told', { onFailure: 'retain' });
      const items = await itemsOf('/clusters/half-told');
      const group = items.find(({ type }) => type === 'node_group');
      expect(['intended', 'failed']).toContain(group?.status);
      expect(items.filter(({ status }) => status === 'present').length).toBeGreaterThan(5);
    });
  });
}
