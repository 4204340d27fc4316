/** EKS Auto Mode: EKS's own rules in the sandbox, and the life of a cluster without node groups. */
import { setMaxListeners } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import { nodeKey } from '../../../../providers/identity.ts';
import type { Provider } from '../../../../providers/provider.ts';
import { eventually } from '../../../support/eventually.ts';
import { cluster, dependenciesOf, nodeOf, ownerOf } from '../../../support/aws/plans.ts';
import type { AwsSandbox } from '../../../support/aws/sandbox.ts';
import { ensureReady, tearDown, walk } from '../../graph-walk.ts';
import { sandboxProvider } from '../sandbox-provider.ts';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const context = { signal };
const ROLE = 'arn:aws:iam::123456789012:role/plain';

export function autoMode(sandbox: AwsSandbox): void {
  let provider: Provider;
  beforeAll(() => {
    provider = sandboxProvider(sandbox);
  });

  test('EKS accepts Auto Mode whole or not at all, and only with a role that can run it', async () => {
    const on = (enabled: boolean) => ({
      computeConfig: { enabled, nodePools: ['system'], nodeRoleArn: ROLE },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled } },
      storageConfig: { blockStorage: { enabled } },
    });
    const whole = {
      name: 'refused',
      roleArn: ROLE,
      resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
      accessConfig: { authenticationMode: 'API' as const },
      bootstrapSelfManagedAddons: false,
      ...on(true),
    };
    const messageOf = (fields: object) =>
      sandbox.eks.createCluster({ ...whole, ...fields }).then(
        () => 'accepted',
        (error: unknown) => String(error),
      );
    const { computeConfig } = whole;
    const cases: [object, string][] = [
      [{ storageConfig: undefined }, 'fully enabled or fully disabled'],
      [{ computeConfig: { ...computeConfig, nodeRoleArn: undefined } }, 'nodeRoleArn is null'],
      [{ computeConfig: { ...computeConfig, nodePools: [] } }, 'nodePool must be set'],
      [{ computeConfig: { ...computeConfig, nodePools: ['mine'] } }, 'Unknown node pool'],
      [{ bootstrapSelfManagedAddons: undefined }, 'bootstrapSelfManagedAddons'],
      [{ accessConfig: undefined }, 'authentication mode'],
      [{}, "role's policy must include"],
    ];
    for (const [fields, words] of cases) expect(await messageOf(fields)).toContain(words);
  });

  test('a cluster lives without node groups; Auto Mode is turned off and on again', async () => {
    const owner = ownerOf('cluster', 'managed');
    const planOf = (isAuto: boolean | object, more: object = {}) =>
      provider.plan(
        owner,
        cluster({ addons: ['metrics-server'], nodeGroups: [], aws: { autoMode: isAuto }, ...more }),
      );
    const before = planOf(true);
    const refs = await walk(provider, owner, before, context);
    const seen = async () => (await sandbox.eks.describeCluster({ name: 'managed' })).cluster;
    expect(await seen()).toMatchObject({
      computeConfig: { enabled: true, nodePools: ['general-purpose', 'system'] },
      storageConfig: { blockStorage: { enabled: true } },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
    });
    const nodeRole = refs.get(nodeOf(before, 'iam_role/auto-node').urn)?.cloudId ?? '';
    const { accessEntries = [] } = await sandbox.eks.listAccessEntries({ clusterName: 'managed' });
    expect(accessEntries).toContain(nodeRole);
    expect(await provider.read(owner, context)).toHaveLength(before.length);

    const groups = [{ name: 'default', desiredSize: 1, minSize: 1 }];
    const off = planOf(false, { nodeGroups: groups, addons: ['vpc-cni', 'metrics-server'] });
    for (const node of off) {
      const request = { owner, node, dependencies: dependenciesOf(node, refs) };
      refs.set(node.urn, await ensureReady(provider, request, context));
    }
    expect((await seen())?.computeConfig).toMatchObject({ enabled: false });
    const pools = planOf({ nodePools: ['system'] });
    for (const node of pools) {
      const request = { owner, node, dependencies: dependenciesOf(node, refs) };
      refs.set(node.urn, await ensureReady(provider, request, context));
    }
    expect((await seen())?.computeConfig).toMatchObject({ enabled: true, nodePools: ['system'] });
    const kept = new Set(pools.map(nodeKey));
    const gone = off.filter((node) => !kept.has(nodeKey(node)));
    await tearDown(provider, owner, gone, context);
    await tearDown(provider, owner, pools, context);
    await eventually(async () => (await provider.read(owner, context)).length === 0);
  });
}
