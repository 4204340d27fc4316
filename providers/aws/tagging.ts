/** The tags of what is there: what it lacks, and what it has and should not. */
import type { NodeRequest } from '../provider.ts';
import type { Aws } from './client/access.ts';
import { allTags, tagList, type Found, type Lack } from './node-kind.ts';

/** Tags of AWS, of controllers in clusters and of Slipway itself, which stay whatever the user asks for. */
const KEPT =
  /^(aws|eks|slipway):|(^|\.)(kubernetes|k8s)\.(io|aws)\/|^karpenter\.(sh|k8s\.aws)\/|amazonaws\.com\//;

/** What its tags lack; a tag that nobody asks for any more goes. */
export function tagLacks(aws: Aws, request: NodeRequest, found: Found): Lack[] {
  const { type } = request.node;
  const wanted = allTags(request);
  const missing = Object.entries(wanted).filter(([key, value]) => found.tags[key] !== value);
  const spare = Object.keys(found.tags).filter((key) => !(key in wanted) && !KEPT.test(key));
  const lacks: Lack[] = [];
  if (missing.length > 0) {
    const tags = Object.fromEntries(missing);
    lacks.push({ what: 'its tags', supply: () => setTags(aws, type, found, tags) });
  }
  if (spare.length > 0) {
    const what = `to lose the tags ${spare.join(', ')}`;
    lacks.push({ what, supply: () => removeTags(aws, type, found, spare) });
  }
  return lacks;
}

const EKS_TYPES: ReadonlySet<string> = new Set([
  'control_plane',
  'node_group',
  'addon',
  'access_entry',
  'pod_identity_association',
]);

/** Each service has its own call. */
async function setTags(
  { ec2, eks, events, iam, sqs }: Aws,
  type: string,
  { cloudId, outputs }: Found,
  tags: Record<string, string>,
): Promise<unknown> {
  const Tags = tagList(tags);
  if (type === 'iam_role') return iam.tagRole({ RoleName: outputs['name'], Tags });
  if (type === 'oidc_provider') {
    return iam.tagOpenIDConnectProvider({ OpenIDConnectProviderArn: cloudId, Tags });
  }
  if (type === 'queue') return sqs.tagQueue({ QueueUrl: cloudId, Tags: tags });
  if (type === 'event_rule') return events.tagResource({ ResourceARN: cloudId, Tags });
  if (EKS_TYPES.has(type)) {
    return eks.tagResource({ resourceArn: outputs['arn'] ?? cloudId, tags });
  }
  return ec2.createTags({ Resources: [cloudId], Tags });
}

async function removeTags(
  { ec2, eks, events, iam, sqs }: Aws,
  type: string,
  { cloudId, outputs }: Found,
  TagKeys: string[],
): Promise<unknown> {
  if (type === 'iam_role') return iam.untagRole({ RoleName: outputs['name'], TagKeys });
  if (type === 'oidc_provider') {
    return iam.untagOpenIDConnectProvider({ OpenIDConnectProviderArn: cloudId, TagKeys });
  }
  if (type === 'queue') return sqs.untagQueue({ QueueUrl: cloudId, TagKeys });
  if (type === 'event_rule') return events.untagResource({ ResourceARN: cloudId, TagKeys });
  if (EKS_TYPES.has(type)) {
    return eks.untagResource({ resourceArn: outputs['arn'] ?? cloudId, tagKeys: TagKeys });
  }
  return ec2.deleteTags({ Resources: [cloudId], Tags: TagKeys.map((Key) => ({ Key })) });
}
