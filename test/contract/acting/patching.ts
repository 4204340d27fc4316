import { describe, expect, test } from 'vitest';
import { expectStatus } from '../../support/http/http.ts';
import { plannedActions } from '../../support/stack/planned-actions.ts';
import { clusterAt, operationOf } from '../world.ts';
import { BLUE, GREEN, make, expectProblem, WITH_NETWORK, type Scene } from './scene.ts';

const MERGE_PATCH = { 'content-type': 'application/merge-patch+json' };

export function patching(scene: Scene): void {
  describe.concurrent('PATCH is a JSON merge patch', () => {
    test('that replaces arrays whole, merges objects, removes with null, and leaves unnamed fields', async () => {
      const { api, stack } = scene;
      await make(scene, 'merged', {
        displayName: 'Merged',
        nodeGroups: [BLUE, GREEN],
        addons: ['vpc-cni'],
        tags: { team: 'core', cost: '42' },
      });
      const body = { nodeGroups: [GREEN], tags: { cost: null, stage: 'prod' }, displayName: null };
      const answer = await api.patch('/clusters/merged', body, { headers: MERGE_PATCH });
      await stack.succeeded(operationOf(answer, 202).id);
      const { spec } = await clusterAt(api, '/clusters/merged');
      expect(spec.nodeGroups).toMatchObject([GREEN]);
      expect(spec).toMatchObject({ addons: ['vpc-cni'], karpenter: false });
      expect(spec.tags).toEqual({ team: 'core', stage: 'prod' });
      expect(spec).not.toHaveProperty('displayName');
    });

    test('whose null resets a field with a default', async () => {
      const preview = await scene.stack.preview('PATCH', '/clusters/demo', { addons: null });
      const added = Object.keys(plannedActions(preview)).filter((it) => it.startsWith('addon/'));
      expect(added).toHaveLength(5);
    });

    test('that changes nothing: succeeds with everything unchanged', async () => {
      const { api, stack } = scene;
      await make(scene, 'unmoved', WITH_NETWORK);
      const { spec } = await clusterAt(api, '/clusters/unmoved');
      for (const patch of [
        {},
        { name: 'unmoved', region: 'sim-central-1', networkId: null },
        spec,
      ]) {
        const { progress } = await stack.succeeded(
          (await stack.patch('/clusters/unmoved', patch)).id,
        );
        expect(progress.summary).toMatchObject({
          unchanged: progress.resources.length,
          total: progress.resources.length,
        });
      }
      expect((await clusterAt(api, '/clusters/unmoved')).spec).toEqual(spec);
    });

    test('whose impossible changes are 422 with the reason', async () => {
      const rows: [object, string[]][] = [
        [{ region: 'sim-west-1' }, ['/region']],
        [{ networkId: 'ground', name: 'other' }, ['/name', '/networkId']],
        [{ kubernetesVersion: '1.31' }, ['/kubernetesVersion']],
        [{ nodeGroups: null, addons: ['nope'] }, ['/addons/0']],
        [
          { nodeGroups: [{ ...BLUE, instanceTypes: ['m5.large', 'm5.large'] }] },
          ['/nodeGroups/0/instanceTypes'],
        ],
      ];
      for (const [patch, pointers] of rows) {
        const answer = await scene.api.patch('/clusters/demo', patch);
        const { errors = [] } = expectProblem(answer, 422, 'invalid_request');
        expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
        for (const { detail } of errors) expect(detail.length).toBeGreaterThan(5);
      }
    });

    test('that is not an object: 422', async () => {
      const headers = { 'content-type': 'application/json' };
      for (const body of ['[]', 'null', '7', '"name"']) {
        const answer = await scene.api.send('PATCH', '/clusters/demo', { body, headers });
        expectProblem(answer, 422, 'invalid_request');
      }
    });

    test('and a network has none: 405', async () => {
      const answer = await scene.api.patch('/networks/ground', {});
      expectStatus(answer, 405);
      expect(answer.headers['allow']).toMatch(/DELETE/);
      expect(answer.headers['allow']).not.toMatch(/PATCH/);
    });
  });
}
