/** Who may use the Kubernetes API of a cluster: EKS's own rules in the sandbox, and access entries of a plan. */
import { setMaxListeners } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import type { Provider } from '../../../../providers/provider.ts';
import { eventually } from '../../../support/eventually.ts';
import { cluster, dependenciesOf, nodeOf, ownerOf } from '../../../support/aws/plans.ts';
import type { AwsSandbox } from '../../../support/aws/sandbox.ts';
import {
  ensureReady,
  providerError,
  tearDown,
  walk,
  withAllDependencies,
} from '../../graph-walk.ts';
import { accessEntryName } from '../../../../providers/aws/plan/identity/access-rows.ts';
import { sandboxProvider } from '../sandbox-provider.ts';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const context = { signal };
const ACCOUNT = 'arn:aws:iam::123456789012';
const CREATOR = `${ACCOUNT}:user/moto`;
const TEAM = `${ACCOUNT}:role/team`;
const CI = `${ACCOUNT}:user/ci`;
const POLICY = (name: string) => `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${name}Policy`;

export function access(sandbox: AwsSandbox): void {
  let provider: Provider;
  beforeAll(() => {
    provider = sandboxProvider(sandbox);
  });

  const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error));
  const codeOf = (call: Promise<unknown>) => call.then(() => 'accepted', nameOf);
  const policiesOf = async (clusterName: string, principalArn: string) => {
    const entry = { clusterName, principalArn };
    const { associatedAccessPolicies = [] } = await sandbox.eks.listAssociatedAccessPolicies(entry);
    return associatedAccessPolicies.map(({ policyArn, accessScope }) => [policyArn, accessScope]);
  };

  test('EKS makes the creator an administrator, and refuses entries that it cannot use', async () => {
    const name = 'entries';
    const roleArn = `${ACCOUNT}:role/slipway`;
    const made = { roleArn, resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] } };
    const isActive = (it: string) =>
      eventually(
        async () => (await sandbox.eks.describeCluster({ name: it })).cluster?.status === 'ACTIVE',
      );
    await sandbox.eks.createCluster({ ...made, name, accessConfig: { authenticationMode: 'API' } });
    await sandbox.eks.createCluster({ ...made, name: 'config-map' });
    await Promise.all([isActive(name), isActive('config-map')]);
    expect((await sandbox.eks.listAccessEntries({ clusterName: name })).accessEntries).toEqual([
      CREATOR,
    ]);
    expect(await policiesOf(name, CREATOR)).toEqual([
      [POLICY('ClusterAdmin'), { type: 'cluster', namespaces: [] }],
    ]);
    const entry = { clusterName: name, principalArn: TEAM };
    const create = (fields: object) =>
      codeOf(sandbox.eks.createAccessEntry({ ...entry, ...fields }));
    const wrong = await Promise.all([
      create({ principalArn: 'arn:aws:sts::123456789012:assumed-role/team/me' }),
      create({ kubernetesGroups: ['system:masters'] }),
      create({ type: 'EC2_LINUX', kubernetesGroups: ['viewers'] }),
    ]);
    expect(new Set(wrong)).toEqual(new Set(['InvalidParameterException']));
    expect(await create({ clusterName: 'config-map' })).toBe('InvalidRequestException');
    expect(await create({ principalArn: CREATOR })).toBe('ResourceInUseException');
    expect(await create({ principalArn: CI, type: 'EC2_LINUX' })).toBe('accepted');
    const associate = (principalArn: string, accessScope: object) =>
      codeOf(
        sandbox.eks.associateAccessPolicy({
          clusterName: name,
          principalArn,
          policyArn: POLICY('View'),
          accessScope,
        }),
      );
    expect(await associate(CI, { type: 'cluster' })).toBe('InvalidRequestException');
    expect(await associate(CREATOR, { type: 'namespace' })).toBe('InvalidParameterException');
    for (const it of [name, 'config-map']) await sandbox.eks.deleteCluster({ name: it });
    await eventually(async () => (await sandbox.eks.listClusters({})).clusters?.length === 0);
  });

  test('users and roles get in, get other rights, and lose them; the entries of others stay', async () => {
    const owner = ownerOf('cluster', 'guests');
    const planOf = (accessEntries: object[]) => {
      const plan = provider.plan(owner, cluster({ aws: { accessEntries } }));
      const entries = plan.filter(
        ({ type, properties }) => type === 'access_entry' && 'principalArn' in properties,
      );
      const control = nodeOf(plan, 'control_plane/main');
      return { entries, nodes: [...withAllDependencies(plan, control), ...entries] };
    };
    const before = planOf([
      { principalArn: TEAM, policies: [{ policy: 'cluster-admin' }], kubernetesGroups: ['ops'] },
      { principalArn: CI, policies: [{ policy: 'edit', namespaces: ['shop'] }] },
    ]);
    const refs = await walk(provider, owner, before.nodes, context);
    expect(await policiesOf('guests', TEAM)).toEqual([
      [POLICY('ClusterAdmin'), { type: 'cluster', namespaces: [] }],
    ]);
    const byHand = { clusterName: 'guests', principalArn: `${ACCOUNT}:user/by-hand` };
    await sandbox.eks.createAccessEntry(byHand);

    const after = planOf([{ principalArn: TEAM, policies: [{ policy: 'view' }] }]);
    for (const node of after.entries) {
      const request = { owner, node, dependencies: dependenciesOf(node, refs) };
      await ensureReady(provider, request, context);
    }
    const gone = nodeOf(before.nodes, `access_entry/${accessEntryName(CI)}`);
    await tearDown(provider, owner, [gone], context);
    const { accessEntries = [] } = await sandbox.eks.listAccessEntries({ clusterName: 'guests' });
    expect(accessEntries.toSorted()).toEqual([CREATOR, TEAM, byHand.principalArn].toSorted());
    expect(await policiesOf('guests', TEAM)).toEqual([
      [POLICY('View'), { type: 'cluster', namespaces: [] }],
    ]);

    const refused = planOf(
      [byHand, { principalArn: CREATOR }].map(({ principalArn }) => ({ principalArn })),
    );
    for (const node of refused.entries) {
      const request = { owner, node, dependencies: dependenciesOf(node, refs) };
      expect(await providerError(provider.ensure(request, context))).toMatchObject({
        code: 'already_exists',
        retryable: false,
      });
    }
    const spec = cluster({
      aws: { accessEntries: [{ principalArn: byHand.principalArn }, { principalArn: CREATOR }] },
    });
    const { fieldErrors } = await providerError(provider.validate(owner, spec, context));
    expect(Object.keys(fieldErrors ?? {})).toEqual([
      'aws.accessEntries.0.principalArn',
      'aws.accessEntries.1.principalArn',
    ]);
    await tearDown(provider, owner, after.nodes, context);
    const left = (await sandbox.things()).filter(
      ({ tags }) => tags['slipway:uid'] === owner.resourceUid,
    );
    expect(left).toEqual([]);
  });

  test('service accounts get roles, other permissions, and lose them; associations of others stay', async () => {
    const owner = ownerOf('cluster', 'workloads');
    const clusterName = 'workloads';
    const planOf = (podIdentities: object[]) => {
      const plan = provider.plan(owner, cluster({ aws: { podIdentities } }));
      const pods = plan.filter(({ type }) => type === 'pod_identity_association');
      const wanted = pods.filter(({ name }) => name !== 'ebs-csi');
      const below = wanted.flatMap((node) => withAllDependencies(plan, node));
      return [
        ...new Set([...withAllDependencies(plan, nodeOf(plan, 'control_plane/main')), ...below]),
      ];
    };
    const api = { namespace: 'shop', serviceAccount: 'api' };
    const web = { namespace: 'shop', serviceAccount: 'web' };
    const [readOnly, powerUser] = ['ReadOnlyAccess', 'PowerUserAccess'].map(
      (name) => `arn:aws:iam::aws:policy/${name}`,
    );
    const before = planOf([
      { ...api, policyArns: [readOnly] },
      { ...web, policyArns: [readOnly] },
    ]);
    const refs = await walk(provider, owner, before, context);
    const associations = async () => {
      const { associations: items = [] } = await sandbox.eks.listPodIdentityAssociations({
        clusterName,
      });
      return items.map(({ serviceAccount = '' }) => serviceAccount).toSorted();
    };
    expect(await associations()).toEqual(['api', 'web']);
    const byHand = { namespace: 'shop', serviceAccount: 'jobs', roleArn: TEAM };
    await sandbox.eks.createPodIdentityAssociation({ clusterName, ...byHand });

    const after = planOf([{ ...api, policyArns: [powerUser] }]);
    for (const node of after) {
      const request = { owner, node, dependencies: dependenciesOf(node, refs) };
      await ensureReady(provider, request, context);
    }
    const kept = new Set(after.map(({ urn }) => urn));
    const gone = before.filter(({ urn }) => !kept.has(urn));
    expect(gone.map(({ type }) => type)).toEqual(['iam_role', 'pod_identity_association']);
    await tearDown(provider, owner, gone, context);
    expect(await associations()).toEqual(['api', 'jobs']);

    const existing = planOf([{ ...api, roleArn: TEAM }, byHand]);
    const [moved, taken] = existing.slice(-2);
    const requestOf = (node: typeof moved) => {
      if (node === undefined) throw new Error('the plan lacks an association');
      return { owner, node, dependencies: dependenciesOf(node, refs) };
    };
    const { outputs } = await ensureReady(provider, requestOf(moved), context);
    expect(outputs).toMatchObject({ roleArn: TEAM });
    expect(await providerError(provider.ensure(requestOf(taken), context))).toMatchObject({
      code: 'already_exists',
      retryable: false,
    });
    await tearDown(provider, owner, after, context);
    const left = (await sandbox.things()).filter(
      ({ tags }) => tags['slipway:uid'] === owner.resourceUid,
    );
    expect(left).toEqual([]);
  });
}
