import type { EC2, Filter } from '@aws-sdk/client-ec2';

/** Lists what exists of one type, as ids. Leaves out what EC2 still shows for an hour after its deletion. */
type List = (ec2: EC2, Filters: Filter[]) => Promise<(string | undefined)[]>;

const LISTS: Readonly<Record<string, List>> = {
  VPC: async (ec2, Filters) =>
    ((await ec2.describeVpcs({ Filters })).Vpcs ?? []).map((it) => it.VpcId),
  subnet: async (ec2, Filters) =>
    ((await ec2.describeSubnets({ Filters })).Subnets ?? []).map((it) => it.SubnetId),
  'internet gateway': async (ec2, Filters) =>
    ((await ec2.describeInternetGateways({ Filters })).InternetGateways ?? []).map(
      (it) => it.InternetGatewayId,
    ),
  address: async (ec2, Filters) =>
    ((await ec2.describeAddresses({ Filters })).Addresses ?? []).map((it) => it.AllocationId),
  'NAT gateway': async (ec2, Filter) =>
    ((await ec2.describeNatGateways({ Filter })).NatGateways ?? [])
      .filter(({ State }) => State !== 'deleted')
      .map((it) => it.NatGatewayId),
  'route table': async (ec2, Filters) =>
    ((await ec2.describeRouteTables({ Filters })).RouteTables ?? []).map((it) => it.RouteTableId),
  'security group': async (ec2, Filters) =>
    ((await ec2.describeSecurityGroups({ Filters })).SecurityGroups ?? []).map((it) => it.GroupId),
  'VPC endpoint': async (ec2, Filters) =>
    ((await ec2.describeVpcEndpoints({ Filters })).VpcEndpoints ?? [])
      .filter(({ State }) => State?.toLowerCase() !== 'deleted')
      .map((it) => it.VpcEndpointId),
  'launch template': async (ec2, Filters) =>
    ((await ec2.describeLaunchTemplates({ Filters })).LaunchTemplates ?? []).map(
      (it) => it.LaunchTemplateId,
    ),
  instance: async (ec2, Filters) =>
    ((await ec2.describeInstances({ Filters })).Reservations ?? [])
      .flatMap(({ Instances = [] }) => Instances)
      .filter(({ State }) => State?.Name !== 'terminated')
      .map((it) => it.InstanceId),
  volume: async (ec2, Filters) =>
    ((await ec2.describeVolumes({ Filters })).Volumes ?? []).map((it) => it.VolumeId),
};

/** Describes everything in EC2 that carries the tag with one of the values, one text each, such as `VPC vpc-0123`. */
export async function remainsInEc2(
  ec2: EC2,
  tag: string,
  values: readonly string[],
): Promise<string[]> {
  const filters = [{ Name: `tag:${tag}`, Values: [...values] }];
  const found = await Promise.all(
    Object.entries(LISTS).map(async ([type, list]) =>
      (await list(ec2, filters)).map((id = '') => `${type} ${id}`),
    ),
  );
  return found.flat();
}
