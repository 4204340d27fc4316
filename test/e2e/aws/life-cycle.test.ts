/**
 * Tests networks and clusters in AWS through the HTTP API, against the sandbox and without mocks of the
 * SDK, and the complaints of users of other provisioners, each by its name. The complaints that the
 * provider answers alone are in test/provider/aws/complaints.test.ts, and the one about a killed worker
 * is in test/campaign/aws/.
 */
import { beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { READS } from '../../support/aws/actions.ts';
import { startAwsStack, type AwsStack } from '../../support/aws/stack.ts';
import { makeStrays } from '../../support/aws/strays.ts';
import { eventually } from '../../support/eventually.ts';

const LONG = { timeoutMs: 90_000 };
const JSON_TEXT = /^\{.*\}$/s;

let aws: AwsStack;
beforeAll(async () => {
  aws = await startAwsStack();
}, 180_000);

async function remove(path: string): Promise<void> {
  await aws.stack.succeeded((await aws.stack.remove(path)).id, LONG);
}

async function expectFailure(path: string, body: object): Promise<Operation> {
  const { id } = await aws.stack.submit(path, body);
  const operation = await aws.stack.finished(id, LONG);
  expect(operation.status).toBe('failed');
  return operation;
}

test('a network and a cluster on it are created, changed and deleted, and nothing remains', async () => {
  const { sandbox, stack, thingsOf } = aws;
  const network = await stack.submit('/networks', { name: 'base', tags: { team: 'blue' } });
  await stack.succeeded(network.id, LONG);
  const { Subnets = [] } = await sandbox.ec2.describeSubnets({
    Filters: [{ Name: 'tag:slipway:resource', Values: ['networks/base'] }],
  });
  expect(
    new Set(
      Subnets.map((it) => `${it.CidrBlock} ${it.AvailabilityZone} ${it.MapPublicIpOnLaunch}`),
    ),
  ).toEqual(
    new Set([
      '10.0.0.0/19 eu-central-1a true',
      '10.0.32.0/19 eu-central-1b true',
      '10.0.128.0/19 eu-central-1a false',
      '10.0.160.0/19 eu-central-1b false',
    ]),
  );
  expect((await thingsOf('networks/base')).every(({ tags }) => tags['team'] === 'blue')).toBe(true);

  const made = await stack.submit('/clusters', { name: 'prod', networkId: 'base' });
  const created = await stack.succeeded(made.id, LONG);
  expect(created.result).toMatchObject({
    items: [{ provider: 'aws', instanceType: 'm5.large', maxPods: 29, group: 'default' }],
    outputs: { clusterName: 'prod', kubeconfig: expect.stringMatching(JSON_TEXT) },
  });
  expect(await thingsOf('clusters/prod')).toHaveLength(created.progress.summary.total);

  const changed = await stack.patch('/clusters/prod', {
    kubernetesVersion: '1.34',
    nodeGroups: [
      { name: 'default', desiredSize: 3 },
      { name: 'spot', capacityType: 'spot' },
    ],
  });
  await stack.succeeded(changed.id, LONG);
  const { nodegroup } = await sandbox.eks.describeNodegroup({
    clusterName: 'prod',
    nodegroupName: 'default',
  });
  expect(nodegroup).toMatchObject({ version: '1.34', scalingConfig: { desiredSize: 3 } });
  const fewer = await stack.patch('/clusters/prod', { nodeGroups: [{ name: 'spot' }] });
  await stack.succeeded(fewer.id, LONG);
  expect((await sandbox.eks.listNodegroups({ clusterName: 'prod' })).nodegroups).toHaveLength(1);

  await stack.succeeded((await stack.remove('/clusters/prod')).id, LONG);
  await stack.succeeded((await stack.remove('/networks/base')).id, LONG);
  expect(await sandbox.things()).toEqual([]);
}, 400_000);

test('a failed create can neither be cleaned nor reused: it is undone with its reason, and its name is free', async () => {
  const { stack, sandbox } = aws;
  await sandbox.faults({ faults: [{ kind: 'create_failed', node: 'node_group/default' }] });
  const body = { name: 'again', karpenter: false };
  expect((await expectFailure('/clusters', body)).error).toMatchObject({
    code: 'ec2_subnet_invalid_configuration',
    errorType: 'provider',
    message: expect.stringContaining(
      'Ec2SubnetInvalidConfiguration: The sandbox injects this failure.',
    ),
    details: { causedBy: expect.stringContaining('node_group/default') },
  });
  expect(await sandbox.things()).toEqual([]);
  expect((await stack.api.get('/clusters/again')).status).toBe(404);

  // With `retain` the cluster can be deleted, and created again.
  await sandbox.faults({ faults: [{ kind: 'create_failed', node: 'nat_gateway/nat-a' }] });
  await expectFailure('/clusters', { ...body, onFailure: 'retain' });
  expect(await sandbox.things()).not.toEqual([]);
  await remove('/clusters/again');
  expect(await sandbox.things()).toEqual([]);
  await stack.succeeded((await stack.submit('/networks', { name: 'again' })).id, LONG);
  await remove('/networks/again');
}, 200_000);

test('state lost, then "already exists": a cluster without its record is recovered from its tags', async () => {
  const { stack, sandbox, thingsOf } = aws;
  const { progress } = await stack.succeeded(
    (await stack.submit('/clusters', { name: 'forgotten', karpenter: false })).id,
    LONG,
  );
  const client = await stack.temporalClient();
  await client.workflow.getHandle(`${stack.organizationId}/clusters/forgotten`).terminate();
  const again = await stack.api.post('/clusters', { name: 'forgotten' });
  expect(again).toMatchObject({ status: 409, body: { code: 'record_lost' } });
  const before = (await sandbox.calls()).length;
  await stack.succeeded((await stack.submit('/clusters/forgotten:recover')).id, LONG);
  const calls = (await sandbox.calls()).slice(before);
  expect(calls.filter(({ action }) => !READS.test(action))).toEqual([]);
  const found = await stack.entity('cluster', 'forgotten');
  const ledger = Object.values(found?.ledger ?? {});
  expect(ledger.map(({ cloudId = '' }) => cloudId).toSorted()).toEqual(
    (await thingsOf('clusters/forgotten')).map(({ id }) => id).toSorted(),
  );
  expect(ledger).toHaveLength(progress.summary.total);
  const changed = await stack.patch('/clusters/forgotten', { tags: { team: 'blue' } });
  await stack.succeeded(changed.id, LONG);
  await remove('/clusters/forgotten');
  expect(await sandbox.things()).toEqual([]);
}, 200_000);

test('deletes stuck on interfaces, security groups and load balancers: our resources are deleted, foreign ones are named', async () => {
  const { stack, sandbox } = aws;
  const { result } = await stack.succeeded(
    (await stack.submit('/networks', { name: 'held', natGateways: 'none' })).id,
    LONG,
  );
  const { vpcId = '', privateSubnetIds = '' } = result?.outputs ?? {};
  const [subnetId = ''] = privateSubnetIds.split(',');
  const { GroupId = '' } = await sandbox.ec2.createSecurityGroup({
    VpcId: vpcId,
    GroupName: 'legacy',
    Description: 'made by hand',
  });
  const { NetworkInterface } = await sandbox.ec2.createNetworkInterface({
    SubnetId: subnetId,
    Description: 'ELB app/legacy',
  });
  const interfaceId = NetworkInterface?.NetworkInterfaceId ?? '';
  const { id } = await stack.remove('/networks/held');
  const named = (words: string) =>
    eventually(async () => {
      const { body } = await stack.api.get(`/operations/${id}`);
      return JSON.stringify(body).includes(words);
    }, LONG);
  await named(`network interface (${interfaceId}, not made by Slipway)`);
  await sandbox.ec2.deleteNetworkInterface({ NetworkInterfaceId: interfaceId });
  await named(`security group (${GroupId}, not made by Slipway)`);
  await sandbox.ec2.deleteSecurityGroup({ GroupId });
  await stack.succeeded(id, LONG);
  expect(await sandbox.things()).toEqual([]);
}, 200_000);

test('orphaned Karpenter nodes: resources that the cluster made are deleted before it', async () => {
  const { stack, sandbox } = aws;
  const { result } = await stack.succeeded(
    (await stack.submit('/clusters', { name: 'orphans' })).id,
    LONG,
  );
  const { vpcId = '', subnetIds = '', securityGroupId = '' } = result?.outputs ?? {};
  const [subnetId = ''] = subnetIds.split(',');
  const strays = await makeStrays(sandbox, 'orphans', {
    vpcId,
    subnetId,
    clusterGroupId: securityGroupId,
  });
  expect(await strays.left()).toEqual(strays.ids);
  await remove('/clusters/orphans');
  expect(await strays.left()).toEqual([]);
  expect(await sandbox.things()).toEqual([]);
}, 200_000);

test('add-on ordering deadlocks and 20-minute time-outs: add-ons come in order, and a failure shows at once', async () => {
  const { sandbox } = aws;
  const before = (await sandbox.calls()).length;
  await sandbox.faults({ faults: [{ kind: 'create_failed', node: 'addon/coredns' }] });
  const { error } = await expectFailure('/clusters', { name: 'ordered', karpenter: false });
  expect(error).toMatchObject({
    code: 'admission_request_denied',
    details: { causedBy: expect.stringContaining('addon/coredns') },
  });
  const calls = (await sandbox.calls()).slice(before);
  const made = calls.flatMap(({ action, node }) =>
    /^Create(Addon|Nodegroup)$/.test(action) && node !== undefined ? [node] : [],
  );
  const nodes = made.indexOf('node_group/default');
  const beforeNodes = ['addon/vpc-cni', 'addon/kube-proxy', 'addon/eks-pod-identity-agent'];
  expect(new Set(made.slice(0, nodes))).toEqual(new Set(beforeNodes));
  expect(made.slice(nodes + 1)).toContain('addon/coredns');
  expect(await sandbox.things()).toEqual([]);
}, 200_000);
