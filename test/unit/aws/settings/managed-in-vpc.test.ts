/** What AWS's services leave in a VPC of Slipway's: GuardDuty's endpoint and group, and the group of a cluster. */
import {
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  type Filter,
} from '@aws-sdk/client-ec2';
import { beforeEach, expect, test } from 'vitest';
import { subnet } from '../../../../providers/aws/kinds/network/subnet.ts';
import { vpc } from '../../../../providers/aws/kinds/network/vpc.ts';
import { mockedAws, refusal, type MockedAws } from '../../../support/aws/mocked.ts';
import { ownerOf } from '../../../support/aws/plans.ts';

const owner = ownerOf('network', 'base');
const NODE = { operation: 'delete', properties: {} } as const;
const inUse = () => refusal('DependencyViolation', 'has dependencies', 'ec2:Delete');

/** What a list without the filters returns, too. */
const OTHERS = [{ VpcEndpointId: 'vpce-of-others', State: 'available' }];

interface Filtered {
  Filters?: Filter[];
}
const isInVpc = (filters: Filter[] = []) =>
  filters.some(({ Name, Values }) => Name === 'vpc-id' && Values?.[0] === 'vpc-1');
/** The tag that a list is filtered by. */
function tagIn(filters: Filter[] = []): string {
  const tag = filters.find(({ Name = '' }) => Name.startsWith('tag'));
  return (tag?.Name === 'tag-key' ? tag.Values?.[0] : tag?.Name) ?? '';
}

let mocked: MockedAws;
let endpoints: { VpcEndpointId: string; State: 'available' | 'deleting' }[];
/** The groups in the VPC by the tag that tells their maker. */
let groups: Record<string, string[]>;

beforeEach(() => {
  mocked = mockedAws();
  endpoints = [];
  groups = {};
  const { ec2 } = mocked;
  ec2.on(DeleteSubnetCommand).rejects(inUse());
  ec2.on(DeleteVpcCommand).rejects(inUse());
  ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [{ VpcId: 'vpc-1' }] });
  ec2.on(DescribeVpcEndpointsCommand).callsFake(({ Filters }: Filtered) => ({
    VpcEndpoints:
      isInVpc(Filters) && tagIn(Filters) === 'tag:GuardDutyManaged' ? endpoints : OTHERS,
  }));
  ec2.on(DescribeSecurityGroupsCommand).callsFake(({ Filters }: Filtered) => {
    const ids = isInVpc(Filters) ? groups[tagIn(Filters)] : undefined;
    return { SecurityGroups: (ids ?? []).map((GroupId) => ({ GroupId })) };
  });
  ec2.on(DeleteVpcEndpointsCommand).resolves({});
  ec2.on(DeleteSecurityGroupCommand).resolves({});
});

const deleteSubnet = () => subnet.delete(mocked.aws, owner, 'subnet-1', NODE);
const deleteVpc = () => vpc.delete(mocked.aws, owner, 'vpc-1', NODE);
const changes = () =>
  mocked
    .calls()
    .map(({ command }) => command)
    .filter((command) => command.startsWith('Delete'));

test("a subnet waits for GuardDuty's endpoint, whose deletion it requests once", async () => {
  endpoints = [{ VpcEndpointId: 'vpce-1', State: 'available' }];
  groups = { 'tag:GuardDutyManaged': ['sg-1'] };
  expect(await deleteSubnet()).toEqual(['the endpoint vpce-1 of GuardDuty']);
  endpoints = [{ VpcEndpointId: 'vpce-1', State: 'deleting' }];
  expect(await deleteSubnet()).toEqual(['the endpoint vpce-1 of GuardDuty']);
  expect(changes()).toEqual(['DeleteSubnet', 'DeleteVpcEndpoints', 'DeleteSubnet']);
});

test('a VPC takes the groups of GuardDuty and of deleted clusters along', async () => {
  groups = { 'tag:GuardDutyManaged': ['sg-1'], 'aws:eks:cluster-name': ['sg-2'] };
  expect(await deleteVpc()).toEqual([
    'the security group sg-1 of GuardDuty',
    'the security group sg-2 of EKS',
  ]);
});

test('what others have made is not touched, and the refusal of AWS is passed on', async () => {
  await expect(deleteVpc()).rejects.toMatchObject({ code: 'dependency_violation' });
  groups = { 'aws:eks:cluster-name': ['sg-2'] };
  mocked.ec2.on(DeleteSecurityGroupCommand).rejects(inUse());
  await expect(deleteVpc()).rejects.toMatchObject({ code: 'dependency_violation' });
});

test('without anything in the way, nothing else is looked at', async () => {
  mocked.ec2.on(DeleteSubnetCommand).resolves({});
  expect(await deleteSubnet()).toEqual([]);
  expect(mocked.calls().map(({ command }) => command)).toEqual(['DeleteSubnet']);
});
