/** Updates of node groups: their settings, and their version, for which EKS replaces the nodes in rounds. */
import * as z from 'zod';
import { errorAnswer } from '../proxy/answers.ts';
import { textIn, type Answer, type Call } from '../proxy/call.ts';
import { isOlderRelease, newestRelease } from '../services/node-images.ts';
import type { Upstream } from '../moto/upstream.ts';
import { clusterKey, nodeGroupKey, type Resources, type StoredResource } from './resources.ts';
import type { Rules } from './rules.ts';
import type { EksUpdates } from './updates.ts';
import { minorOf } from './versions.ts';

const bodySchema = z.object({
  nodegroup: z.object({ scalingConfig: z.object({ desiredSize: z.number() }).optional() }),
});
const fieldsSchema = z.object({
  amiType: z.string().default(''),
  releaseVersion: z.string(),
});
const updateConfigSchema = z.object({
  maxUnavailable: z.number().optional(),
  maxUnavailablePercentage: z.number().optional(),
});
/** At this number of nodes, the replacement takes as long as the create. */
const NODES_AT_ONCE_FACTOR = 0.5;

export interface NodeGroupUpdateOptions {
  upstream: Upstream;
  resources: Resources;
  updates: EksUpdates;
  rules: () => Rules;
}

export function createNodeGroupUpdates(options: NodeGroupUpdateOptions) {
  const { upstream, resources, updates, rules } = options;

  /** How many rounds the replacement of all nodes takes. */
  async function roundsOf(call: Call, { fields }: StoredResource): Promise<number> {
    const path = call.path.replace(/\/update-(version|config).*$/, '');
    const answer = await upstream.forward({ ...call, method: 'GET', path, body: '' });
    const { nodegroup } = bodySchema.parse(JSON.parse(answer.body));
    const nodes = nodegroup.scalingConfig?.desiredSize ?? 1;
    const { maxUnavailable, maxUnavailablePercentage } =
      updateConfigSchema.safeParse(fields['updateConfig']).data ?? {};
    const share = maxUnavailablePercentage ?? 0;
    const atOnce = maxUnavailable ?? Math.max(1, Math.floor((nodes * share) / 100));
    return Math.ceil(nodes / atOnce);
  }

  return {
    /** UpdateNodegroupConfig. moto changes sizes, labels and taints at once. */
    async config(call: Call, cluster: string, name: string, failing: boolean): Promise<Answer> {
      const key = nodeGroupKey(cluster, name);
      const answer = await upstream.forward(call);
      if (answer.status >= 300) return answer;
      const apply = () => {
        const it = resources.stored.get(key);
        for (const field of ['updateConfig', 'nodeRepairConfig']) {
          if (it !== undefined && call.json[field] !== undefined)
            it.fields[field] = call.json[field];
        }
      };
      return updates.begin(call, { type: 'ConfigUpdate', key, apply }, failing);
    },

    /** UpdateNodegroupVersion. */
    async version(
      call: Call,
      cluster: string,
      name: string,
      it: StoredResource,
      failing: boolean,
    ): Promise<Answer> {
      const control = resources.stored.get(clusterKey(cluster));
      const version = textIn(call, 'version') ?? it.version;
      const isOlder = minorOf(version) < minorOf(it.version);
      if (minorOf(version) > minorOf(control?.version ?? '') || Number.isNaN(minorOf(version))) {
        const message = `Nodegroup version ${version} is newer than cluster ${cluster}.`;
        return errorAnswer(call, 'InvalidParameterException', message);
      }
      if (isOlder && control?.upgrade?.from !== version) {
        const message = `Nodegroup ${name} cannot be rolled back to ${version}.`;
        return errorAnswer(call, 'InvalidParameterException', message);
      }
      const { amiType, releaseVersion } = fieldsSchema.parse(it.fields);
      const newest = newestRelease(amiType, version, rules().imagesOf);
      const release = textIn(call, 'releaseVersion') ?? newest;
      if (!isOlder && isOlderRelease(release, releaseVersion)) {
        const message = `Requested release version ${release} is older than that of node group ${name}.`;
        return errorAnswer(call, 'InvalidParameterException', message);
      }
      if (isOlderRelease(newest, release)) {
        const message = `Requested release version ${release} is not valid for kubernetes version ${version}.`;
        return errorAnswer(call, 'InvalidParameterException', message);
      }
      const isStuck = rules().unevictable.includes(cluster) && call.json['force'] !== true;
      const { launchTemplate } = call.json;
      return updates.begin(
        call,
        {
          type: 'VersionUpdate',
          key: nodeGroupKey(cluster, name),
          params: [{ type: 'Version', value: version }],
          rounds: (await roundsOf(call, it)) * NODES_AT_ONCE_FACTOR,
          apply() {
            it.version = version;
            if (launchTemplate !== undefined) it.fields['launchTemplate'] = launchTemplate;
            it.fields['releaseVersion'] = release;
          },
          failure: isStuck
            ? {
                errorCode: 'PodEvictionFailure',
                errorMessage: `Reached max retries while trying to evict pods from nodes in node group ${name}`,
              }
            : undefined,
        },
        failing,
      );
    },
  };
}
