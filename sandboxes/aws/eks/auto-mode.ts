/** The rules of EKS for Auto Mode: its three parts are on or off together, and it needs roles and access entries. */
import * as z from 'zod';
import { errorAnswer, xmlTexts } from '../proxy/answers.ts';
import { textIn, type Answer, type Call } from '../proxy/call.ts';
import type { Upstream } from '../moto/upstream.ts';
import { accessConfigOf } from './access/access-entries.ts';

const POOLS: ReadonlySet<string> = new Set(['general-purpose', 'system']);
/** A role with these policies can run Auto Mode. */
const ROLE_POLICIES = ['BlockStorage', 'Compute', 'LoadBalancing', 'Networking', 'Cluster'];

const switchSchema = z.object({ enabled: z.boolean().default(false) }).prefault({});
const computeSchema = z
  .object({
    enabled: z.boolean().default(false),
    nodePools: z.array(z.string()).default([]),
    nodeRoleArn: z.string().optional(),
  })
  .prefault({});
const fieldsSchema = z.object({
  computeConfig: computeSchema,
  kubernetesNetworkConfig: z.object({ elasticLoadBalancing: switchSchema }).prefault({}),
  storageConfig: z.object({ blockStorage: switchSchema }).prefault({}),
});
type Compute = z.infer<typeof computeSchema>;

/** Returns what a request or the description of a cluster says about the nodes of Auto Mode. */
export function computeOf(fields: Record<string, unknown>): Compute {
  return computeSchema.parse(fields['computeConfig'] ?? {});
}

/** Returns true if an update of a cluster is about Auto Mode. */
export function isAboutAutoMode({ json }: Pick<Call, 'json'>): boolean {
  return ['computeConfig', 'kubernetesNetworkConfig', 'storageConfig'].some((it) => it in json);
}

/** Returns the fields of the description that a request sets. */
export function autoModeFields(call: Pick<Call, 'json'>): Record<string, unknown> {
  return isAboutAutoMode(call) ? { ...fieldsSchema.parse(call.json) } : {};
}

export function createAutoMode(upstream: Upstream) {
  async function roleRefusal(call: Call, roleArn: string): Promise<string | undefined> {
    const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    const attached = xmlTexts(
      await upstream.iam(call, 'ListAttachedRolePolicies', { RoleName }),
      'PolicyName',
    );
    const missing = ROLE_POLICIES.map((it) => `AmazonEKS${it}Policy`).filter(
      (it) => !attached.includes(it),
    );
    if (missing.length > 0) return `The cluster role's policy must include ${missing.join(', ')}`;
    const role = decodeURIComponent(await upstream.iam(call, 'GetRole', { RoleName }));
    if (role.includes('sts:TagSession')) return undefined;
    return 'The following actions were not found in the trust relationships of the cluster role: sts:TagSession';
  }

  return {
    /**
     * Returns the refusal of a request that creates a cluster or changes its Auto Mode.
     *
     * @param present the description of the cluster; for a create, the request itself
     */
    async refusal(call: Call, present: Record<string, unknown>): Promise<Answer | undefined> {
      const invalid = (message: string) => errorAnswer(call, 'InvalidParameterException', message);
      const wanted = fieldsSchema.parse(call.json);
      const { computeConfig, kubernetesNetworkConfig, storageConfig } = wanted;
      const { enabled, nodePools, nodeRoleArn } = computeConfig;
      const others = [
        kubernetesNetworkConfig.elasticLoadBalancing.enabled,
        storageConfig.blockStorage.enabled,
      ];
      if (others.some((it) => it !== enabled)) {
        return invalid(
          'For EKS Auto Mode, please ensure that all required configs, including computeConfig, kubernetesNetworkConfig, and blockStorage are all either fully enabled or fully disabled.',
        );
      }
      if (!enabled) return undefined;
      if (nodePools.length > 0 && !nodeRoleArn) {
        return invalid(
          'When Compute Config nodeRoleArn is null or empty, nodePool list cannot be populated.',
        );
      }
      if (nodePools.length === 0 && nodeRoleArn) {
        return invalid(
          'When Compute Config nodeRoleArn is not null or empty, nodePool must be set.',
        );
      }
      const unknown = nodePools.find((it) => !POOLS.has(it));
      if (unknown !== undefined) return invalid(`Unknown node pool ${unknown}`);
      if (call.action === 'CreateCluster' && call.json['bootstrapSelfManagedAddons'] !== false) {
        return invalid(
          'When EKS Auto Mode is enabled, bootstrapSelfManagedAddons must be set to false.',
        );
      }
      if (accessConfigOf(present['accessConfig']).authenticationMode === 'CONFIG_MAP') {
        return invalid('EKS Auto Mode needs the authentication mode API or API_AND_CONFIG_MAP.');
      }
      const before = call.action === 'CreateCluster' ? undefined : computeOf(present);
      if (before?.enabled === true && before.nodeRoleArn !== nodeRoleArn) {
        return invalid('The nodeRoleArn cannot be changed while EKS Auto Mode is enabled.');
      }
      const why = await roleRefusal(call, textIn(call, 'roleArn') ?? String(present['roleArn']));
      return why === undefined ? undefined : invalid(why);
    },
  };
}
export type AutoMode = ReturnType<typeof createAutoMode>;
