/** Complaints of users of other provisioners that the provider alone can answer. */
import { setMaxListeners } from 'node:events';
import { expect, test } from 'vitest';
import type { AwsProviderOptions } from '../../../providers/aws/provider.ts';
import { nodeKey } from '../../../providers/identity.ts';
import { cluster, dependenciesOf, network, nodeOf, ownerOf } from '../../support/aws/plans.ts';
import { sandboxProvider } from './sandbox-provider.ts';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';
import { eventually } from '../../support/eventually.ts';
import { providerError, tearDown, withAllDependencies, walk, ensureReady } from '../graph-walk.ts';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const context = { signal };

export function complaints(sandbox: AwsSandbox): void {
  /** A provider with empty caches, as in a worker that has just started. */
  function freshProvider(options: Pick<AwsProviderOptions, 'credentials'> = {}) {
    return sandboxProvider(sandbox, {
      requestTimeoutMs: 5_000,
      ...options,
    });
  }

  test('credentials that expire during a run are renewed, and nothing is made twice', async () => {
    const keys: string[] = [];
    const provider = freshProvider({
      credentials: () => {
        keys.push(`key-${keys.length + 1}`);
        return Promise.resolve({ accessKeyId: keys.at(-1) ?? '', secretAccessKey: 'secret' });
      },
    });
    const owner = ownerOf('network', 'expiring');
    const plan = provider.plan(owner, network({ natGateways: 'none' }));
    const half = plan.slice(0, 4);
    await walk(provider, owner, half, context);
    const used = keys.length;
    await sandbox.faults({ expiredKeys: keys });
    const refs = await walk(provider, owner, plan, context);
    expect(keys.length).toBeGreaterThan(used);
    expect((await provider.read(owner, context)).map((it) => it.cloudId).toSorted()).toEqual(
      [...refs.values()].map((it) => it.cloudId).toSorted(),
    );
    await tearDown(provider, owner, plan, context);
  });

  test('state lost, then "already exists": resources are found by their tags, and adopted', async () => {
    const owner = ownerOf('cluster', 'found');
    const spec = cluster({ karpenter: true });
    const plan = freshProvider().plan(owner, spec);
    // The response to the create of one node of each kind is lost.
    const types = [...new Set(plan.map(({ type }) => type))];
    const lost = types.map((type) =>
      nodeKey(plan.find((it) => it.type === type) ?? { type, name: '' }),
    );
    await sandbox.faults({ faults: lost.map((node) => ({ kind: 'lost_response', node })) });
    const made = await walk(freshProvider(), owner, plan, context);
    const before = await sandbox.calls();
    // A new process without a ledger remembers nothing.
    const provider = freshProvider();
    const found = await walk(provider, owner, plan, context);
    const creates = (await sandbox.calls())
      .slice(before.length)
      .filter(({ node }) => node !== undefined);
    expect(creates).toEqual([]);
    const idsOf = (refs: typeof found) =>
      [...refs].map(([urn, { cloudId }]) => `${urn} ${cloudId}`).toSorted();
    expect(idsOf(found)).toEqual(idsOf(made));
    const read = await provider.read(owner, context);
    expect(read.map(({ urn }) => urn).toSorted()).toEqual(plan.map(({ urn }) => urn).toSorted());
    await tearDown(provider, owner, plan, context);
    expect(await provider.read(owner, context)).toEqual([]);
  });

  test('opaque failures: the error contains the reason, the request and the node', async () => {
    const provider = freshProvider();
    const owner = ownerOf('network', 'opaque');
    const node = nodeOf(provider.plan(owner, network({})), 'vpc/main');
    const request = { owner, node, dependencies: {} };
    await sandbox.faults({
      faults: [{ kind: 'error', node: 'vpc/main', code: 'InvalidVpc.Range' }],
    });
    const error = await providerError(provider.ensure(request, context));
    expect(error).toMatchObject({
      code: 'invalid_vpc_range',
      errorType: 'validation',
      publicMessage: 'ec2:CreateVpc: The sandbox injects this error.',
      context: { vendorCode: 'InvalidVpc.Range', action: 'ec2:CreateVpc', status: 400 },
    });
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('unseen drift: a foreign change is named, and corrected', async () => {
    const provider = freshProvider();
    const owner = ownerOf('cluster', 'drifted');
    const whole = provider.plan(owner, cluster({ karpenter: false, addons: ['vpc-cni'] }));
    const plan = withAllDependencies(whole, nodeOf(whole, 'node_group/default'));
    const refs = await walk(provider, owner, plan, context);
    const idOf = (key: string) => refs.get(nodeOf(plan, key).urn)?.cloudId ?? '';
    await sandbox.ec2.deleteRoute({
      RouteTableId: idOf('route_table/public'),
      DestinationCidrBlock: '0.0.0.0/0',
    });
    await sandbox.ec2.deleteTags({
      Resources: [idOf('vpc/main')],
      Tags: [{ Key: 'Name' }],
    });
    await sandbox.eks.updateNodegroupConfig({
      clusterName: 'drifted',
      nodegroupName: 'default',
      scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
    });
    const drifted = [
      ['route_table/public', 'lacks its way out'],
      ['vpc/main', 'lacks its tags'],
      ['node_group/default', 'lacks the update of node group default of drifted'],
    ] as const;
    for (const [key, words] of drifted) {
      const node = nodeOf(plan, key);
      const request = { owner, node, dependencies: dependenciesOf(node, refs) };
      const ref = { cloudId: idOf(key), outputs: {} };
      const seen = await eventually(async () => {
        const look = await provider.awaitReady(request, ref, context);
        return look.state === 'pending' && look.outdated && look;
      });
      expect(seen.message).toContain(words);
      expect((await ensureReady(provider, request, context)).cloudId).toBe(ref.cloudId);
    }
    await tearDown(provider, owner, plan, context);
  });
}
