/**
 * Compares the tags of an existing resource with those of its node: which ones are missing, and which are
 * obsolete.
 */
import type { NodeRequest } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import type { Diff, FoundNode } from '../../node-kind.ts';
import { allTags, tagList } from './tags.ts';

/** Tags of AWS, of controllers in clusters and of Slipway itself. They are never removed. */
const RESERVED =
  /^(aws|eks|slipway):|(^|\.)(kubernetes|k8s)\.(io|aws)\/|^karpenter\.(sh|k8s\.aws)\/|amazonaws\.com\//;

/**
 * Returns the differences between the tags of a resource and those of its node. Tags that the node no
 * longer has are removed.
 */
export function diffTags(aws: Aws, request: NodeRequest, found: FoundNode): Diff[] {
  const { type } = request.node;
  const wanted = allTags(request);
  const missing = Object.entries(wanted).filter(([key, value]) => found.tags[key] !== value);
  const obsolete = Object.keys(found.tags).filter((key) => !(key in wanted) && !RESERVED.test(key));
  const diffs: Diff[] = [];
  if (missing.length > 0) {
    const tags = Object.fromEntries(missing);
    diffs.push({ what: 'its tags', apply: () => setTags(aws, type, found, tags) });
  }
  if (obsolete.length > 0) {
    const what = `the removal of the tags ${obsolete.join(', ')}`;
    diffs.push({ what, apply: () => removeTags(aws, type, found, obsolete) });
  }
  return diffs;
}

const EKS_TYPES: ReadonlySet<string> = new Set([
  'control_plane',
  'node_group',
  'addon',
  'access_entry',
  'pod_identity_association',
]);

/** Sets or removes tags. Each service has its own call for this. */
async function setTags(
  { ec2, eks, events, iam, logs, sqs }: Aws,
  type: string,
  { cloudId, outputs }: FoundNode,
  tags: Record<string, string>,
): Promise<unknown> {
  const Tags = tagList(tags);
  if (type === 'iam_role') return iam.tagRole({ RoleName: outputs['name'], Tags });
  if (type === 'oidc_provider') {
    return iam.tagOpenIDConnectProvider({ OpenIDConnectProviderArn: cloudId, Tags });
  }
  if (type === 'log_group') return logs.tagResource({ resourceArn: cloudId, tags });
  if (type === 'queue') return sqs.tagQueue({ QueueUrl: cloudId, Tags: tags });
  if (type === 'event_rule') return events.tagResource({ ResourceARN: cloudId, Tags });
  if (EKS_TYPES.has(type)) {
    return eks.tagResource({ resourceArn: outputs['arn'] ?? cloudId, tags });
  }
  return ec2.createTags({ Resources: [cloudId], Tags });
}

async function removeTags(
  { ec2, eks, events, iam, logs, sqs }: Aws,
  type: string,
  { cloudId, outputs }: FoundNode,
  TagKeys: string[],
): Promise<unknown> {
  if (type === 'iam_role') return iam.untagRole({ RoleName: outputs['name'], TagKeys });
  if (type === 'oidc_provider') {
    return iam.untagOpenIDConnectProvider({ OpenIDConnectProviderArn: cloudId, TagKeys });
  }
  if (type === 'log_group') {
    return logs.untagResource({ resourceArn: cloudId, tagKeys: TagKeys });
  }
  if (type === 'queue') return sqs.untagQueue({ QueueUrl: cloudId, TagKeys });
  if (type === 'event_rule') return events.untagResource({ ResourceARN: cloudId, TagKeys });
  if (EKS_TYPES.has(type)) {
    return eks.untagResource({ resourceArn: outputs['arn'] ?? cloudId, tagKeys: TagKeys });
  }
  return ec2.deleteTags({ Resources: [cloudId], Tags: TagKeys.map((Key) => ({ Key })) });
}
