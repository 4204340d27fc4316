/** A cluster in a VPC that Slipway has not made: it is checked, used, and left as it was. */
import { setMaxListeners } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import type { Owner, ResourceSpec } from '../../../contract/resources/graph.ts';
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import { nodeKey } from '../../../providers/identity.ts';
import type { Provider } from '../../../providers/provider.ts';
import { ownerOf } from '../../support/aws/plans.ts';
import { makeForeignVpc, stateOfVpc, type ForeignVpc } from '../../support/aws/foreign-vpc.ts';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';
import { providerError, tearDown, walk } from '../graph-walk.ts';
import { expectWholeLife } from '../whole-life.ts';
import { sandboxProvider } from './sandbox-provider.ts';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const context = { signal };

export function existingVpc(sandbox: AwsSandbox): void {
  let provider: Provider;
  let vpc: ForeignVpc;
  beforeAll(async () => {
    provider = sandboxProvider(sandbox, {
      requestTimeoutMs: 5_000,
    });
    vpc = await makeForeignVpc(sandbox);
  });

  const clusterIn = (more: object): ResourceSpec => ({
    resourceType: 'cluster',
    spec: clusterSpecSchema.parse({ kubernetesVersion: '1.33', addons: ['vpc-cni'], ...more }),
    network: { own: true },
  });

  const state = () => stateOfVpc(sandbox, vpc);
  const idsOf = async ({ resourceUid }: Owner) => {
    const things = await sandbox.things();
    return things.filter((it) => it.tags['slipway:uid'] === resourceUid).map((it) => it.id);
  };

  test('a cluster lives in an existing VPC with Karpenter, and leaves it as it was', async () => {
    const before = await state();
    const owner = ownerOf('cluster', 'placed');
    const resource = clusterIn({ karpenter: true, aws: { vpc } });
    const plan = provider.plan(owner, resource);
    expect(plan.map(({ type }) => type)).not.toContain('subnet');
    expect(plan.map(nodeKey)).not.toContain('vpc/main');
    await expectWholeLife({
      provider,
      owner,
      resource,
      context,
      existingIds: idsOf,
      async meanwhile() {
        const { cluster } = await sandbox.eks.describeCluster({ name: 'placed' });
        expect(cluster?.resourcesVpcConfig).toMatchObject({
          vpcId: vpc.id,
          subnetIds: vpc.privateSubnetIds,
        });
        const names = { clusterName: 'placed', nodegroupName: 'default' };
        const { nodegroup } = await sandbox.eks.describeNodegroup(names);
        expect(nodegroup?.subnets).toEqual(vpc.privateSubnetIds);
        const nodes = await provider.read(owner, context);
        expect(provider.outputs(owner, resource, nodes)).toMatchObject({
          vpcId: vpc.id,
          subnetIds: vpc.privateSubnetIds.join(','),
        });
        const [subnet] = (await state()).subnets ?? [];
        expect(subnet?.Tags).toContainEqual({
          Key: 'kubernetes.io/cluster/placed',
          Value: 'shared',
        });
      },
    });
    expect(await state()).toEqual(before);
  });

  test('a creation that is undone leaves the VPC as it was', async () => {
    const before = await state();
    const owner = ownerOf('cluster', 'undone');
    const plan = provider.plan(owner, clusterIn({ aws: { vpc } }));
    await sandbox.faults({ faults: [{ kind: 'create_failed', node: 'node_group/default' }] });
    await expect(walk(provider, owner, plan, context)).rejects.toThrow('AWS says of');
    await tearDown(provider, owner, plan, context);
    expect(await idsOf(owner)).toEqual([]);
    expect(await state()).toEqual(before);
  });

  test('what does not fit is refused with all faults before anything is made', async () => {
    const owner = ownerOf('cluster', 'unfit');
    const spec = {
      aws: {
        vpc: {
          id: vpc.id,
          privateSubnetIds: [vpc.privateSubnetIds[0], 'subnet-00000000'],
        },
      },
      nodeGroups: [{ name: 'default', instanceTypes: ['m5.unknown'] }],
    };
    const error = await providerError(provider.validate(owner, clusterIn(spec), context));
    expect(Object.keys(error.fieldErrors ?? {}).toSorted()).toEqual([
      'aws.vpc.privateSubnetIds.1',
      'nodeGroups.0.instanceTypes.0',
    ]);
    expect(await idsOf(owner)).toEqual([]);
  });
}
