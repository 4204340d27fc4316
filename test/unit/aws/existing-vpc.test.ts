/** An existing VPC is checked as a whole before a cluster is placed in it. */
import {
  DescribeAvailabilityZonesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  type RouteTable,
  type Subnet,
  type Vpc,
  type VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import { existingVpcFaults } from '../../../providers/aws/checks/existing-vpc.ts';
import { mockedAws } from '../../support/aws/mocked.ts';

const ACCOUNT = '123456789012';
const VPC = {
  id: 'vpc-1',
  privateSubnetIds: ['subnet-a', 'subnet-b'],
  publicSubnetIds: ['subnet-p'],
};
const subnet = (SubnetId: string, zone: string, more: Subnet = {}): Subnet => ({
  SubnetId,
  VpcId: 'vpc-1',
  AvailabilityZone: `eu-central-1${zone}`,
  AvailableIpAddressCount: 250,
  ...more,
});
const table = (id: string, subnets: string[], target: object | undefined): RouteTable => ({
  RouteTableId: id,
  Routes: [
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
    ...(target ? [{ DestinationCidrBlock: '0.0.0.0/0', State: 'active' as const, ...target }] : []),
  ],
  Associations: subnets.length === 0 ? [{ Main: true }] : subnets.map((SubnetId) => ({ SubnetId })),
});
const endpoint = (service: string, more: VpcEndpoint = {}): VpcEndpoint => ({
  ServiceName: `com.amazonaws.eu-central-1.${service}`,
  VpcEndpointType: 'Interface',
  PrivateDnsEnabled: true,
  State: 'Available',
  ...more,
});

interface Account {
  vpcs?: Vpc[];
  subnets?: Subnet[];
  tables?: RouteTable[];
  endpoints?: VpcEndpoint[];
  /** The attributes of DNS that are off. */
  off?: string[];
  spec?: object;
  isNew?: boolean;
  vpc?: typeof VPC;
}

/** A VPC that fits, with the given differences. */
function faultsOf(account: Account = {}): Promise<Record<string, string>> {
  const { aws, ec2, sts } = mockedAws();
  const {
    vpcs = [{ VpcId: 'vpc-1', OwnerId: ACCOUNT }],
    subnets = [subnet('subnet-a', 'a'), subnet('subnet-b', 'b'), subnet('subnet-p', 'a')],
    tables = [
      table('rtb-main', [], { NatGatewayId: 'nat-1' }),
      table('rtb-public', ['subnet-p'], { GatewayId: 'igw-1' }),
    ],
    off = [],
  } = account;
  ec2.on(DescribeVpcsCommand).resolves({ Vpcs: vpcs });
  ec2.on(DescribeSubnetsCommand).resolves({ Subnets: subnets });
  ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: tables });
  ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: account.endpoints ?? [] });
  ec2.on(DescribeVpcAttributeCommand).callsFake(({ Attribute }: { Attribute: string }) => ({
    EnableDnsSupport: { Value: !off.includes(Attribute) },
    EnableDnsHostnames: { Value: !off.includes(Attribute) },
  }));
  ec2.on(DescribeAvailabilityZonesCommand).resolves({
    AvailabilityZones: ['a', 'b'].map((zone) => ({ ZoneName: `eu-central-1${zone}` })),
  });
  sts.on(GetCallerIdentityCommand).resolves({ Account: ACCOUNT });
  return existingVpcFaults(aws, account.vpc ?? VPC, {
    spec: clusterSpecSchema.parse(account.spec ?? {}),
    isNew: account.isNew ?? true,
  });
}

test('a VPC with two zones, DNS and ways out has no fault', async () => {
  expect(await faultsOf()).toEqual({});
});

test('every fault is named at once', async () => {
  const faults = await faultsOf({
    off: ['enableDnsHostnames'],
    subnets: [
      subnet('subnet-a', 'a', { AvailableIpAddressCount: 3 }),
      subnet('subnet-p', 'c', { VpcId: 'vpc-2' }),
    ],
    tables: [table('rtb-main', [], undefined)],
  });
  expect(faults).toEqual({
    'aws.vpc.id': expect.stringContaining('turn on enableDnsHostnames'),
    'aws.vpc.privateSubnetIds.0': expect.stringContaining('has no route to the internet'),
    'aws.vpc.privateSubnetIds.1': 'no such subnet exists in eu-central-1',
    'aws.vpc.publicSubnetIds.0': 'is a subnet of vpc-2, not of vpc-1',
  });
});

test('a VPC that does not exist, and one of Slipway, are refused', async () => {
  expect(await faultsOf({ vpcs: [] })).toEqual({
    'aws.vpc.id': 'no such VPC exists in eu-central-1',
  });
  const Tags = [{ Key: 'slipway:resource', Value: 'networks/base' }];
  expect(await faultsOf({ vpcs: [{ VpcId: 'vpc-1', OwnerId: ACCOUNT, Tags }] })).toEqual({
    'aws.vpc.id': expect.stringContaining('belongs to networks/base'),
  });
});

test('subnets must be in two zones with EKS', async () => {
  const all = ['subnet-a', 'subnet-b', 'subnet-p'];
  expect(await faultsOf({ subnets: all.map((id) => subnet(id, 'a')) })).toEqual({
    'aws.vpc.privateSubnetIds': expect.stringContaining('all subnets are in eu-central-1a'),
  });
  const subnets = [subnet('subnet-a', 'a'), subnet('subnet-b', 'x'), subnet('subnet-p', 'b')];
  expect(await faultsOf({ subnets })).toEqual({
    'aws.vpc.privateSubnetIds.1': 'is in eu-central-1x, where EKS has no control planes',
  });
});

test('a new cluster needs free addresses for EKS and its nodes; an existing one has them', async () => {
  const subnets = ['subnet-a', 'subnet-b', 'subnet-p'].map((id, index) =>
    subnet(id, 'ab'[index % 2] ?? '', { AvailableIpAddressCount: 7 }),
  );
  const spec = { nodeGroups: [{ name: 'default', desiredSize: 3 }] };
  expect(await faultsOf({ subnets, spec })).toEqual({
    'aws.vpc.privateSubnetIds':
      'have 2 free addresses beside those of EKS, and the node groups start 3 nodes',
  });
  expect(await faultsOf({ subnets, spec, isNew: false })).toEqual({});
  const few = subnets.map((it) => ({ ...it, AvailableIpAddressCount: 5 }));
  expect(Object.keys(await faultsOf({ subnets: few }))).toHaveLength(3);
});

test('without a way to the internet, nodes need endpoints', async () => {
  const tables = [table('rtb-main', [], undefined)];
  const vpc = { ...VPC, publicSubnetIds: [] };
  const spec = { addons: ['vpc-cni'] };
  const inner = ['ec2', 'ecr.api', 'ecr.dkr'].map((service) => endpoint(service));
  const s3 = endpoint('s3', { VpcEndpointType: 'Gateway', RouteTableIds: ['rtb-main'] });
  expect(await faultsOf({ vpc, tables, spec, endpoints: [...inner, s3] })).toEqual({});
  // A gateway endpoint serves only the subnets of its route tables.
  const elsewhere = { ...s3, RouteTableIds: ['rtb-other'] };
  const faults = await faultsOf({ vpc, tables, spec, endpoints: [...inner, elsewhere] });
  expect(Object.values(faults)[0]).toContain('no endpoints of s3:');
  // The agent of pod identities has a service of its own.
  const withAgent = await faultsOf({ vpc, tables, endpoints: [...inner, s3] });
  expect(Object.values(withAgent)[0]).toContain('no endpoints of eks-auth:');
  // The owner of a shared VPC sees its endpoints, and this account does not.
  const vpcs = [{ VpcId: 'vpc-1', OwnerId: '999999999999' }];
  expect(await faultsOf({ vpc, tables, vpcs })).toEqual({});
});

test('a route must lead somewhere, and an internet gateway needs public addresses', async () => {
  const vpc = { ...VPC, publicSubnetIds: [] };
  const dead = [table('rtb-main', [], { NatGatewayId: 'nat-1', State: 'blackhole' })];
  expect(Object.values(await faultsOf({ vpc, tables: dead }))[0]).toContain('no route');
  const tables = [table('rtb-main', [], { GatewayId: 'igw-1' })];
  expect(Object.values(await faultsOf({ vpc, tables }))[0]).toContain('MapPublicIpOnLaunch');
  const subnets = ['a', 'b'].map((zone) =>
    subnet(`subnet-${zone}`, zone, { MapPublicIpOnLaunch: true }),
  );
  expect(await faultsOf({ vpc, tables, subnets })).toEqual({});
});

test('a public subnet has a route to an internet gateway', async () => {
  const tables = [table('rtb-main', [], { NatGatewayId: 'nat-1' })];
  expect(await faultsOf({ tables })).toEqual({
    'aws.vpc.publicSubnetIds.0': expect.stringContaining('no route to an internet gateway'),
  });
});
