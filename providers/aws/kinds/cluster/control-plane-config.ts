/** The settings of a control plane that EKS can change, one kind at a time. */
import type {
  Cluster,
  CreateClusterRequest,
  LogType,
  SupportType,
  UpdateClusterConfigRequest,
} from '@aws-sdk/client-eks';
import * as z from 'zod';

const LOG_TYPES = [
  'api',
  'audit',
  'authenticator',
  'controllerManager',
  'scheduler',
] as const satisfies readonly LogType[];
const ANYWHERE = '0.0.0.0/0';

export const CONFIG_PROPERTIES = {
  upgradePolicy: z.enum(['standard', 'extended']).default('standard'),
  endpointAccess: z.enum(['public_and_private', 'private']).default('public_and_private'),
  publicAccessCidrs: z.array(z.string()).default([ANYWHERE]),
  logTypes: z.array(z.enum(LOG_TYPES)).default(['api', 'audit', 'authenticator']),
  deletionProtection: z.boolean().default(false),
  /** The node pools of Auto Mode, sorted; Auto Mode is off unless given. */
  autoModePools: z.array(z.string()).optional(),
};
const CONFIG = z.object(CONFIG_PROPERTIES);
type Config = z.output<typeof CONFIG>;

type Outputs = Record<string, string>;
type Change = Omit<UpdateClusterConfigRequest, 'name'>;

const SUPPORT_TYPES = {
  standard: 'STANDARD',
  extended: 'EXTENDED',
} as const satisfies Record<Config['upgradePolicy'], SupportType>;

/**
 * The settings of a new control plane.
 *
 * @param autoNodeRoleArn the role of the nodes of Auto Mode
 */
export function configOf(config: Config, autoNodeRoleArn?: string) {
  return {
    ...(config.autoModePools && autoModeOf(config.autoModePools, autoNodeRoleArn)),
    upgradePolicy: { supportType: SUPPORT_TYPES[config.upgradePolicy] },
    deletionProtection: config.deletionProtection,
    ...(config.logTypes.length > 0 && {
      logging: { clusterLogging: [{ types: config.logTypes, enabled: true }] },
    }),
  } satisfies Partial<CreateClusterRequest>;
}

/** From where the Kubernetes API can be reached. Nodes always reach it from inside of the network. */
export function accessOf({ endpointAccess, publicAccessCidrs }: Config) {
  const endpointPublicAccess = endpointAccess !== 'private';
  return {
    endpointPublicAccess,
    endpointPrivateAccess: true,
    ...(endpointPublicAccess && { publicAccessCidrs }),
  };
}

/** The present settings as outputs of the node, which are texts. */
export function configOutputs({
  upgradePolicy,
  deletionProtection = false,
  logging,
  resourcesVpcConfig: network,
  computeConfig,
}: Cluster): Outputs {
  const enabled = (logging?.clusterLogging ?? []).filter((it) => it.enabled === true);
  return {
    supportType: upgradePolicy?.supportType ?? '',
    deletionProtection: String(deletionProtection),
    access: accessWords(network ?? {}),
    autoMode: autoModeWords(
      computeConfig?.enabled === true ? (computeConfig.nodePools ?? []) : undefined,
    ),
    ...(logging && { logTypes: sorted(enabled.flatMap(({ types = [] }) => types)) }),
  };
}

/**
 * Returns the next change that leads to the settings, with its goal in words; undefined if there is none.
 * The support type is first, because it decides whether an old version can stay.
 */
export function nextChange(
  outputs: Outputs,
  properties: Config,
  autoNodeRoleArn: string | undefined,
): { goal: string; change: Change } | undefined {
  const config = CONFIG.parse(properties);
  const { supportType } = configOf(config).upgradePolicy;
  if (outputs['supportType'] !== supportType) {
    return { goal: `the support ${supportType}`, change: { upgradePolicy: { supportType } } };
  }
  const access = accessOf(config);
  const words = accessWords(access);
  if (outputs['access'] !== words) {
    return { goal: `the endpoint access ${words}`, change: { resourcesVpcConfig: access } };
  }
  const types = sorted(config.logTypes);
  if (outputs['logTypes'] !== undefined && outputs['logTypes'] !== types) {
    return { goal: `the logs ${types || 'none'}`, change: { logging: loggingOf(config.logTypes) } };
  }
  const { deletionProtection, autoModePools } = config;
  const autoMode = autoModeWords(autoModePools);
  if (outputs['autoMode'] !== autoMode) {
    return { goal: `Auto Mode ${autoMode}`, change: autoModeOf(autoModePools, autoNodeRoleArn) };
  }
  if (outputs['deletionProtection'] !== String(deletionProtection)) {
    return { goal: `deletion protection ${deletionProtection}`, change: { deletionProtection } };
  }
  return undefined;
}

/** EKS accepts the three parts of Auto Mode together only. @param pools undefined: off */
function autoModeOf(pools: readonly string[] | undefined, nodeRoleArn: string | undefined) {
  const enabled = pools !== undefined;
  return {
    computeConfig: enabled ? { enabled, nodePools: [...pools], nodeRoleArn } : { enabled },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled } },
    storageConfig: { blockStorage: { enabled } },
  } satisfies Change;
}

function autoModeWords(pools: readonly string[] | undefined): string {
  return pools === undefined ? 'off' : `on with ${sorted(pools) || 'no pools'}`;
}

function loggingOf(types: readonly LogType[]): Change['logging'] {
  const others = LOG_TYPES.filter((type) => !types.includes(type));
  return {
    clusterLogging: [
      ...(types.length > 0 ? [{ types: [...types], enabled: true }] : []),
      ...(others.length > 0 ? [{ types: others, enabled: false }] : []),
    ],
  };
}

function accessWords(network: {
  endpointPublicAccess?: boolean | undefined;
  publicAccessCidrs?: string[] | undefined;
}): string {
  if (network.endpointPublicAccess === false) return 'private';
  return `public from ${sorted(network.publicAccessCidrs ?? [ANYWHERE])}`;
}

function sorted(texts: readonly string[]): string {
  return texts.toSorted().join(',');
}
