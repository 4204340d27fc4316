/**
 * Checks an existing VPC before a cluster is placed in it, and finds all faults at once. The requirements are
 * those of https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
import type { Subnet, Vpc } from '@aws-sdk/client-ec2';
import type { ClusterSpec } from '../../../contract/resources/cluster.ts';
import type { AwsVpc } from '../../../contract/providers/aws-vpc.ts';
import { TAGS } from '../../identity.ts';
import type { Aws } from '../client/access.ts';
import { tagsOf } from '../kinds/tags.ts';
import { MIN_ZONES, zonesOf } from '../plan/zones.ts';
import { waysOut } from './ways-out.ts';

const PATH = 'aws.vpc';
/** What EKS itself may use of each subnet of a control plane. */
const MIN_FREE_ADDRESSES = 6;

type Faults = Record<string, string>;
/** A subnet of the spec, and what AWS knows about it. */
interface Named {
  path: string;
  id: string;
  isPublic: boolean;
  found: Subnet | undefined;
}

/**
 * Returns why a cluster cannot be placed in the VPC, by the path of the field.
 *
 * @param options.isNew false if the control plane exists, which then has its addresses
 */
export async function existingVpcFaults(
  aws: Aws,
  vpc: AwsVpc,
  { spec, isNew }: { spec: ClusterSpec; isNew: boolean },
): Promise<Faults> {
  const { ec2, region } = aws;
  const ids = [...vpc.privateSubnetIds, ...(vpc.publicSubnetIds ?? [])];
  const [{ Vpcs = [] }, { Subnets = [] }] = await Promise.all([
    ec2.describeVpcs({ Filters: [{ Name: 'vpc-id', Values: [vpc.id] }] }),
    ec2.describeSubnets({ Filters: [{ Name: 'subnet-id', Values: ids }] }),
  ]);
  const named = namedSubnets(vpc, Subnets);
  const missing = Object.fromEntries(
    named
      .filter(({ found }) => found === undefined)
      .map(({ path }) => [path, `no such subnet exists in ${region}`]),
  );
  const [found] = Vpcs;
  if (found === undefined) return { [`${PATH}.id`]: `no such VPC exists in ${region}`, ...missing };
  const inside = named.filter((it) => it.found?.VpcId === vpc.id);
  return {
    ...missing,
    ...(await vpcFault(aws, found)),
    ...foreignSubnets(named, vpc.id),
    ...(inside.length < named.length ? {} : zoneFault(inside)),
    ...(isNew ? addressFaults(inside, spec) : {}),
    ...(await unsuitableZones(aws, inside)),
    ...(await routeFaults(aws, found, inside, spec)),
  };
}

function namedSubnets(vpc: AwsVpc, subnets: readonly Subnet[]): Named[] {
  const byId = new Map(subnets.map((it) => [it.SubnetId, it]));
  return (['privateSubnetIds', 'publicSubnetIds'] as const).flatMap((field) =>
    (vpc[field] ?? []).map((id, index) => ({
      path: `${PATH}.${field}.${index}`,
      id,
      isPublic: field === 'publicSubnetIds',
      found: byId.get(id),
    })),
  );
}

/** Nodes find the private endpoint of the Kubernetes API by its name. */
async function vpcFault({ ec2 }: Aws, { VpcId, Tags }: Vpc): Promise<Faults> {
  const { [TAGS.resource]: owner } = tagsOf(Tags);
  if (owner !== undefined) {
    const fault = `belongs to ${owner}, which Slipway manages; use networkId for a network of Slipway`;
    return { [`${PATH}.id`]: fault };
  }
  const [support, names] = await Promise.all([
    ec2.describeVpcAttribute({ VpcId, Attribute: 'enableDnsSupport' }),
    ec2.describeVpcAttribute({ VpcId, Attribute: 'enableDnsHostnames' }),
  ]);
  const off = [
    ...(support.EnableDnsSupport?.Value === true ? [] : ['enableDnsSupport']),
    ...(names.EnableDnsHostnames?.Value === true ? [] : ['enableDnsHostnames']),
  ];
  if (off.length === 0) return {};
  const fault = `nodes could not find the Kubernetes API: turn on ${off.join(' and ')} of the VPC`;
  return { [`${PATH}.id`]: fault };
}

function foreignSubnets(named: readonly Named[], vpcId: string): Faults {
  return Object.fromEntries(
    named.flatMap(({ path, found }) =>
      found === undefined || found.VpcId === vpcId
        ? []
        : [[path, `is a subnet of ${found.VpcId}, not of ${vpcId}`]],
    ),
  );
}

function zoneFault(named: readonly Named[]): Faults {
  const zones = new Set(named.map(({ found }) => found?.AvailabilityZone));
  if (zones.size >= MIN_ZONES) return {};
  const fault = `all subnets are in ${[...zones].join()}, and a cluster needs subnets in ${MIN_ZONES} zones`;
  return { [`${PATH}.privateSubnetIds`]: fault };
}

function addressFaults(named: readonly Named[], { nodeGroups }: ClusterSpec): Faults {
  const freeIn = ({ found }: Named) => found?.AvailableIpAddressCount ?? 0;
  const few = named.filter((it) => freeIn(it) < MIN_FREE_ADDRESSES);
  if (few.length > 0) {
    return Object.fromEntries(
      few.map((it) => [
        it.path,
        `has ${freeIn(it)} free addresses, and EKS needs ${MIN_FREE_ADDRESSES} in each subnet`,
      ]),
    );
  }
  const own = named.filter(({ isPublic }) => !isPublic);
  const free = own.reduce((sum, it) => sum + freeIn(it) - MIN_FREE_ADDRESSES, 0);
  const nodes = nodeGroups.reduce((sum, { desiredSize }) => sum + desiredSize, 0);
  if (own.length === 0 || nodes <= free) return {};
  const fault = `have ${free} free addresses beside those of EKS, and the node groups start ${nodes} nodes`;
  return { [`${PATH}.privateSubnetIds`]: fault };
}

async function unsuitableZones(aws: Aws, named: readonly Named[]): Promise<Faults> {
  const zones = await zonesOf(aws);
  return Object.fromEntries(
    named
      .map(({ path, found }) => [path, found?.AvailabilityZone ?? ''] as const)
      .filter(([, zone]) => !zones.includes(zone))
      .map(([path, zone]) => [path, `is in ${zone}, where EKS has no control planes`]),
  );
}

async function routeFaults(
  aws: Aws,
  { VpcId = '', OwnerId }: Vpc,
  named: readonly Named[],
  { addons }: ClusterSpec,
): Promise<Faults> {
  const { Account } = await aws.sts.getCallerIdentity({});
  const ways = await waysOut(aws, VpcId, { addons, isShared: OwnerId !== Account });
  return Object.fromEntries(
    named.flatMap(({ path, isPublic, found }) => {
      if (found === undefined) return [];
      const fault = isPublic ? ways.ofPublic(found) : ways.ofNodes(found);
      return fault === undefined ? [] : [[path, fault]];
    }),
  );
}
