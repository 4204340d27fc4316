/** EKS Auto Mode: AWS runs the nodes of a cluster, its load balancers and its volumes. */
import * as z from 'zod';
import type { ProviderFault, ProviderRequest } from '../definition.ts';

const NODE_POOLS = ['general-purpose', 'system'] as const;

export const autoModeSchema = z.union([
  z.boolean(),
  z.strictObject({
    /** The node pools that EKS brings; both unless given. */
    nodePools: z
      .array(z.enum(NODE_POOLS))
      .min(1)
      .max(NODE_POOLS.length)
      .refine((pools) => new Set(pools).size === pools.length, { error: 'names a pool twice' })
      .meta({ uniqueItems: true }),
  }),
]);
export type AutoMode = z.infer<typeof autoModeSchema>;

/** The add-ons whose work Auto Mode does by itself. On its nodes they do nothing. */
const BUILT_IN_ADDONS: ReadonlySet<string> = new Set([
  'vpc-cni',
  'kube-proxy',
  'coredns',
  'aws-ebs-csi-driver',
  'eks-pod-identity-agent',
]);

/** Returns the node pools of EKS, sorted; undefined if Auto Mode is off. */
export function autoModePools(autoMode: AutoMode | undefined): string[] | undefined {
  if (autoMode === undefined || autoMode === false) return undefined;
  return [...(autoMode === true ? NODE_POOLS : autoMode.nodePools)].toSorted();
}

/** What Auto Mode does not go with: EKS refuses it, or it would do nothing. */
export function autoModeFaults(
  { karpenter = false, nodeGroups = [], addons = [] }: ProviderRequest,
  autoMode: AutoMode | undefined,
): ProviderFault[] {
  const isOn = autoModePools(autoMode) !== undefined;
  if (nodeGroups.length > 0) return isOn && karpenter ? [withKarpenter()] : [];
  if (!isOn) {
    const message = 'must have a node group, unless aws.autoMode is on';
    return [{ path: ['nodeGroups'], message }];
  }
  const idle = addons.flatMap((addon, index): ProviderFault[] => {
    if (!BUILT_IN_ADDONS.has(addon)) return [];
    const message = `is part of EKS Auto Mode, and as an add-on only serves node groups; leave ${addon} out`;
    return [{ path: ['addons', index], message }];
  });
  return [...(karpenter ? [withKarpenter()] : []), ...idle];
}

function withKarpenter(): ProviderFault {
  const message =
    'must be false with aws.autoMode, which is a managed Karpenter; two of them would compete';
  return { path: ['karpenter'], message };
}

const autoRequestSchema = z.object({ aws: z.object({ autoMode: autoModeSchema }) });

/** The add-ons and node groups of a request that names none: with Auto Mode, a cluster needs neither. */
export function autoModeDefaults(request: object): object {
  const { data } = autoRequestSchema.safeParse(request);
  return autoModePools(data?.aws.autoMode) === undefined ? {} : { nodeGroups: [], addons: [] };
}
