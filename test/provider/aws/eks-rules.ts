/**
 * Tests the sandbox itself: the rules of EKS that its user guide and API model state, and that the provider's
 * tests rely on. They use the SDK alone.
 */
import type { ClusterVersionInformation } from '@aws-sdk/client-eks';
import { afterEach, expect, test } from 'vitest';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';
import { eventually } from '../../support/eventually.ts';

const ROLE = 'arn:aws:iam::123456789012:role/eks';

/** The code of the refusal of a call. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}

export function eksRules(sandbox: AwsSandbox): void {
  afterEach(() => sandbox.rules({}));

  const clusterOf = async (name: string) => (await sandbox.eks.describeCluster({ name })).cluster;
  const isActive = (name: string, version?: string) =>
    eventually(async () => {
      const cluster = await clusterOf(name);
      return cluster?.status === 'ACTIVE' && (version ?? cluster.version) === cluster.version;
    });

  async function makeCluster(name: string, version: string): Promise<void> {
    await sandbox.eks.createCluster({
      name,
      version,
      roleArn: ROLE,
      resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
      accessConfig: { authenticationMode: 'API' },
    });
    await isActive(name);
  }

  async function upgrade(name: string, version: string): Promise<void> {
    await sandbox.eks.updateClusterVersion({ name, version });
    await isActive(name, version);
  }

  async function makeNodeGroup(clusterName: string, desiredSize: number): Promise<void> {
    const nodegroupName = 'default';
    await sandbox.eks.createNodegroup({
      clusterName,
      nodegroupName,
      nodeRole: ROLE,
      subnets: ['subnet-1'],
      scalingConfig: { minSize: 1, desiredSize, maxSize: desiredSize },
      updateConfig: { maxUnavailable: 2 },
      taints: [
        { key: 'a', value: '1', effect: 'NO_SCHEDULE' },
        { key: 'b', value: '2', effect: 'NO_EXECUTE' },
      ],
    });
    await eventually(async () => (await nodeGroup(clusterName))?.status === 'ACTIVE');
  }
  const nodeGroup = async (clusterName: string) =>
    (await sandbox.eks.describeNodegroup({ clusterName, nodegroupName: 'default' })).nodegroup;

  async function updateOf(name: string, updateId?: string, nodegroupName?: string) {
    return eventually(async () => {
      const asked = { name, updateId, nodegroupName };
      const { update } = await sandbox.eks.describeUpdate(asked);
      return update?.status !== 'InProgress' && update;
    });
  }

  async function remove(name: string): Promise<void> {
    const { nodegroups = [] } = await sandbox.eks.listNodegroups({ clusterName: name });
    for (const nodegroupName of nodegroups) {
      await sandbox.eks.deleteNodegroup({ clusterName: name, nodegroupName });
    }
    await eventually(
      async () => (await codeOf(sandbox.eks.deleteCluster({ name }))) !== 'ResourceInUseException',
    );
    await eventually(async () => (await codeOf(clusterOf(name))) === 'ResourceNotFoundException');
  }

  test('versions have dates, age, and are refused when they are too old for the upgrade policy', async () => {
    const statusesOf = (versions: readonly ClusterVersionInformation[] = []) =>
      versions.map((it) => [it.clusterVersion, it.versionStatus]);
    const ask = async () => (await sandbox.eks.describeClusterVersions({})).clusterVersions;
    await sandbox.rules({ today: '2026-12-01' });
    expect(statusesOf(await ask()).slice(-4)).toEqual([
      ['1.35', 'STANDARD_SUPPORT'],
      ['1.34', 'STANDARD_SUPPORT'],
      ['1.33', 'EXTENDED_SUPPORT'],
      ['1.32', 'EXTENDED_SUPPORT'],
    ]);
    await sandbox.rules({ today: '2026-12-03' });
    const aged = await ask();
    expect(statusesOf(aged)).toContainEqual(['1.34', 'EXTENDED_SUPPORT']);
    expect(aged?.filter((it) => it.defaultVersion)).toHaveLength(1);
    const wanted = {
      name: 'aged',
      version: '1.34',
      roleArn: ROLE,
      resourcesVpcConfig: { subnetIds: ['subnet-1'] },
    };
    const standard = { ...wanted, upgradePolicy: { supportType: 'STANDARD' as const } };
    expect(await codeOf(sandbox.eks.createCluster(standard))).toBe('InvalidParameterException');
    const unknown = { ...wanted, version: '1.28' };
    expect(await codeOf(sandbox.eks.createCluster(unknown))).toBe('InvalidParameterException');
    expect(await codeOf(sandbox.eks.createCluster(wanted))).toBe('accepted');
    await isActive('aged');
    await remove('aged');
  });

  test('a control plane goes up by one minor version, and back by one within seven days', async () => {
    const name = 'back';
    await makeCluster(name, '1.33');
    await makeNodeGroup(name, 4);
    expect((await nodeGroup(name))?.taints?.map(({ key }) => key)).toEqual(['b', 'a']);
    const version = (wanted: string) => sandbox.eks.updateClusterVersion({ name, version: wanted });
    expect(await codeOf(version('1.35'))).toBe('InvalidParameterException');
    expect(await codeOf(version('1.32'))).toBe('InvalidParameterException');
    await upgrade(name, '1.34');
    const update = { clusterName: name, nodegroupName: 'default', version: '1.34' };
    await sandbox.rules({ unevictable: [name] });
    const stuck = await sandbox.eks.updateNodegroupVersion(update);
    expect(await updateOf(name, stuck.update?.id, 'default')).toMatchObject({
      status: 'Failed',
      errors: [{ errorCode: 'PodEvictionFailure' }],
    });
    const forced = await sandbox.eks.updateNodegroupVersion({ ...update, force: true });
    expect(await codeOf(version('1.35'))).toBe('accepted');
    expect(await codeOf(version('1.35'))).toBe('ResourceInUseException');
    await updateOf(name, forced.update?.id, 'default');
    await isActive(name, '1.35');
    // The node group is newer than the version before the last one, but not than the last one.
    const rollback = await version('1.34');
    expect(rollback.update?.type).toBe('VersionRollback');
    await isActive(name, '1.34');
    expect(await codeOf(version('1.33'))).toBe('InvalidParameterException');
    await upgrade(name, '1.35');
    await sandbox.rules({ today: '2026-03-09' });
    expect(await codeOf(version('1.34'))).toBe('InvalidParameterException');
    await remove(name);
  });

  test('add-ons have versions for each cluster version, and old ones block upgrades', async () => {
    const clusterName = 'addons';
    await makeCluster(clusterName, '1.33');
    const addon = { clusterName, addonName: 'vpc-cni' };
    const wrong = { ...addon, addonVersion: 'v9.9.9-eksbuild.1' };
    expect(await codeOf(sandbox.eks.createAddon(wrong))).toBe('InvalidParameterException');
    await sandbox.eks.createAddon(addon);
    const seen = () => sandbox.eks.describeAddon(addon);
    await eventually(async () => (await seen()).addon?.status === 'ACTIVE');
    const defaultFor = async (kubernetesVersion: string) => {
      const asked = { addonName: 'vpc-cni', kubernetesVersion };
      const { addons = [] } = await sandbox.eks.describeAddonVersions(asked);
      return addons[0]?.addonVersions?.find((it) => it.compatibilities?.[0]?.defaultVersion)
        ?.addonVersion;
    };
    expect((await seen()).addon?.addonVersion).toBe(await defaultFor('1.33'));
    await upgrade(clusterName, '1.34');
    const next = { name: clusterName, version: '1.35' };
    expect(await codeOf(sandbox.eks.updateClusterVersion(next))).toBe('InvalidRequestException');
    const addonVersion = await defaultFor('1.34');
    const { update } = await sandbox.eks.updateAddon({ ...addon, addonVersion });
    expect(update?.type).toBe('AddonUpdate');
    await eventually(async () => (await seen()).addon?.addonVersion === addonVersion);
    expect(await codeOf(sandbox.eks.updateClusterVersion(next))).toBe('accepted');
    await isActive(clusterName, '1.35');
    await remove(clusterName);
  });

  test('a cluster changes one kind of setting at a time, and deletion protection holds', async () => {
    const name = 'settings';
    await makeCluster(name, '1.34');
    const publicAccessCidrs = ['203.0.113.0/24'];
    const change = { name, resourcesVpcConfig: { publicAccessCidrs } };
    const two = { ...change, deletionProtection: true };
    expect(await codeOf(sandbox.eks.updateClusterConfig(two))).toBe('InvalidParameterException');
    const { update } = await sandbox.eks.updateClusterConfig(change);
    expect(update?.type).toBe('EndpointAccessUpdate');
    await eventually(
      async () => (await clusterOf(name))?.resourcesVpcConfig?.publicAccessCidrs?.length === 1,
    );
    expect((await clusterOf(name))?.resourcesVpcConfig?.subnetIds).toHaveLength(2);
    expect(await codeOf(sandbox.eks.updateClusterConfig(change))).toBe('InvalidParameterException');
    await sandbox.eks.updateClusterConfig({ name, deletionProtection: true });
    await eventually(async () => (await clusterOf(name))?.deletionProtection === true);
    expect(await codeOf(sandbox.eks.deleteCluster({ name }))).toBe('InvalidRequestException');
    await sandbox.eks.updateClusterConfig({ name, deletionProtection: false });
    await eventually(async () => (await clusterOf(name))?.deletionProtection === false);

    const entry = { clusterName: name, principalArn: 'arn:aws:iam::123456789012:role/team' };
    await sandbox.eks.createAccessEntry(entry);
    const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
    await sandbox.eks.associateAccessPolicy({
      ...entry,
      policyArn,
      accessScope: { type: 'namespace', namespaces: ['shop'] },
    });
    const { associatedAccessPolicies = [] } = await sandbox.eks.listAssociatedAccessPolicies(entry);
    expect(associatedAccessPolicies.map((it) => it.policyArn)).toEqual([policyArn]);
    await sandbox.eks.disassociateAccessPolicy({ ...entry, policyArn });
    expect(
      (await sandbox.eks.listAssociatedAccessPolicies(entry)).associatedAccessPolicies,
    ).toEqual([]);
    await remove(name);
  });

  test('a cluster brings a security group, which goes with it, and a log group, which stays', async () => {
    const name = 'brings';
    const { Vpc } = await sandbox.ec2.createVpc({ CidrBlock: '10.9.0.0/16' });
    const VpcId = Vpc?.VpcId;
    const { Subnet } = await sandbox.ec2.createSubnet({ VpcId, CidrBlock: '10.9.0.0/24' });
    const subnetIds = [Subnet?.SubnetId ?? ''];
    await sandbox.eks.createCluster({
      name,
      roleArn: ROLE,
      resourcesVpcConfig: { subnetIds },
      logging: { clusterLogging: [{ types: ['api'], enabled: true }] },
    });
    await isActive(name);
    const { vpcId, clusterSecurityGroupId = '' } =
      (await clusterOf(name))?.resourcesVpcConfig ?? {};
    expect(vpcId).toBe(VpcId);
    const groupIds = async () => {
      const Filters = [{ Name: 'vpc-id', Values: [VpcId ?? ''] }];
      const { SecurityGroups = [] } = await sandbox.ec2.describeSecurityGroups({ Filters });
      return SecurityGroups.map(({ GroupId }) => GroupId);
    };
    expect(await groupIds()).toContain(clusterSecurityGroupId);
    await remove(name);
    expect(await groupIds()).not.toContain(clusterSecurityGroupId);
    expect(await sandbox.logGroups()).toContain(`/aws/eks/${name}/cluster`);
    await sandbox.ec2.deleteSubnet({ SubnetId: subnetIds[0] });
    await sandbox.ec2.deleteVpc({ VpcId });
  });
}
