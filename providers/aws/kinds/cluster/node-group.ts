import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { allTags, carries, identityTags } from '../tags.ts';
import type { FoundNode } from '../../../node-kind.ts';
import * as z from 'zod';
import type { AMITypes } from '@aws-sdk/client-eks';
import { nodeRepairSchema, type AmiFamily } from '../../../../contract/providers/aws-node-group.ts';
import { clientToken } from '../../../identity.ts';
import type { Aws } from '../../client/access.ts';
import { issuesOf, readEksTags, unlessMissing } from '../../client/eks.ts';
import { clusterName, generationName, isGenerationOf } from '../../plan/names.ts';
import { imageOf } from '../../nodes/images.ts';
import { factsOf } from '../../nodes/instance-facts.ts';
import { fitsVersion, isNewerRelease } from '../../nodes/releases.ts';
import { subnetsFor } from '../../nodes/subnets.ts';
import { LAUNCH_PROPERTIES } from './launch-template.ts';
import { configNow, configOf, differs, updateOf } from './node-group-config.ts';
import { diffByUpdate } from './updates.ts';
import { allPages } from '../../client/pages.ts';

const PROPERTIES = z.object({
  instanceTypes: z.array(z.string()),
  minSize: z.number(),
  desiredSize: z.number(),
  maxSize: z.number(),
  capacityType: z.enum(['on_demand', 'spot']),
  ...LAUNCH_PROPERTIES,
  /** The version of the control plane unless given. */
  kubernetesVersion: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  taints: z.array(
    z.object({
      key: z.string(),
      value: z.string(),
      effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
    }),
  ),
  maxUnavailable: z.number().optional(),
  maxUnavailablePercentage: z.number().optional(),
  forceUpdate: z.boolean().default(false),
  /** The release of the node image; the newest one at the creation and after each update of the version unless given. */
  releaseVersion: z.string().optional(),
  zones: z.array(z.string()).optional(),
  nodeRepair: nodeRepairSchema.optional(),
  /** The subnets of a network that is not part of the plan. */
  privateSubnetIds: z.array(z.string()).default([]),
});

const STATES = {
  CREATING: 'creating',
  ACTIVE: 'available',
  DEGRADED: 'available',
  UPDATING: 'updating',
  CREATE_FAILED: 'failed',
  DELETE_FAILED: 'failed',
  DELETING: 'deleting',
} as const;
/** A managed node group. */
export const nodeGroup = defineKind({
  properties: PROPERTIES,
  async list({ eks }, owner, name) {
    const cluster = clusterName(owner);
    const names = (await namesIn(eks, cluster)).filter(
      (it) => name === undefined || isGenerationOf(it, name),
    );
    const found = await Promise.all(
      names.map(async (nodegroupName): Promise<FoundNode[]> => {
        const seen = await unlessMissing(
          eks.describeNodegroup({ clusterName: cluster, nodegroupName }),
        );
        const group = seen?.nodegroup;
        const { nodegroupArn = '', status = 'CREATING', health, version = '' } = group ?? {};
        const { releaseVersion: release = '' } = group ?? {};
        const tags = readEksTags(group?.tags);
        if (!carries(tags, identityTags(owner, 'node_group', name))) return [];
        const reason = issuesOf(health?.issues);
        return [
          {
            cloudId: nodegroupArn,
            tags,
            state: STATES[status],
            ...(reason !== undefined && { reason }),
            outputs: { version, release, name: nodegroupName },
          },
        ];
      }),
    );
    return found.flat();
  },
  async create(aws, request, properties) {
    const { owner, node } = request;
    const it = dependenciesOf(request);
    const template = it.one('launch_template');
    const { instanceTypes, releaseVersion } = properties;
    const subnetIds = [...it.ids('subnet'), ...properties.privateSubnetIds];
    const { nodegroup } = await aws.eks.createNodegroup({
      clusterName: clusterName(owner),
      nodegroupName: generationName(node.name, node.generation),
      nodeRole: it.one('iam_role')?.cloudId,
      subnets: await subnetsFor(aws, subnetIds, properties),
      ...configOf(properties),
      instanceTypes,
      amiType: await imageFor(aws, properties.amiFamily, instanceTypes),
      ...(releaseVersion !== undefined && { releaseVersion }),
      capacityType: properties.capacityType === 'spot' ? 'SPOT' : 'ON_DEMAND',
      launchTemplate: { id: template?.cloudId, version: template?.outputs['version'] ?? '1' },
      tags: allTags(request),
      clientRequestToken: clientToken(owner, node),
    });
    return { cloudId: nodegroup?.nodegroupArn ?? '' };
  },
  async diff(aws, { owner, node }, { outputs }, properties) {
    const cluster = clusterName(owner);
    const nodegroupName = outputs['name'] ?? '';
    const { eks } = aws;
    const { nodegroup = {} } = await eks.describeNodegroup({ clusterName: cluster, nodegroupName });
    const wanted = configNow(nodegroup, node, properties);
    if (differs(nodegroup, wanted)) {
      const what = `node group ${nodegroupName} of ${cluster} to ${JSON.stringify(wanted)}`;
      // EKS carries out one update at a time, so the version is updated after the configuration.
      return [
        await diffByUpdate(aws, { what, cluster, nodegroupName }, () =>
          eks.updateNodegroupConfig({
            clusterName: cluster,
            nodegroupName,
            ...updateOf(nodegroup, wanted),
          }),
        ),
      ];
    }
    const { kubernetesVersion: version, forceUpdate: force } = properties;
    const releaseVersion = nextRelease(outputs, properties);
    const isOld = version !== undefined && outputs['version'] !== version;
    if (!isOld && releaseVersion === undefined) return [];
    const goal = isOld ? version : `release ${releaseVersion}`;
    const what = `node group ${nodegroupName} of ${cluster} to ${goal}`;
    return [
      await diffByUpdate(aws, { what, cluster, nodegroupName }, () =>
        eks.updateNodegroupVersion({
          clusterName: cluster,
          nodegroupName,
          version,
          ...(releaseVersion !== undefined && { releaseVersion }),
          force,
        }),
      ),
    ];
  },
  async delete({ eks }, owner, arn) {
    // arn:aws:eks:REGION:ACCOUNT:nodegroup/CLUSTER/NAME/UID
    await eks.deleteNodegroup({
      clusterName: clusterName(owner),
      nodegroupName: arn.split('/')[2],
    });
  },
});

async function namesIn(eks: Aws['eks'], cluster: string): Promise<string[]> {
  return allPages(async (nextToken) => {
    const page = await unlessMissing(eks.listNodegroups({ clusterName: cluster, nextToken }));
    return { items: page?.nodegroups, next: page?.nextToken };
  });
}

/** Returns the release to which the group is updated. EKS takes no group back, so a newer one stays. */
function nextRelease(
  outputs: Record<string, string>,
  { releaseVersion: wanted, kubernetesVersion = '' }: z.output<typeof PROPERTIES>,
): string | undefined {
  if (wanted === undefined || !fitsVersion(wanted, kubernetesVersion)) return undefined;
  return isNewerRelease(wanted, outputs['release'] ?? '') ? wanted : undefined;
}

async function imageFor(
  aws: Aws,
  family: AmiFamily,
  instanceTypes: readonly string[],
): Promise<AMITypes | undefined> {
  // All types have the same image, which is checked before the first effect.
  const [first] = await factsOf(aws, instanceTypes);
  return first && imageOf(family, first);
}
