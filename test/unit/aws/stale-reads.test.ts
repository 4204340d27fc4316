/** Second calls after answers of EC2 that are older than the first: the change exists already. */
import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateRouteCommand,
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  ReleaseAddressCommand,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { elasticIp } from '../../../providers/aws/kinds/network/nat-gateway.ts';
import { internetGateway } from '../../../providers/aws/kinds/network/internet-gateway.ts';
import { routeTable } from '../../../providers/aws/kinds/network/route-table.ts';
import { removeOne } from '../../../providers/aws/kinds/removal.ts';
import type { AwsKind } from '../../../providers/aws/kinds/aws-kind.ts';
import { networkRows } from '../../../providers/aws/plan/network-plan.ts';
import { toNodes } from '../../../providers/kubernetes/plan-rows.ts';
import type { CloudRef } from '../../../providers/provider.ts';
import { mockedAws, refusal, type MockedAws } from '../../support/aws/mocked.ts';
import { dependenciesOf, nodeOf, ownerOf } from '../../support/aws/plans.ts';

const owner = ownerOf('network', 'base');
const plan = toNodes(
  owner,
  networkRows({ cidr: '10.0.0.0/16', availabilityZoneCount: 2, natGateways: 'single' }),
  { common: {}, deadlineSeconds: () => 600 },
);
const refs = new Map<string, CloudRef>(
  plan.map(({ urn, type, name }) => [urn, { cloudId: `${type}-${name}`, outputs: {} }]),
);

/** Applies every difference that the kind sees. */
async function correct(kind: AwsKind, { aws }: MockedAws, key: string): Promise<void> {
  const node = nodeOf(plan, key);
  const found = { cloudId: 'it', tags: {}, state: 'available' as const, outputs: {} };
  const request = { owner, node, dependencies: dependenciesOf(node, refs) };
  for (const { apply } of (await kind.diff?.(aws, request, found)) ?? []) await apply?.();
}

const already = (message: string, action: string) =>
  refusal('Resource.AlreadyAssociated', message, action);

test('a route that exists already gets the wanted target, and associations that exist are fine', async () => {
  const mocked = mockedAws();
  mocked.ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [{ Routes: [] }] });
  mocked.ec2
    .on(CreateRouteCommand)
    .rejects(refusal('RouteAlreadyExists', 'The route already exists.', 'ec2:CreateRoute'));
  mocked.ec2.on(ReplaceRouteCommand).resolves({});
  mocked.ec2
    .on(AssociateRouteTableCommand)
    .rejects(already('conflicts with an existing association', 'ec2:AssociateRouteTable'));
  await correct(routeTable, mocked, 'route_table/public');
  expect(mocked.calls()).toContainEqual({
    command: 'ReplaceRoute',
    input: {
      RouteTableId: 'it',
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: 'internet_gateway-main',
    },
  });
});

test('a gateway that is attached already is fine', async () => {
  const mocked = mockedAws();
  mocked.ec2.on(DescribeInternetGatewaysCommand).resolves({ InternetGateways: [{}] });
  mocked.ec2
    .on(AttachInternetGatewayCommand)
    .rejects(already('is already attached to network', 'ec2:AttachInternetGateway'));
  await correct(internetGateway, mocked, 'internet_gateway/main');
  expect(mocked.calls().at(-1)?.command).toBe('AttachInternetGateway');
});

test('any other refusal of an attachment is told', async () => {
  const mocked = mockedAws();
  mocked.ec2.on(DescribeInternetGatewaysCommand).resolves({ InternetGateways: [{}] });
  mocked.ec2
    .on(AttachInternetGatewayCommand)
    .rejects(refusal('UnauthorizedOperation', 'no', 'ec2:AttachInternetGateway'));
  await expect(correct(internetGateway, mocked, 'internet_gateway/main')).rejects.toMatchObject({
    code: 'permission_denied',
  });
});

test('an address that its interface still has is waited for', async () => {
  const { aws, ec2 } = mockedAws();
  const words = 'You do not have permission to access the specified resource.';
  ec2.on(ReleaseAddressCommand).rejects(refusal('AuthFailure', words, 'ec2:ReleaseAddress'));
  const node = nodeOf(plan, 'elastic_ip/nat-a');
  expect(await removeOne(aws, elasticIp, owner, 'eipalloc-1', node)).toEqual({
    message: 'eipalloc-1 waits for the interface that has the address',
    blocked: true,
  });
});

test('a resource that is protected from its deletion is told as blocked, with the words of AWS', async () => {
  const { aws, ec2 } = mockedAws();
  const words = 'deletion protection is enabled';
  ec2
    .on(ReleaseAddressCommand)
    .rejects(refusal('OperationNotPermitted', words, 'ec2:ReleaseAddress'));
  const kind: AwsKind = { ...elasticIp, blockers: async () => [] };
  const node = nodeOf(plan, 'elastic_ip/nat-a');
  expect(await removeOne(aws, kind, owner, 'eipalloc-1', node)).toEqual({
    message: `eipalloc-1 is still in use: ec2:ReleaseAddress: ${words}`,
    blocked: true,
  });
});
