/** Parses requests of AWS clients. */
import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';

export interface Call {
  /** The access key that signed the request. */
  accessKey: string;
  /** The service's name in the signature, for example `ec2`. */
  service: string;
  region: string;
  /** The API action, for example `CreateVpc`. */
  action: string;
  method: string;
  /** The path, including the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Parameters of the query protocol (EC2, IAM, STS), for example `Filter.1.Name`. */
  params: Record<string, string>;
  /** The body in the JSON protocols (EKS, SQS, EventBridge). */
  json: Record<string, unknown>;
  /** Identifies a create, so that a repetition creates nothing. */
  clientToken: string | undefined;
  /** The tags in the request. */
  tags: Record<string, string>;
}

export const answerSchema = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
export type Answer = z.infer<typeof answerSchema>;

const jsonSchema = z.record(z.string(), z.unknown());
const jsonTagsSchema = z.union([
  z.record(z.string(), z.string()),
  z.array(z.object({ Key: z.string(), Value: z.string() })),
]);
const SCOPE = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//;
/** The first matching path determines the action. `{}` matches one segment. */
const EKS_ROUTES = [
  ['CreateCluster', 'POST', '/clusters'],
  ['ListClusters', 'GET', '/clusters'],
  ['DescribeCluster', 'GET', '/clusters/{}'],
  ['DeleteCluster', 'DELETE', '/clusters/{}'],
  ['CreateNodegroup', 'POST', '/clusters/{}/node-groups'],
  ['ListNodegroups', 'GET', '/clusters/{}/node-groups'],
  ['DescribeNodegroup', 'GET', '/clusters/{}/node-groups/{}'],
  ['DeleteNodegroup', 'DELETE', '/clusters/{}/node-groups/{}'],
  ['UpdateClusterVersion', 'POST', '/clusters/{}/updates'],
  ['ListUpdates', 'GET', '/clusters/{}/updates'],
  ['UpdateClusterConfig', 'POST', '/clusters/{}/update-config'],
  ['DescribeClusterVersions', 'GET', '/cluster-versions'],
  ['DescribeAddonVersions', 'GET', '/addons/supported-versions'],
  ['ListAccessPolicies', 'GET', '/access-policies'],
  ['DescribeUpdate', 'GET', '/clusters/{}/updates/{}'],
  ['UpdateNodegroupVersion', 'POST', '/clusters/{}/node-groups/{}/update-version'],
  ['UpdateNodegroupConfig', 'POST', '/clusters/{}/node-groups/{}/update-config'],
  ['TagResource', 'POST', '/tags/{}'],
  ['UntagResource', 'DELETE', '/tags/{}'],
  ['CreateAddon', 'POST', '/clusters/{}/addons'],
  ['ListAddons', 'GET', '/clusters/{}/addons'],
  ['DescribeAddon', 'GET', '/clusters/{}/addons/{}'],
  ['DeleteAddon', 'DELETE', '/clusters/{}/addons/{}'],
  ['UpdateAddon', 'POST', '/clusters/{}/addons/{}/update'],
  ['CreateAccessEntry', 'POST', '/clusters/{}/access-entries'],
  ['ListAccessEntries', 'GET', '/clusters/{}/access-entries'],
  ['DescribeAccessEntry', 'GET', '/clusters/{}/access-entries/{}'],
  ['DeleteAccessEntry', 'DELETE', '/clusters/{}/access-entries/{}'],
  ['UpdateAccessEntry', 'POST', '/clusters/{}/access-entries/{}'],
  ['AssociateAccessPolicy', 'POST', '/clusters/{}/access-entries/{}/access-policies'],
  ['ListAssociatedAccessPolicies', 'GET', '/clusters/{}/access-entries/{}/access-policies'],
  ['DisassociateAccessPolicy', 'DELETE', '/clusters/{}/access-entries/{}/access-policies/{}'],
  ['CreatePodIdentityAssociation', 'POST', '/clusters/{}/pod-identity-associations'],
  ['ListPodIdentityAssociations', 'GET', '/clusters/{}/pod-identity-associations'],
  ['DescribePodIdentityAssociation', 'GET', '/clusters/{}/pod-identity-associations/{}'],
  ['DeletePodIdentityAssociation', 'DELETE', '/clusters/{}/pod-identity-associations/{}'],
  ['UpdatePodIdentityAssociation', 'POST', '/clusters/{}/pod-identity-associations/{}'],
] as const;

export function parseCall(request: {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}): Call {
  const { method, path, headers, body } = request;
  const scope = SCOPE.exec(headers.authorization ?? '');
  const [, accessKey = '', region = 'us-east-1', service = 'unknown'] = scope ?? [];
  const isForm = (headers['content-type'] ?? '').includes('x-www-form-urlencoded');
  const params = isForm ? Object.fromEntries(new URLSearchParams(body)) : {};
  const json = isForm ? {} : parseJson(body);
  const target = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const action =
    params['Action'] ?? (service === 'eks' ? eksAction(method, path) : (target ?? 'Unknown'));
  const token = params['ClientToken'] ?? json['clientRequestToken'];
  return {
    accessKey,
    service,
    region,
    action,
    ...request,
    params,
    json,
    clientToken: typeof token === 'string' ? token : undefined,
    tags: isForm ? formTags(params) : jsonTags(json),
  };
}

/** A text in the body of a JSON protocol; undefined if the call does not have it. */
export function textIn({ json }: Pick<Call, 'json'>, name: string): string | undefined {
  const value = json[name];
  return typeof value === 'string' ? value : undefined;
}

/** The decoded segments of a path, without its query. */
export function segments(path: string): string[] {
  const [bare = ''] = path.split('?', 1);
  return bare
    .split('/')
    .filter((it) => it !== '')
    .map(decodeURIComponent);
}

/** Applies TagResource or UntagResource of EKS to `tags`. */
export function retagged(tags: Record<string, string>, call: Call): Record<string, string> {
  const query = new URL(call.path, 'http://localhost').searchParams;
  const gone = new Set(call.method === 'DELETE' ? query.getAll('tagKeys') : []);
  const kept = Object.entries({ ...tags, ...call.tags }).filter(([key]) => !gone.has(key));
  return Object.fromEntries(kept);
}

function eksAction(method: string, path: string): string {
  const asked = segments(path);
  const route = EKS_ROUTES.find(([, verb, pattern]) => {
    const wanted = segments(pattern);
    return (
      verb === method &&
      wanted.length === asked.length &&
      wanted.every((it, index) => it === '{}' || it === asked[index])
    );
  });
  return route?.[0] ?? 'Unknown';
}

function formTags(params: Record<string, string>): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [key, value] of Object.entries(params)) {
    const prefix = /^(?:TagSpecification\.\d+\.Tag|Tags\.member|Tag)\.\d+\.(?=Key$)/.exec(key)?.[0];
    if (prefix !== undefined) tags[value] = params[`${prefix}Value`] ?? '';
  }
  return tags;
}

function jsonTags(json: Record<string, unknown>): Record<string, string> {
  const tags = jsonTagsSchema.safeParse(json['tags'] ?? json['Tags'] ?? {}).data ?? {};
  return Array.isArray(tags)
    ? Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))
    : tags;
}

function parseJson(body: string): Record<string, unknown> {
  try {
    return jsonSchema.parse(JSON.parse(body));
  } catch {
    return {};
  }
}
