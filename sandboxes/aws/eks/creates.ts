/** The creates of clusters and node groups, which moto carries out at once. */
import * as z from 'zod';
import { errorAnswer } from '../proxy/answers.ts';
import { textIn, type Answer, type Call } from '../proxy/call.ts';
import type { Delays } from '../proxy/delays.ts';
import type { Upstream } from '../moto/upstream.ts';
import { newestRelease } from '../services/node-images.ts';
import { autoModeFields, type AutoMode } from './auto-mode.ts';
import { clusterKey, nodeGroupKey, type Resources } from './resources.ts';
import type { Rules } from './rules.ts';
import type { SideEffects } from './side-effects.ts';
import type { Versions } from './versions.ts';

/** What moto forgets of a create. */
const KEPT_FIELDS = [
  'accessConfig',
  'amiType',
  'deletionProtection',
  'nodeRepairConfig',
  'updateConfig',
];

const networkSchema = z.object({
  subnetIds: z.array(z.string()).default([]),
  securityGroupIds: z.array(z.string()).default([]),
});
const policySchema = z.object({ supportType: z.string() }).default({ supportType: 'EXTENDED' });

export interface CreateOptions {
  upstream: Upstream;
  resources: Resources;
  delays: Delays;
  versions: Versions;
  rules: () => Rules;
  sideEffects: SideEffects;
  /** Makes the access entries of the caller and of the nodes of Auto Mode. */
  bootstrap: (call: Call, cluster: string) => Promise<void>;
  autoMode: AutoMode;
  /** Replaces the state in moto's response with the state in AWS. */
  withState: (answer: Answer, field: 'cluster' | 'nodegroup', key: string) => Answer;
}

export function createCreates(options: CreateOptions) {
  const { upstream, resources, delays, versions, rules, sideEffects, withState } = options;
  const { forward } = upstream;
  const { stored } = resources;

  return {
    async cluster(call: Call, failing: boolean): Promise<Answer> {
      const cluster = String(call.json['name']);
      const version = textIn(call, 'version') ?? versions.newest();
      const upgradePolicy = policySchema.parse(call.json['upgradePolicy']);
      const refused =
        versions.refusal(call, version, upgradePolicy.supportType) ??
        (await options.autoMode.refusal(call, call.json));
      if (refused !== undefined) return refused;
      const key = clusterKey(cluster);
      const answer = await forward(call);
      if (answer.status >= 300) return answer;
      const network = networkSchema.parse(call.json['resourcesVpcConfig'] ?? {});
      await sideEffects.logGroup(call, cluster, call.json['logging']);
      stored.set(key, {
        kind: 'cluster',
        cluster,
        tags: call.tags,
        version,
        uses: [...network.subnetIds, ...network.securityGroupIds],
        network: await sideEffects.network(call, cluster, network.subnetIds[0] ?? ''),
        fields: { upgradePolicy, ...autoModeFields(call), ...kept(call) },
      });
      await options.bootstrap(call, cluster);
      delays.begin(key, 'cluster');
      if (failing) delays.fail(key);
      return withState(answer, 'cluster', key);
    },

    async nodeGroup(call: Call, cluster: string, failing: boolean): Promise<Answer> {
      const version = stored.get(clusterKey(cluster))?.version ?? '';
      const asked = textIn(call, 'version');
      if (asked !== undefined && asked !== version) {
        const message = `Requested Nodegroup version ${asked} is not the version of cluster ${cluster}`;
        return errorAnswer(call, 'InvalidParameterException', message);
      }
      const key = nodeGroupKey(cluster, String(call.json['nodegroupName']));
      const answer = await forward(call);
      if (answer.status >= 300) return answer;
      const newest = newestRelease(textIn(call, 'amiType') ?? '', version, rules().imagesOf);
      const fields = { releaseVersion: textIn(call, 'releaseVersion') ?? newest, ...kept(call) };
      stored.set(key, {
        kind: 'nodegroup',
        cluster,
        tags: call.tags,
        version,
        uses: [],
        network: {},
        fields,
      });
      delays.begin(key, 'nodegroup');
      if (failing) delays.fail(key);
      return withState(answer, 'nodegroup', key);
    },
  };
}

function kept({ json }: Call): Record<string, unknown> {
  const present = KEPT_FIELDS.filter((name) => json[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, json[name]]));
}
