/**
 * Every type of resource that the simulated cloud knows, and how it behaves.
 *
 * The times add up to about 38 s on a default cluster's critical path (network, control plane, nodes,
 * add-ons); a delete takes about half as long as the create.
 */

export interface ResourceTypeTraits {
  /** Ids look like `vpc-0123456789abcdef0`. */
  idPrefix: string;
  /** Milliseconds at speed 1 until a create, an update or a delete is done. */
  ready: number;
  update: number;
  delete: number;
  /** How many may exist in a region, unless `PUT /inspect/quotas` says otherwise. */
  quota: number;
  /** Referenced resources of these types must be available before this one can be created. */
  needsAvailable: readonly string[];
}

/** A cluster has one or a few of it. */
const FEW = 5_000;
/** A cluster has many of it; a thousand clusters fit. */
const MANY = 100_000;
const nothing: readonly string[] = [];

function traits(
  idPrefix: string,
  times: { ready: number; update: number; delete: number },
  quota: number,
  needsAvailable: readonly string[] = nothing,
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

/** The error code of a full quota, for example `ElasticIpLimitExceeded`. */
export function limitCode(type: ResourceTypeName): string {
  const words = type.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}LimitExceeded`;
}
