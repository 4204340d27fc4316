/** What EKS makes in the account beside a cluster: its security group, and the log group of its control plane. */
import * as z from 'zod';
import { xmlSet, xmlText } from '../proxy/answers.ts';
import type { Call } from '../proxy/call.ts';
import type { Upstream } from '../moto/upstream.ts';

const loggingSchema = z.object({
  clusterLogging: z.array(z.object({ enabled: z.boolean().optional() })),
});

/** Returns true if a logging configuration, as in CreateCluster, enables any type of log. */
function logsAnything(logging: unknown): boolean {
  const types = loggingSchema.safeParse(logging).data?.clusterLogging ?? [];
  return types.some(({ enabled }) => enabled === true);
}

export function createSideEffects(upstream: Upstream) {
  const isUsed = async (call: Call, groupId: string) => {
    const interfaces = await upstream.ec2(call, 'DescribeNetworkInterfaces', {
      'Filter.1.Name': 'group-id',
      'Filter.1.Value.1': groupId,
    });
    const referring = await upstream.ec2(call, 'DescribeSecurityGroups', {
      'Filter.1.Name': 'ip-permission.group-id',
      'Filter.1.Value.1': groupId,
    });
    const referringIds = xmlSet(referring, 'securityGroupInfo')?.items ?? [];
    return (
      (xmlSet(interfaces, 'networkInterfaceSet')?.items ?? []).length > 0 ||
      referringIds.some((it) => xmlText(it, 'groupId') !== groupId)
    );
  };

  return {
    /** Makes the cluster's security group. Resolves to the fields of `resourcesVpcConfig` that follow from it. */
    async network(
      call: Call,
      cluster: string,
      subnetId: string,
    ): Promise<{ vpcId?: string; clusterSecurityGroupId?: string }> {
      const subnets = await upstream.ec2(call, 'DescribeSubnets', { 'SubnetId.1': subnetId });
      const vpcId = xmlText(subnets, 'vpcId');
      if (vpcId === undefined) return {};
      const tags = {
        Name: `eks-cluster-sg-${cluster}`,
        'aws:eks:cluster-name': cluster,
        [`kubernetes.io/cluster/${cluster}`]: 'owned',
      };
      const made = await upstream.ec2(call, 'CreateSecurityGroup', {
        GroupName: `eks-cluster-sg-${cluster}-${subnetId.slice(-8)}`,
        GroupDescription: 'EKS created security group applied to ENI that is attached to EKS',
        VpcId: vpcId,
        'TagSpecification.1.ResourceType': 'security-group',
        ...Object.fromEntries(
          Object.entries(tags).flatMap(([key, value], index) => [
            [`TagSpecification.1.Tag.${index + 1}.Key`, key],
            [`TagSpecification.1.Tag.${index + 1}.Value`, value],
          ]),
        ),
      });
      const clusterSecurityGroupId = xmlText(made, 'groupId');
      return { vpcId, ...(clusterSecurityGroupId !== undefined && { clusterSecurityGroupId }) };
    },

    /** EKS deletes the group with the cluster, unless something else uses it. */
    async removeGroup(call: Call, groupId: string): Promise<void> {
      if (await isUsed(call, groupId)) return;
      await upstream.ec2(call, 'DeleteSecurityGroup', { GroupId: groupId });
    },

    /** EKS makes the log group when it writes to it, and never deletes it. */
    async logGroup(call: Call, cluster: string, logging: unknown): Promise<void> {
      if (!logsAnything(logging)) return;
      const logGroupName = `/aws/eks/${cluster}/cluster`;
      await upstream.json(call, 'logs', 'Logs_20140328.CreateLogGroup', { logGroupName });
    },
  };
}
export type SideEffects = ReturnType<typeof createSideEffects>;
