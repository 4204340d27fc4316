/**
 * All resource types of the simulated cloud, and how they behave.
 *
 * On the critical path of a default cluster (network, control plane, nodes, add-ons) the times add up
 * to about 38 s. A delete takes about half as long as a create.
 */

export interface ResourceTypeTraits {
  /** Ids look like `vpc-0123456789abcdef0`. */
  idPrefix: string;
  /** How long a create, an update and a delete take at speed 1, in milliseconds. */
  ready: number;
  update: number;
  delete: number;
  /** The default limit per region. `PUT /inspect/quotas` changes it. */
  quota: number;
  /** Referenced resources of these types must be available before this one can be created. */
  needsAvailable: readonly string[];
}

/** The limit for types of which a cluster has only a few. */
const FEW = 5_000;
/** The limit for types of which a cluster has many. It suffices for a thousand clusters. */
const MANY = 100_000;
const NONE: readonly string[] = [];

function traits(
  idPrefix: string,
  times: { ready: number; update: number; delete: number },
  quota: number,
  needsAvailable: readonly string[] = NONE,
): ResourceTypeTraits {
  return { idPrefix, ...times, quota, needsAvailable };
}

export const RESOURCE_TYPES = {
  iam_role: traits('role', { ready: 1_000, update: 500, delete: 500 }, MANY),
  vpc: traits('vpc', { ready: 1_000, update: 500, delete: 500 }, FEW),
  subnet: traits('subnet', { ready: 1_000, update: 500, delete: 500 }, MANY),
  internet_gateway: traits('igw', { ready: 1_000, update: 500, delete: 500 }, FEW),
  elastic_ip: traits('eipalloc', { ready: 700, update: 350, delete: 350 }, FEW),
  nat_gateway: traits('nat', { ready: 5_000, update: 2_500, delete: 2_500 }, FEW),
  route_table: traits('rtb', { ready: 1_000, update: 500, delete: 500 }, MANY),
  security_group: traits('sg', { ready: 1_000, update: 500, delete: 500 }, MANY),
  control_plane: traits('cp', { ready: 14_000, update: 8_000, delete: 7_000 }, FEW, ['subnet']),
  oidc_provider: traits('oidc', { ready: 1_000, update: 500, delete: 500 }, FEW),
  addon: traits('addon', { ready: 3_000, update: 1_500, delete: 1_500 }, MANY, ['control_plane']),
  node_group: traits('ng', { ready: 9_000, update: 5_000, delete: 4_500 }, MANY, ['control_plane']),
  access_entry: traits('access', { ready: 700, update: 350, delete: 350 }, MANY),
  pod_identity_association: traits('pia', { ready: 700, update: 350, delete: 350 }, MANY),
  queue: traits('queue', { ready: 1_000, update: 500, delete: 500 }, FEW),
  event_rule: traits('rule', { ready: 700, update: 350, delete: 350 }, MANY),
  launch_template: traits('lt', { ready: 700, update: 350, delete: 350 }, MANY),
} as const satisfies Record<string, ResourceTypeTraits>;

export type ResourceTypeName = keyof typeof RESOURCE_TYPES;
export const RESOURCE_TYPE_NAMES = Object.keys(RESOURCE_TYPES).filter(
  (name): name is ResourceTypeName => name in RESOURCE_TYPES,
);

/** The error code for a reached limit, for example `ElasticIpLimitExceeded`. */
export function limitCode(type: ResourceTypeName): string {
  const words = type.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}LimitExceeded`;
}
