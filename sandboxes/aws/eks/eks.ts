/**
 * Behavior of EKS that moto lacks: creates and deletes take time, and a cluster with node groups cannot be
 * deleted.
 */
import * as z from 'zod';
import { errorAnswer, jsonAnswer } from '../proxy/answers.ts';
import { retagged, segments, type Answer, type Call } from '../proxy/call.ts';
import type { Delays } from '../proxy/delays.ts';
import type { Upstream } from '../moto/upstream.ts';
import { accessConfigOf, principalOf } from './access/access-entries.ts';
import { describeAddonVersions } from './addons/addon-versions.ts';
import { computeOf, createAutoMode, isAboutAutoMode } from './auto-mode.ts';
import { createClusterUpdates } from './cluster-updates.ts';
import { createCreates } from './creates.ts';
import { createEksExtras } from './extras.ts';
import { createNodeGroupUpdates } from './nodegroup-updates.ts';
import { clusterKey, createResources, nodeGroupKey } from './resources.ts';
import type { Rules } from './rules.ts';
import { createSideEffects } from './side-effects.ts';
import { createEksUpdates } from './updates.ts';
import { createVersions } from './versions.ts';
import { createViews, networkOf } from './views.ts';

const viewsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

export interface EksOptions {
  upstream: Upstream;
  delays: Delays;
  /** The account id, which is part of ARNs. */
  account: string;
  rules: () => Rules;
  /** The date by which versions age, in milliseconds since the epoch. */
  today: () => number;
}

export function createEks({ upstream, delays, account, rules, today }: EksOptions) {
  const { forward } = upstream;
  const resources = createResources();
  const { stored, nodeGroupsOf } = resources;
  const versions = createVersions(today);
  const updates = createEksUpdates({ delays });
  const sideEffects = createSideEffects(upstream);
  const autoMode = createAutoMode(upstream);
  const withState = createViews({ delays, resources, updates });

  const extras = createEksExtras({
    delays,
    account,
    hasNodes: (cluster) =>
      nodeGroupsOf(cluster).some(([key]) => delays.stateOf(key) === 'ready') ||
      computeOf(stored.get(clusterKey(cluster))?.fields ?? {}).enabled,
    versionOf: (cluster) => stored.get(clusterKey(cluster))?.version ?? '',
    updates,
  });
  const { addonsOf } = extras;
  const parts = { upstream, resources, updates, versions, rules, today, addonsOf };
  const clusterUpdates = createClusterUpdates(parts);
  const nodeGroupUpdates = createNodeGroupUpdates(parts);

  /** EKS makes the access entry of the nodes of its own pools. */
  function admitAutoNodes(call: Call, cluster: string): void {
    const { enabled, nodeRoleArn } = computeOf(call.json);
    if (enabled && nodeRoleArn !== undefined) extras.admit(call, cluster, nodeRoleArn, 'EC2');
  }

  /** Executes due updates and deletions. */
  async function settle(): Promise<void> {
    updates.settle();
    for (const [key, { deletion, kind, cluster, network }] of stored) {
      if (deletion === undefined || delays.stateOf(key) !== 'gone') continue;
      stored.delete(key);
      await forward(deletion);
      delays.forget(key);
      updates.forget(key);
      if (kind === 'cluster') extras.forget(cluster);
      const { clusterSecurityGroupId: group } = network;
      if (group !== undefined) await sideEffects.removeGroup(deletion, group);
    }
  }

  const creates = createCreates({
    upstream,
    resources,
    delays,
    versions,
    rules,
    sideEffects,
    autoMode,
    async bootstrap(call, cluster) {
      const access = accessConfigOf(call.json['accessConfig']);
      const { authenticationMode, bootstrapClusterCreatorAdminPermissions: isAdmin } = access;
      if (authenticationMode !== 'CONFIG_MAP' && isAdmin) {
        const principalArn = principalOf(await upstream.callerArn(call));
        extras.admit(call, cluster, principalArn, 'STANDARD');
      }
      admitAutoNodes(call, cluster);
    },
    withState,
  });

  async function remove(call: Call): Promise<Answer> {
    const [, cluster = '', , nodeGroup] = segments(call.path);
    const key = nodeGroup === undefined ? clusterKey(cluster) : nodeGroupKey(cluster, nodeGroup);
    const field = nodeGroup === undefined ? 'cluster' : 'nodegroup';
    const it = stored.get(key);
    if (it === undefined) return forward(call);
    const inUse = (message: string) => errorAnswer(call, 'ResourceInUseException', message, 409);
    if (delays.stateOf(key) === 'creating') return inUse(`${key} is in progress of CREATING.`);
    if (field === 'cluster' && nodeGroupsOf(cluster).length > 0) {
      return inUse('Cluster has nodegroups attached');
    }
    if (it.fields['deletionProtection'] === true) {
      const message = `Cluster ${cluster} has deletion protection enabled.`;
      return errorAnswer(call, 'InvalidRequestException', message);
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

  async function update(call: Call, failing: boolean): Promise<Answer> {
    const [, cluster = '', , nodeGroup] = segments(call.path);
    const isCluster = call.action.startsWith('UpdateCluster');
    const key = isCluster ? clusterKey(cluster) : nodeGroupKey(cluster, nodeGroup ?? '');
    const it = stored.get(key);
    if (it === undefined) {
      return errorAnswer(call, 'ResourceNotFoundException', `${key} was not found.`, 404);
    }
    if (delays.stateOf(key) !== 'ready' || updates.isRunning(key)) {
      return errorAnswer(call, 'ResourceInUseException', `${key} is not active.`, 409);
    }
    if (call.action === 'UpdateClusterVersion') {
      return clusterUpdates.version(call, cluster, it, failing);
    }
    if (call.action === 'UpdateClusterConfig') {
      const path = `/clusters/${cluster}`;
      const seen = await forward({ ...call, method: 'GET', path, body: '' });
      const { cluster: bare } = viewsSchema.parse(JSON.parse(seen.body));
      const present = { ...bare, ...it.fields, resourcesVpcConfig: networkOf(bare, it) };
      if (isAboutAutoMode(call)) {
        const refused = await autoMode.refusal(call, present);
        if (refused !== undefined) return refused;
      }
      const applied = () => admitAutoNodes(call, cluster);
      return clusterUpdates.config(call, cluster, it, { present, failing, applied });
    }
    const name = nodeGroup ?? '';
    return call.action === 'UpdateNodegroupConfig'
      ? nodeGroupUpdates.config(call, cluster, name, failing)
      : nodeGroupUpdates.version(call, cluster, name, it, failing);
  }

  /** Answers calls that need no cluster, and those about updates. */
  function catalogue(call: Call): Answer | undefined {
    if (call.action === 'DescribeClusterVersions') return versions.describe(call);
    if (call.action === 'DescribeAddonVersions') return describeAddonVersions(call);
    if (call.action === 'ListAccessPolicies') return extras.listAccessPolicies();
    if (call.action === 'DescribeUpdate') return updates.describe(call);
    if (call.action !== 'ListUpdates') return undefined;
    const query = new URL(call.path, 'http://localhost').searchParams;
    const [, cluster = ''] = segments(call.path);
    const group = query.get('nodegroupName');
    const addon = query.get('addonName');
    if (addon !== null) return updates.list(extras.addonKey(cluster, addon));
    return updates.list(group === null ? clusterKey(cluster) : nodeGroupKey(cluster, group));
  }

  return {
    async handle(call: Call, failing: boolean): Promise<Answer> {
      await settle();
      const [, cluster = '', , nodeGroup = ''] = segments(call.path);
      if (call.action === 'CreateCluster') return creates.cluster(call, failing);
      if (/^Update(Cluster|Nodegroup)/.test(call.action)) return update(call, failing);
      const known = catalogue(call);
      if (known !== undefined) return known;
      if (call.action.endsWith('agResource') && (extras.tag(call) || tag(call))) {
        return jsonAnswer({});
      }
      const isInside = extras.isOwn(call) || /^(Create|List)Nodegroup/.test(call.action);
      if (isInside) {
        if (!stored.has(clusterKey(cluster))) {
          const message = `No cluster found for name: ${cluster}.`;
          return errorAnswer(call, 'ResourceNotFoundException', message, 404);
        }
        if (call.method === 'POST' && delays.stateOf(clusterKey(cluster)) !== 'ready') {
          return errorAnswer(call, 'InvalidRequestException', `Cluster ${cluster} is not active.`);
        }
        const { fields } = stored.get(clusterKey(cluster)) ?? {};
        const { authenticationMode } = accessConfigOf(fields?.['accessConfig']);
        if (call.path.includes('/access-entries') && authenticationMode === 'CONFIG_MAP') {
          const message =
            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.";
          return errorAnswer(call, 'InvalidRequestException', message);
        }
        if (call.action === 'CreateNodegroup') return creates.nodeGroup(call, cluster, failing);
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
