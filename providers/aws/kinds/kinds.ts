import { accessEntry } from './cluster/access-entry.ts';
import { addon } from './cluster/addon.ts';
import { controlPlane } from './cluster/control-plane.ts';
import { discoveryTags } from './karpenter/discovery-tags.ts';
import { eventRule } from './karpenter/event-rule.ts';
import { flowLog } from './network/flow-log.ts';
import { iamRole } from './cluster/iam-role.ts';
import { internetGateway } from './network/internet-gateway.ts';
import { launchTemplate } from './cluster/launch-template.ts';
import { logGroup } from './cluster/log-group.ts';
import { elasticIp, natGateway } from './network/nat-gateway.ts';
import { nodeGroup } from './cluster/node-group.ts';
import { oidcProvider } from './cluster/oidc-provider.ts';
import { podIdentityAssociation } from './cluster/pod-identity.ts';
import { queue } from './karpenter/queue.ts';
import { routeTable } from './network/route-table.ts';
import { securityGroup } from './network/security-group.ts';
import { subnet } from './network/subnet.ts';
import { vpcEndpoint } from './network/vpc-endpoint.ts';
import { vpc } from './network/vpc.ts';
import type { AwsKind } from './aws-kind.ts';

/** Every kind of node in the plans for AWS, by its type. */
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
  log_group: logGroup,
  control_plane: controlPlane,
  oidc_provider: oidcProvider,
  access_entry: accessEntry,
  addon,
  launch_template: launchTemplate,
  node_group: nodeGroup,
  pod_identity_association: podIdentityAssociation,
  queue,
  event_rule: eventRule,
  discovery_tags: discoveryTags,
} as const satisfies Record<string, AwsKind>;
export type KindName = keyof typeof KINDS;
