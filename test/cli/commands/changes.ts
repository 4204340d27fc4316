/** Tests updates, retries and plans. */
import { expect, test } from 'vitest';
import type { Scene } from './scene.ts';

/** Leaves cluster `demo`. */
export function changes(scene: Scene): void {
  const { slipway } = scene;

  test('shows a plan before each change, and then makes the change', async () => {
    const create = 'clusters create demo --network base --no-karpenter --addon vpc-cni';
    const planned = (await slipway(`${create} --validate-only`)).stdout;
    expect(planned).toMatch(/^ {2}\+ control_plane\/main$/m);
    expect(planned).toMatch(/^\d+ to create\. Nothing was changed\.$/m);
    await slipway('clusters get demo', 1);
    const created = await slipway(create);
    expect(created.stdout).not.toContain('kubeconfig');

    const update = 'clusters update demo --scale default=3 --kubernetes-version 1.34';
    const diff = (await slipway(`${update} --validate-only`)).stdout;
    const lines = /Changes to the spec:\n((?: {6}~ .*\n)*)/.exec(diff)?.[1]?.split('\n');
    expect(lines?.toSorted()).toEqual([
      '',
      '      ~ kubernetesVersion = "1.33" -> "1.34"',
      '      ~ nodeGroups.default.desiredSize = 2 -> 3',
    ]);
    expect(diff).toMatch(/^ {2}~ node_group\/default$/m);
    expect((await slipway(update)).stderr).toMatch(/updated node_group\/default/);
    expect((await scene.stack.api.get('/clusters/demo')).body).toMatchObject({
      status: 'active',
      spec: { kubernetesVersion: '1.34', karpenter: false, nodeGroups: [{ desiredSize: 3 }] },
    });

    const removal = (await slipway('clusters delete demo --validate-only')).stdout;
    expect(removal).toMatch(/^ {2}- control_plane\/main$/m);
    expect((await scene.stack.api.get('/clusters/demo')).body).toMatchObject({ status: 'active' });
  });

  test('a failed operation names its retry, which can be previewed and run', async () => {
    const faults = [{ type: 'nat_gateway', when: 'ready', kind: 'error', code: 'Broken' }];
    const spec = JSON.stringify({ name: 'luckless', simulation: { faults } });
    const { stderr } = await slipway('networks create -f - --zones 1', 1, spec);
    const [, id = ''] = /next +slipway operations retry ([0-9A-Z]{26})/.exec(stderr) ?? [];
    expect((await slipway(`operations retry ${id} --validate-only`)).stdout).toMatch(
      /\+ vpc\/main/,
    );
    const again = (await slipway(`operations retry ${id} --no-wait`)).stdout.trim();
    expect((await scene.stack.api.get(`/operations/${again}`)).body).toMatchObject({ retryOf: id });
    // The fault is part of the spec, so it fails again.
    await slipway(`operations watch ${again}`, 1);
  });
}
