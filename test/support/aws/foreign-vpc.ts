/** A VPC that Slipway has not made, in the sandbox. */
import type { AwsSandbox } from './sandbox.ts';

export interface ForeignVpc {
  id: string;
  privateSubnetIds: string[];
}

/** Makes a VPC with two subnets whose nodes get public addresses, like the default VPCs of AWS. */
export async function makeForeignVpc({ ec2 }: AwsSandbox): Promise<ForeignVpc> {
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.7.0.0/16' });
  const VpcId = Vpc?.VpcId ?? '';
  await ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: true } });
  const { InternetGateway } = await ec2.createInternetGateway({});
  const GatewayId = InternetGateway?.InternetGatewayId;
  await ec2.attachInternetGateway({ VpcId, InternetGatewayId: GatewayId });
  const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
  const { RouteTables = [] } = await ec2.describeRouteTables({ Filters });
  const RouteTableId = RouteTables[0]?.RouteTableId;
  await ec2.createRoute({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId });
  const privateSubnetIds: string[] = [];
  for (const [index, zone] of ['a', 'b'].entries()) {
    const { Subnet } = await ec2.createSubnet({
      VpcId,
      CidrBlock: `10.7.${index}.0/24`,
      AvailabilityZone: `eu-central-1${zone}`,
    });
    const SubnetId = Subnet?.SubnetId ?? '';
    await ec2.modifySubnetAttribute({ SubnetId, MapPublicIpOnLaunch: { Value: true } });
    privateSubnetIds.push(SubnetId);
  }
  return { id: VpcId, privateSubnetIds };
}

/** The VPC as it is now, with everything in it that its owner has made, and the number of security groups. */
export async function stateOfVpc({ ec2 }: AwsSandbox, { id }: ForeignVpc) {
  const Filters = [{ Name: 'vpc-id', Values: [id] }];
  const attachments = [{ Name: 'attachment.vpc-id', Values: [id] }];
  return {
    vpcs: (await ec2.describeVpcs({ VpcIds: [id] })).Vpcs,
    subnets: (await ec2.describeSubnets({ Filters })).Subnets,
    tables: (await ec2.describeRouteTables({ Filters })).RouteTables,
    gateways: (await ec2.describeInternetGateways({ Filters: attachments })).InternetGateways,
    groups: (await ec2.describeSecurityGroups({ Filters })).SecurityGroups?.length,
  };
}
