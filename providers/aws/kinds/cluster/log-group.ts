import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { takenByCluster } from '../taken.ts';
import { allTags, carries, identityTags } from '../tags.ts';
import { TAGS } from '../../../identity.ts';
import { ProviderError, type NodeRequest } from '../../../provider.ts';
import type { Aws } from '../../client/access.ts';
import { vendorCode } from '../../client/errors.ts';
import { controlPlaneLogs } from '../../leftovers/logs.ts';
import { clusterName, logGroupName } from '../../plan/names.ts';

const DEFAULT_RETENTION_DAYS = 90;
/** Marks a group that Slipway has taken over, so that no undo deletes the logs in it. */
const ADOPTED = 'slipway:adopted';

const PROPERTIES = z.object({
  /** 90 unless given. A group that was taken over keeps its own unless given. */
  retentionDays: z.number().optional(),
  /** What a deletion of the cluster does with the logs; it deletes them by default. */
  onDelete: z.enum(['retain', 'delete']).default('delete'),
});

/**
 * The log group of a control plane. EKS would make it without a retention and without tags. Its name is that of the
 * cluster, so that an earlier cluster can have left one.
 */
export const logGroup = defineKind({
  properties: PROPERTIES,
  async list(aws, owner, name) {
    const group = await controlPlaneLogs(aws, clusterName(owner));
    if (group === undefined) return [];
    const { arn, retentionDays } = group;
    const { tags = {} } = await aws.logs.listTagsForResource({ resourceArn: arn });
    if (!carries(tags, identityTags(owner, 'log_group', name))) return [];
    const outputs = { retentionDays: String(retentionDays ?? '') };
    return [{ cloudId: arn, tags, state: 'available', outputs }];
  },
  async create(aws, request) {
    const { owner } = request;
    const cluster = clusterName(owner);
    try {
      await aws.logs.createLogGroup({
        logGroupName: logGroupName(cluster),
        tags: allTags(request),
      });
    } catch (error) {
      if (vendorCode(error) !== 'ResourceAlreadyExistsException') throw error;
      await takeOver(aws, request, error);
    }
    const group = await controlPlaneLogs(aws, cluster);
    if (group !== undefined) return { cloudId: group.arn };
    // The answer to the create has no ARN, and a new group is not listed at once.
    throw new ProviderError({
      code: 'not_visible_yet',
      errorType: 'not_stabilized',
      publicMessage: `CloudWatch does not list the new log group ${logGroupName(cluster)} yet`,
      retryable: true,
    });
  },
  async diff({ logs }, { owner }, { tags, outputs }, properties) {
    const isAdopted = tags[ADOPTED] !== undefined;
    const retentionInDays =
      properties.retentionDays ?? (isAdopted ? undefined : DEFAULT_RETENTION_DAYS);
    if (retentionInDays === undefined || outputs['retentionDays'] === String(retentionInDays)) {
      return [];
    }
    const group = { logGroupName: logGroupName(clusterName(owner)), retentionInDays };
    const what = `the retention of ${retentionInDays} days`;
    return [{ what, apply: () => logs.putRetentionPolicy(group) }];
  },
  async delete({ logs }, owner, resourceArn, { operation, properties }) {
    const { tags = {} } = await logs.listTagsForResource({ resourceArn });
    const { onDelete } = PROPERTIES.parse(properties);
    const isWanted = operation === 'delete';
    // The undo of a create that took a group over gives it back with its logs.
    if (isWanted ? onDelete === 'retain' : tags[ADOPTED] !== undefined) {
      const tagKeys = Object.keys(tags).filter((key) => key.startsWith('slipway:'));
      if (tagKeys.length > 0) await logs.untagResource({ resourceArn, tagKeys });
      return;
    }
    await logs.deleteLogGroup({ logGroupName: logGroupName(clusterName(owner)) });
  },
});

/** Tags the group that exists. Throws if a foreign cluster of the same name writes to it. */
async function takeOver(aws: Aws, request: NodeRequest, error: unknown): Promise<void> {
  const { owner } = request;
  const refusal = await takenByCluster(aws, owner, error);
  if (refusal !== error) throw refusal;
  const group = await controlPlaneLogs(aws, clusterName(owner));
  // Deleted since: the next attempt makes it.
  if (group === undefined) return;
  const { tags: present = {} } = await aws.logs.listTagsForResource({ resourceArn: group.arn });
  // A repeated create of ours has lost its answer only.
  const isOwn = carries(present, { [TAGS.uid]: owner.resourceUid });
  const all = allTags(request, isOwn ? {} : { [ADOPTED]: 'true' });
  await aws.logs.tagResource({ resourceArn: group.arn, tags: all });
}
