/** How the subnets of an existing VPC reach the internet, or the endpoints that nodes need without it. */
import type { Route, RouteTable, Subnet, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Aws } from '../client/access.ts';

const EVERYWHERE = '0.0.0.0/0';
/** What nodes call before they are ready: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html */
const NODE_SERVICES = ['ec2', 'ecr.api', 'ecr.dkr', 's3'];
/** What the agent of pod identities calls. */
const AGENT = { addon: 'eks-pod-identity-agent', service: 'eks-auth' };

export interface WaysOut {
  /** Returns why a subnet cannot serve nodes; undefined if it can. */
  ofNodes(subnet: Subnet): string | undefined;
  /** Returns why a subnet is not public; undefined if it is. */
  ofPublic(subnet: Subnet): string | undefined;
}

/**
 * Reads the routes and endpoints of a VPC.
 *
 * @param options.addons those of the cluster, some of which call services of AWS
 * @param options.isShared true if another account owns the VPC and does not show its endpoints
 */
export async function waysOut(
  { ec2 }: Pick<Aws, 'ec2'>,
  vpcId: string,
  { addons, isShared }: { addons: readonly string[]; isShared: boolean },
): Promise<WaysOut> {
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  const [{ RouteTables = [] }, { VpcEndpoints = [] }] = await Promise.all([
    ec2.describeRouteTables({ Filters }),
    ec2.describeVpcEndpoints({ Filters }),
  ]);
  const services = [...NODE_SERVICES, ...(addons.includes(AGENT.addon) ? [AGENT.service] : [])];

  return {
    ofNodes(subnet) {
      const table = tableOf(RouteTables, subnet);
      const route = defaultRoute(table);
      if (route === undefined) {
        const missing = services.filter(
          (service) => !VpcEndpoints.some((it) => serves(it, service, table)),
        );
        if (isShared || missing.length === 0) return undefined;
        return `has no route to the internet, and its VPC has no endpoints of ${missing.join(', ')}: nodes could not load their images; add a route over a NAT gateway, or these endpoints`;
      }
      if (!isInternetGateway(route) || subnet.MapPublicIpOnLaunch === true) return undefined;
      return 'reaches the internet only with public addresses, and gives none to nodes: turn on MapPublicIpOnLaunch, or name a subnet with a NAT gateway';
    },
    ofPublic(subnet) {
      const route = defaultRoute(tableOf(RouteTables, subnet));
      if (route !== undefined && isInternetGateway(route)) return undefined;
      return 'has no route to an internet gateway: name it in privateSubnetIds, or leave it out';
    },
  };
}

/** A subnet without an association uses the main table of its VPC. */
function tableOf(tables: readonly RouteTable[], { SubnetId }: Subnet): RouteTable | undefined {
  const isOwn = ({ Associations = [] }: RouteTable) =>
    Associations.some((it) => it.SubnetId === SubnetId);
  const isMain = ({ Associations = [] }: RouteTable) => Associations.some((it) => it.Main === true);
  return tables.find(isOwn) ?? tables.find(isMain);
}

/** The route to the internet. A route whose target is gone is none. */
function defaultRoute(table: RouteTable | undefined): Route | undefined {
  return table?.Routes?.find(
    (it) => it.DestinationCidrBlock === EVERYWHERE && it.State !== 'blackhole',
  );
}

function isInternetGateway({ GatewayId = '' }: Route): boolean {
  return GatewayId.startsWith('igw-');
}

/** A gateway serves the subnets of its route tables, and an interface all subnets if its private name is on. */
function serves(
  { ServiceName = '', State, VpcEndpointType, ...endpoint }: VpcEndpoint,
  service: string,
  table: RouteTable | undefined,
): boolean {
  if (!ServiceName.endsWith(`.${service}`) || String(State).toLowerCase() !== 'available') {
    return false;
  }
  return VpcEndpointType === 'Gateway'
    ? (endpoint.RouteTableIds ?? []).includes(table?.RouteTableId ?? '')
    : endpoint.PrivateDnsEnabled !== false;
}
