/** The deletion of a cluster in which controllers have made resources of their own. */
import { setMaxListeners } from 'node:events';
import { expect, test } from 'vitest';
import { cluster, nodeOf, ownerOf } from '../../support/aws/plans.ts';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';
import { makeStrays } from '../../support/aws/strays.ts';
import { tearDown, walk } from '../graph-walk.ts';
import { sandboxProvider } from './sandbox-provider.ts';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const context = { signal };

export function leftovers(sandbox: AwsSandbox): void {
  test('what controllers made in a cluster is deleted with it, and volumes are kept', async () => {
    const provider = sandboxProvider(sandbox);
    const owner = ownerOf('cluster', 'littered');
    const spec = cluster({ karpenter: false, addons: ['vpc-cni'] });
    const plan = provider
      .plan(owner, spec)
      .map((node) => ({ ...node, operation: 'delete' as const }));
    const refs = await walk(provider, owner, plan, context);
    const refOf = (key: string) => refs.get(nodeOf(plan, key).urn);
    const strays = await makeStrays(sandbox, 'littered', {
      vpcId: refOf('vpc/main')?.cloudId ?? '',
      subnetId: refOf('subnet/private-a')?.cloudId ?? '',
      clusterGroupId: refOf('control_plane/main')?.outputs['clusterSecurityGroupId'] ?? '',
    });
    await tearDown(provider, owner, plan, context, refs);
    expect(await strays.left()).toEqual([strays.volumeId]);
    expect(await provider.leftBehind?.(owner, context)).toMatchObject([{ id: strays.volumeId }]);
    await sandbox.ec2.deleteVolume({ VolumeId: strays.volumeId });
  });
}
