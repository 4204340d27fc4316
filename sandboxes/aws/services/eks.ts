/**
 * Behavior of EKS that moto lacks: creates and deletes take time, and a cluster with node groups cannot be
 * deleted.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { errorAnswer, jsonAnswer } from '../proxy/answers.ts';
import { retagged, segments, type Answer, type Call } from '../proxy/call.ts';
import type { Delays } from '../proxy/delays.ts';
import { createEksExtras } from './eks-extras.ts';
import { createEksUpdates } from './eks-updates.ts';
import type { Upstream } from '../moto/upstream.ts';

const STATUSES = {
  creating: 'CREATING',
  ready: 'ACTIVE',
  deleting: 'DELETING',
  gone: 'DELETING',
} as const;
const ISSUE = {
  code: 'Ec2SubnetInvalidConfiguration',
  message: 'The sandbox injects this failure.',
};

const viewsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
const networkSchema = z.object({
  subnetIds: z.array(z.string()).default([]),
  securityGroupIds: z.array(z.string()).default([]),
});

interface StoredResource {
  kind: 'cluster' | 'nodegroup';
  cluster: string;
  /** Ids of the subnets and security groups that a cluster uses. */
  uses: readonly string[];
  /** The Kubernetes version at the create. */
  version: string;
  /** The current tags. moto does not change tags of node groups. */
  tags: Record<string, string>;
  deletion?: Call;
}

export interface EksOptions {
  upstream: Upstream;
  delays: Delays;
  /** The account id, which is part of ARNs. */
  account: string;
}

export function createEks({ upstream, delays, account }: EksOptions) {
  const { forward } = upstream;
  const stored = new Map<string, StoredResource>();
  const updates = createEksUpdates({ delays });
  const nodeGroupKey = (cluster: string, name: string) => `nodegroup ${cluster}/${name}`;
  const clusterKey = (name: string) => `cluster ${name}`;
  const nodeGroupsOf = (cluster: string) =>
    [...stored].filter(([, it]) => it.kind === 'nodegroup' && it.cluster === cluster);

  const extras = createEksExtras({
    delays,
    account,
    hasNodes: (cluster) => nodeGroupsOf(cluster).some(([key]) => delays.stateOf(key) === 'ready'),
  });

  /** Executes due deletions. */
  async function settle(): Promise<void> {
    for (const [key, { deletion, kind, cluster }] of stored) {
      if (deletion === undefined || delays.stateOf(key) !== 'gone') continue;
      stored.delete(key);
      await forward(deletion);
      delays.forget(key);
      updates.forget(key);
      if (kind === 'cluster') extras.forget(cluster);
    }
  }

  const versionOf = (key: string) => updates.versionOf(key, stored.get(key)?.version ?? '');

  function statusOf(key: string, failed: string): string {
    const state = delays.stateOf(key);
    if (state === 'failed') return failed;
    return state === 'ready' && updates.isRunning(key) ? 'UPDATING' : STATUSES[state];
  }

  /** Replaces the state in moto's response with the state in AWS. */
  function withState(answer: Answer, field: 'cluster' | 'nodegroup', key: string): Answer {
    if (answer.status >= 300) return answer;
    const body = viewsSchema.parse(JSON.parse(answer.body));
    const state = delays.stateOf(key);
    const failed = field === 'cluster' ? 'FAILED' : 'CREATE_FAILED';
    const { endpoint: _endpoint, certificateAuthority: _authority, ...bare } = body[field] ?? {};
    const view = {
      // A control plane has no endpoint until its create ends.
      ...(state === 'creating' ? bare : body[field]),
      status: statusOf(key, failed),
      version: versionOf(key),
      tags: stored.get(key)?.tags ?? bare['tags'],
      // moto gives all clusters the same issuer, but IAM accepts each issuer only once.
      ...(field === 'cluster' && { identity: { oidc: { issuer: issuerOf(bare) } } }),
      ...(state === 'failed' && { health: { issues: [ISSUE] } }),
    };
    return { ...answer, body: JSON.stringify({ ...body, [field]: view }) };
  }

  async function create(call: Call, failing: boolean): Promise<Answer> {
    const [, cluster = ''] = segments(call.path);
    const isCluster = call.action === 'CreateCluster';
    const name = String(call.json[isCluster ? 'name' : 'nodegroupName']);
    const key = isCluster ? clusterKey(name) : nodeGroupKey(cluster, name);
    const answer = await forward(call);
    if (answer.status >= 300) return answer;
    const network = networkSchema.parse(call.json['resourcesVpcConfig'] ?? {});
    stored.set(key, {
      kind: isCluster ? 'cluster' : 'nodegroup',
      cluster: isCluster ? name : cluster,
      tags: call.tags,
      version: isCluster ? String(call.json['version']) : versionOf(clusterKey(cluster)),
      uses: isCluster ? [...network.subnetIds, ...network.securityGroupIds] : [],
    });
    delays.begin(key, isCluster ? 'cluster' : 'nodegroup');
    if (failing) delays.fail(key);
    return withState(answer, isCluster ? 'cluster' : 'nodegroup', key);
  }

  async function remove(call: Call): Promise<Answer> {
    const [, cluster = '', , nodeGroup] = segments(call.path);
    const key = nodeGroup === undefined ? clusterKey(cluster) : nodeGroupKey(cluster, nodeGroup);
    const field = nodeGroup === undefined ? 'cluster' : 'nodegroup';
    const it = stored.get(key);
    if (it === undefined) return forward(call);
    if (delays.stateOf(key) === 'creating') {
      return errorAnswer(
        call,
        'ResourceInUseException',
        `${field} ${key} is in progress of CREATING.`,
        409,
      );
    }
    if (field === 'cluster' && nodeGroupsOf(cluster).length > 0) {
      return errorAnswer(call, 'ResourceInUseException', 'Cluster has nodegroups attached', 409);
    }
    it.deletion ??= call;
    delays.end(key, field);
    const seen = await forward({ ...call, method: 'GET', body: '' });
    return withState(seen, field, key);
  }

  /** Sets or removes tags by ARN. Returns false if no cluster or node group has this ARN. */
  function tag(call: Call): boolean {
    const arn = segments(call.path)[1] ?? '';
    const [type, cluster = '', nodeGroup = ''] = arn.slice(arn.lastIndexOf(':') + 1).split('/');
    const key = type === 'cluster' ? clusterKey(cluster) : nodeGroupKey(cluster, nodeGroup);
    const it = stored.get(key);
    if (it !== undefined) it.tags = retagged(it.tags, call);
    return it !== undefined;
  }

  /** Updates the version: a cluster to the next minor version, a node group at most to its cluster's version. */
  async function update(call: Call, failing: boolean): Promise<Answer> {
    const [, cluster = '', , nodeGroup] = segments(call.path);
    const isCluster = call.action === 'UpdateClusterVersion';
    const key = isCluster ? clusterKey(cluster) : nodeGroupKey(cluster, nodeGroup ?? '');
    if (!stored.has(key)) {
      return errorAnswer(call, 'ResourceNotFoundException', `${key} was not found.`, 404);
    }
    if (delays.stateOf(key) !== 'ready' || updates.isRunning(key)) {
      return errorAnswer(call, 'ResourceInUseException', `${key} is not active.`, 409);
    }
    if (call.action === 'UpdateNodegroupConfig') {
      const answer = await forward(call);
      return answer.status < 300
        ? updates.begin(call, { type: 'ConfigUpdate', key }, failing)
        : answer;
    }
    const minor = (version: string) => Number(version.split('.')[1]);
    const version = String(call.json['version']);
    const isAllowed = isCluster
      ? minor(version) === minor(versionOf(key)) + 1
      : minor(version) <= minor(versionOf(clusterKey(cluster)));
    if (!isAllowed) {
      return errorAnswer(
        call,
        'InvalidParameterException',
        `Unsupported Kubernetes version ${version}.`,
      );
    }
    return updates.begin(call, { type: 'VersionUpdate', key, version }, failing);
  }

  return {
    async handle(call: Call, failing: boolean): Promise<Answer> {
      await settle();
      const [, cluster = '', , nodeGroup = ''] = segments(call.path);
      if (call.action === 'CreateCluster') return create(call, failing);
      if (call.action.startsWith('Update')) return update(call, failing);
      if (call.action === 'DescribeUpdate') return updates.describe(call);
      if (call.action.endsWith('agResource') && (extras.tag(call) || tag(call))) {
        return jsonAnswer({});
      }
      const isInside = extras.isOwn(call) || /^(Create|List)Nodegroup/.test(call.action);
      if (isInside) {
        if (!stored.has(clusterKey(cluster))) {
          return errorAnswer(
            call,
            'ResourceNotFoundException',
            `No cluster found for name: ${cluster}.`,
            404,
          );
        }
        const isCreate = call.method === 'POST';
        if (isCreate && delays.stateOf(clusterKey(cluster)) !== 'ready') {
          return errorAnswer(call, 'InvalidRequestException', `Cluster ${cluster} is not active.`);
        }
        if (call.action === 'CreateNodegroup') return create(call, failing);
        const answer = extras.handle(call, failing);
        if (answer !== undefined) return answer;
      }
      if (call.action === 'DeleteCluster' || call.action === 'DeleteNodegroup') return remove(call);
      const answer = await forward(call);
      if (call.action === 'DescribeCluster')
        return withState(answer, 'cluster', clusterKey(cluster));
      if (call.action === 'DescribeNodegroup') {
        return withState(answer, 'nodegroup', nodeGroupKey(cluster, nodeGroup));
      }
      return answer;
    },
    usedByClusters: (): ReadonlySet<string> =>
      new Set([...stored.values()].flatMap(({ uses }) => uses)),
    extras: extras.all,
    settle,
  };
}

function issuerOf({ arn, createdAt }: Record<string, unknown>): string {
  const id = createHash('sha256')
    .update(`${String(arn)} ${String(createdAt)}`)
    .digest('hex');
  const region = String(arn).split(':')[3];
  return `https://oidc.eks.${region}.amazonaws.com/id/${id.slice(0, 32).toUpperCase()}`;
}
