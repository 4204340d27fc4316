/** Tests that the permissions of docs/aws-permissions.json do not reach what Slipway did not make. */
import { EC2 } from '@aws-sdk/client-ec2';
import { EKS } from '@aws-sdk/client-eks';
import { IAM } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { ADMINISTRATOR } from '../../../support/aws/policies/permissions.ts';
import type { AwsSandbox } from '../../../support/aws/sandbox.ts';
import { eventually } from '../../../support/eventually.ts';

const UID = [{ Key: 'slipway:uid', Value: 'uid' }];
const ADMINISTRATORS = { accessKeyId: ADMINISTRATOR, secretAccessKey: ADMINISTRATOR };
const POLICIES = 'arn:aws:iam::aws:policy/';

export function foreignResources(sandbox: AwsSandbox): void {
  test('the documented permissions do not reach what Slipway did not make', async () => {
    const { ec2, eks, iam } = slipwaysClients(sandbox);
    const admin = new IAM({ ...clientConfig(sandbox), credentials: ADMINISTRATORS });
    const vpcId = await sandbox.foreignVpc();
    const { Subnet } = await sandbox.ec2.createSubnet({ VpcId: vpcId, CidrBlock: '10.0.1.0/24' });
    const subnetId = Subnet?.SubnetId ?? '';
    const { GroupId = '' } = await sandbox.ec2.createSecurityGroup({
      VpcId: vpcId,
      GroupName: 'theirs',
      Description: 'theirs',
    });
    const { Instances = [] } = await sandbox.ec2.runInstances({
      ImageId: 'ami-12c6146b',
      MinCount: 1,
      MaxCount: 1,
      SubnetId: subnetId,
    });
    const instanceId = Instances[0]?.InstanceId ?? '';
    const RoleName = 'theirs';
    const trust = { Version: '2012-10-17', Statement: [] };
    const { Role } = await admin.createRole({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(trust),
    });
    const roleArn = Role?.Arn ?? '';
    const name = 'theirs';
    await sandbox.eks.createCluster({
      name,
      roleArn,
      resourcesVpcConfig: { subnetIds: [subnetId] },
    });
    const slipways = 'arn:aws:iam::123456789012:role/slipway/acme/uid/mine';
    const own = [{ ResourceType: 'security-group' as const, Tags: UID }];

    const calls: Record<string, () => Promise<unknown>> = {
      deleteVpc: () => ec2.deleteVpc({ VpcId: vpcId }),
      createSubnet: () => ec2.createSubnet({ VpcId: vpcId, CidrBlock: '10.0.2.0/24' }),
      deleteSubnet: () => ec2.deleteSubnet({ SubnetId: subnetId }),
      deleteGroup: () => ec2.deleteSecurityGroup({ GroupId }),
      createUntaggedGroup: () =>
        ec2.createSecurityGroup({ VpcId: vpcId, GroupName: 'mine', Description: 'mine' }),
      takeGroup: () => ec2.createTags({ Resources: [GroupId], Tags: UID }),
      takeInstance: () => ec2.createTags({ Resources: [instanceId], Tags: UID }),
      terminate: () => ec2.terminateInstances({ InstanceIds: [instanceId] }),
      deleteCluster: () => eks.deleteCluster({ name }),
      updateCluster: () => eks.updateClusterVersion({ name, version: '1.35' }),
      createAddon: () => eks.createAddon({ clusterName: name, addonName: 'vpc-cni' }),
      createUntaggedCluster: () =>
        eks.createCluster({
          name: 'mine',
          roleArn: slipways,
          resourcesVpcConfig: { subnetIds: [subnetId] },
        }),
      passRole: () =>
        eks.createCluster({
          name: 'mine',
          roleArn,
          tags: { 'slipway:uid': 'uid' },
          resourcesVpcConfig: { subnetIds: [subnetId] },
        }),
      deleteRole: () => iam.deleteRole({ RoleName }),
      extendRole: () =>
        iam.attachRolePolicy({ RoleName, PolicyArn: `${POLICIES}AmazonEKSClusterPolicy` }),
      createRole: () =>
        iam.createRole({ RoleName: 'other', AssumeRolePolicyDocument: JSON.stringify(trust) }),
    };
    const allowed: string[] = [];
    for (const [what, call] of Object.entries(calls)) {
      const code = await call().then(
        () => 'allowed',
        (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
      );
      if (!/^(UnauthorizedOperation|AccessDenied(Exception)?)$/.test(code)) {
        allowed.push(`${what}: ${code}`);
      }
    }
    expect(allowed).toEqual([]);
    // The same calls are allowed for resources with Slipway's tags.
    const group = await ec2.createSecurityGroup({
      VpcId: vpcId,
      GroupName: 'mine',
      Description: 'mine',
      TagSpecifications: own,
    });
    await ec2.deleteSecurityGroup({ GroupId: group.GroupId });

    await sandbox.ec2.terminateInstances({ InstanceIds: [instanceId] });
    await eventually(async () => {
      await sandbox.eks.deleteCluster({ name }).catch(() => {});
      return !(await sandbox.eks.listClusters({})).clusters?.includes(name);
    });
    await sandbox.ec2.deleteSecurityGroup({ GroupId });
    await sandbox.ec2.deleteSubnet({ SubnetId: subnetId });
    await sandbox.ec2.deleteVpc({ VpcId: vpcId });
    await admin.deleteRole({ RoleName });
  });
}

function clientConfig({ url }: AwsSandbox) {
  return { region: 'eu-central-1', endpoint: url, maxAttempts: 1 };
}

/** Clients with the permissions that Slipway has in tests. */
function slipwaysClients(sandbox: AwsSandbox) {
  const config = clientConfig(sandbox);
  return { ec2: new EC2(config), eks: new EKS(config), iam: new IAM(config) };
}
