/** The settings of a node group that EKS can change while it runs, and their differences. */
import { isDeepStrictEqual } from 'node:util';
import type {
  NodeRepairConfig,
  Nodegroup,
  NodegroupUpdateConfig,
  TaintEffect,
  UpdateNodegroupConfigRequest,
} from '@aws-sdk/client-eks';
import type { PlannedNode } from '../../../provider.ts';

/** Maps the taint effects of Kubernetes, which plans use, to those of EKS. */
const TAINT_EFFECTS = {
  NoSchedule: 'NO_SCHEDULE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
} as const satisfies Record<string, TaintEffect>;

interface Taint {
  key: string;
  value: string;
  effect: TaintEffect;
}

export interface Config {
  scalingConfig: { minSize: number; desiredSize: number; maxSize: number };
  labels: Record<string, string>;
  taints: Taint[];
  updateConfig: NodegroupUpdateConfig;
  /** Absent for a new group without repair. */
  nodeRepairConfig?: NodeRepairConfig;
}

export interface ConfigProperties {
  minSize: number;
  desiredSize: number;
  maxSize: number;
  labels: Record<string, string>;
  taints: { key: string; value: string; effect: keyof typeof TAINT_EFFECTS }[];
  maxUnavailable?: number | undefined;
  maxUnavailablePercentage?: number | undefined;
  nodeRepair?: NodeRepairConfig | undefined;
}

export function configOf(properties: ConfigProperties): Config {
  const { minSize, desiredSize, maxSize, labels, taints } = properties;
  const { maxUnavailable = 1, maxUnavailablePercentage, nodeRepair } = properties;
  return {
    scalingConfig: { minSize, desiredSize, maxSize },
    labels,
    taints: taints.map(({ key, value, effect }) => ({ key, value, effect: TAINT_EFFECTS[effect] })),
    updateConfig:
      maxUnavailablePercentage === undefined ? { maxUnavailable } : { maxUnavailablePercentage },
    ...(nodeRepair !== undefined && { nodeRepairConfig: nodeRepair }),
  };
}

/** A repair that is off, and settings of it that EKS leaves out, are the same as none. */
function repairOf({ enabled, ...limits }: NodeRepairConfig = {}): NodeRepairConfig {
  if (enabled !== true) return { enabled: false };
  const set = Object.entries(limits).filter(([, limit]) => typeof limit === 'number');
  return { enabled, ...Object.fromEntries(set) };
}

function present(group: Nodegroup) {
  const { scalingConfig, labels = {}, taints = [], updateConfig = {} } = group;
  const { minSize = 0, desiredSize = 0, maxSize = 0 } = scalingConfig ?? {};
  const { maxUnavailable, maxUnavailablePercentage } = updateConfig;
  return {
    scalingConfig: { minSize, desiredSize, maxSize },
    labels,
    taints: taints.map(({ key = '', value = '', effect = 'NO_SCHEDULE' }): Taint => ({
      key,
      value,
      effect,
    })),
    updateConfig:
      maxUnavailablePercentage === undefined
        ? { maxUnavailable: maxUnavailable ?? 1 }
        : { maxUnavailablePercentage },
    nodeRepairConfig: repairOf(group.nodeRepairConfig),
  } satisfies Config;
}

/**
 * Returns the settings that the group should have now. Where the operation does not change the desired
 * size, the group keeps the size that an autoscaler has given it, within the limits.
 */
export function configNow(
  group: Nodegroup,
  node: Pick<PlannedNode, 'properties' | 'previous' | 'undoes'>,
  properties: ConfigProperties,
): Config {
  const wanted = configOf(properties);
  const other = node.undoes ?? (node.previous?.uncertain ? undefined : node.previous?.properties);
  if (other === undefined || other['desiredSize'] !== properties.desiredSize) return wanted;
  const { minSize, maxSize } = wanted.scalingConfig;
  const actual = present(group).scalingConfig.desiredSize;
  const desiredSize = Math.min(Math.max(actual, minSize), maxSize);
  return { ...wanted, scalingConfig: { minSize, desiredSize, maxSize } };
}

/** Taints are a set: EKS returns them in an order of its own. */
export function differs(group: Nodegroup, wanted: Config): boolean {
  const sorted = (config: Config) => ({
    ...config,
    taints: config.taints.toSorted(byKey),
    nodeRepairConfig: repairOf(config.nodeRepairConfig),
  });
  return !isDeepStrictEqual(sorted(present(group)), sorted(wanted));
}

function byKey(a: Taint, b: Taint): number {
  const [left, right] = [`${a.key} ${a.effect}`, `${b.key} ${b.effect}`];
  return left < right ? -1 : Number(left > right);
}

/** Returns the update of the settings: for labels and taints, which ones to add and which to remove. */
export function updateOf(
  group: Nodegroup,
  wanted: Config,
): Omit<UpdateNodegroupConfigRequest, 'clusterName' | 'nodegroupName'> {
  const { labels, taints, nodeRepairConfig } = present(group);
  const wantedRepair = repairOf(wanted.nodeRepairConfig);
  const isKept = ({ key, effect }: Taint) =>
    wanted.taints.some((it) => it.key === key && it.effect === effect);
  return {
    scalingConfig: wanted.scalingConfig,
    labels: {
      addOrUpdateLabels: wanted.labels,
      removeLabels: Object.keys(labels).filter((key) => !(key in wanted.labels)),
    },
    taints: {
      addOrUpdateTaints: wanted.taints,
      removeTaints: taints.filter((taint) => !isKept(taint)),
    },
    updateConfig: wanted.updateConfig,
    ...(!isDeepStrictEqual(nodeRepairConfig, wantedRepair) && { nodeRepairConfig: wantedRepair }),
  };
}
