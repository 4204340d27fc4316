import { accessEntry } from './kinds/access-entry.ts';
import { addon } from './kinds/addon.ts';
import { controlPlane } from './kinds/control-plane.ts';
import { eventRule } from './kinds/event-rule.ts';
import { flowLog } from './kinds/flow-log.ts';
import { iamRole } from './kinds/iam-role.ts';
import { internetGateway } from './kinds/internet-gateway.ts';
import { launchTemplate } from './kinds/launch-template.ts';
import { elasticIp, natGateway } from './kinds/nat-gateway.ts';
import { nodeGroup } from './kinds/node-group.ts';
import { oidcProvider } from './kinds/oidc-provider.ts';
import { podIdentityAssociation } from './kinds/pod-identity.ts';
import { queue } from './kinds/queue.ts';
import { routeTable } from './kinds/route-table.ts';
import { securityGroup } from './kinds/security-group.ts';
import { subnet } from './kinds/subnet.ts';
import { vpcEndpoint } from './kinds/vpc-endpoint.ts';
import { vpc } from './kinds/vpc.ts';
import type { Owner } from '../provider.ts';
import type { Aws } from './access.ts';
import { carries, wantedTags, type Found, type NodeKind } from './node-kind.ts';

/** Every kind of node that a plan may have, by its type. */
export const KINDS = {
  vpc,
  internet_gateway: internetGateway,
  subnet,
  elastic_ip: elasticIp,
  nat_gateway: natGateway,
  route_table: routeTable,
  vpc_endpoint: vpcEndpoint,
  security_group: securityGroup,
  flow_log: flowLog,
  iam_role: iamRole,
  control_plane: controlPlane,
  oidc_provider: oidcProvider,
  access_entry: accessEntry,
  addon,
  launch_template: launchTemplate,
  node_group: nodeGroup,
  pod_identity_association: podIdentityAssociation,
  queue,
  event_rule: eventRule,
} as const satisfies Record<string, NodeKind>;
export type KindName = keyof typeof KINDS;

const byType: ReadonlyMap<string, NodeKind> = new Map(Object.entries(KINDS));

export function kindOf(type: string): NodeKind {
  const kind = byType.get(type);
  if (kind !== undefined) return kind;
  throw new Error(`AWS has no node of type ${type}`);
}

/** What carries the owner's tags, whether or not the service has filtered by all of them. */
export async function listOwn(
  aws: Aws,
  owner: Owner,
  type: string,
  name?: string,
): Promise<Found[]> {
  const found = await kindOf(type).list(aws, owner, name);
  return found.filter(({ tags }) => carries(tags, wantedTags(owner, type, name)));
}
