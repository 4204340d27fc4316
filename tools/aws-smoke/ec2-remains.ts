import {
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeLaunchTemplates,
  paginateDescribeNatGateways,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVolumes,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
  type EC2,
  type Filter,
} from '@aws-sdk/client-ec2';

/** Lists what exists of one type, as ids. Leaves out what EC2 still shows for an hour after its deletion. */
type List = (client: EC2, Filters: Filter[]) => Promise<(string | undefined)[]>;

async function collect<Page>(
  pages: AsyncIterable<Page>,
  idsOf: (page: Page) => (string | undefined)[] | undefined,
): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  for await (const page of pages) ids.push(...(idsOf(page) ?? []));
  return ids;
}

const LISTS: Readonly<Record<string, List>> = {
  VPC: (client, Filters) =>
    collect(paginateDescribeVpcs({ client }, { Filters }), (page) =>
      page.Vpcs?.map((it) => it.VpcId),
    ),
  subnet: (client, Filters) =>
    collect(paginateDescribeSubnets({ client }, { Filters }), (page) =>
      page.Subnets?.map((it) => it.SubnetId),
    ),
  'internet gateway': (client, Filters) =>
    collect(paginateDescribeInternetGateways({ client }, { Filters }), (page) =>
      page.InternetGateways?.map((it) => it.InternetGatewayId),
    ),
  'NAT gateway': (client, Filters) =>
    collect(paginateDescribeNatGateways({ client }, { Filter: Filters }), (page) =>
      page.NatGateways?.filter(({ State }) => State !== 'deleted').map((it) => it.NatGatewayId),
    ),
  'route table': (client, Filters) =>
    collect(paginateDescribeRouteTables({ client }, { Filters }), (page) =>
      page.RouteTables?.map((it) => it.RouteTableId),
    ),
  'security group': (client, Filters) =>
    collect(paginateDescribeSecurityGroups({ client }, { Filters }), (page) =>
      page.SecurityGroups?.map((it) => it.GroupId),
    ),
  'VPC endpoint': (client, Filters) =>
    collect(paginateDescribeVpcEndpoints({ client }, { Filters }), (page) =>
      page.VpcEndpoints?.filter(({ State }) => State?.toLowerCase() !== 'deleted').map(
        (it) => it.VpcEndpointId,
      ),
    ),
  'launch template': (client, Filters) =>
    collect(paginateDescribeLaunchTemplates({ client }, { Filters }), (page) =>
      page.LaunchTemplates?.map((it) => it.LaunchTemplateId),
    ),
  volume: (client, Filters) =>
    collect(paginateDescribeVolumes({ client }, { Filters }), (page) =>
      page.Volumes?.map((it) => it.VolumeId),
    ),
  instance: (client, Filters) =>
    collect(paginateDescribeInstances({ client }, { Filters }), (page) =>
      page.Reservations?.flatMap(({ Instances = [] }) => Instances)
        .filter(({ State }) => State?.Name !== 'terminated')
        .map((it) => it.InstanceId),
    ),
  // This list has no pages.
  address: async (client, Filters) => {
    const { Addresses = [] } = await client.describeAddresses({ Filters });
    return Addresses.map((it) => it.AllocationId);
  },
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
