/**
 * Takes a network and a cluster on it through their whole life, against the sandbox and without mocks of
 * the SDK, with the complaints of users of other provisioners on the way, each by its name. The tests run
 * in order on the same two resources. The complaints that the provider answers alone are in
 * test/provider/aws/complaints.ts, and the one about a killed worker is in test/campaign/aws/.
 */
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { READS } from '../../support/aws/actions.ts';
import type { AwsStack } from '../../support/aws/stack.ts';
import { makeStrays } from '../../support/aws/strays.ts';
import { eventually } from '../../support/eventually.ts';
import { CLUSTER, NETWORK, readWithBoto3 } from './boto3.ts';

const LONG = { timeoutMs: 90_000 };
const TEST_MS = 200_000;
const JSON_TEXT = /^\{.*\}$/s;
/** A cluster with few nodes, on the network of these tests. */
const SMALL = { networkId: 'base', karpenter: false, addons: [] };

export function lifeCycle(aws: AwsStack): void {
  async function remove(path: string): Promise<void> {
    await aws.stack.succeeded((await aws.stack.remove(path)).id, LONG);
  }

  async function expectFailure(path: string, body: object): Promise<Operation> {
    const { id } = await aws.stack.submit(path, body);
    const operation = await aws.stack.finished(id, LONG);
    expect(operation.status).toBe('failed');
    return operation;
  }

  /** What Karpenter discovers for the cluster, by either of its tags. This tags existing resources and makes none. */
  async function discovered(): Promise<Record<string, string[]>> {
    const ids = async (key: string, value: string) => {
      const Filters = [
        { Name: 'key', Values: [key] },
        { Name: 'value', Values: [value] },
      ];
      const { Tags = [] } = await aws.sandbox.ec2.describeTags({ Filters });
      return Tags.map(({ ResourceId = '' }) => ResourceId).toSorted();
    };
    return {
      discovery: await ids('karpenter.sh/discovery', 'prod'),
      shared: await ids('kubernetes.io/cluster/prod', 'shared'),
    };
  }

  describe('a network and a cluster on it', () => {
    let created: Operation;
    let network: Operation;

    test(
      'the network matches its spec, also as boto3 reads it',
      async () => {
        const { sandbox, stack, thingsOf } = aws;
        const spec = { name: 'base', natGateways: 'per_zone', tags: { team: 'blue' } };
        network = await stack.succeeded((await stack.submit('/networks', spec)).id, LONG);
        const things = await thingsOf('networks/base');
        expect(things).toHaveLength(network.progress.summary.total);
        expect(things.every(({ tags }) => tags['team'] === 'blue')).toBe(true);
        expect(await readWithBoto3(sandbox, 'networks/base')).toEqual([NETWORK]);
      },
      TEST_MS,
    );

    test(
      'the cluster matches its spec, also as boto3 reads it',
      async () => {
        const { sandbox, stack, thingsOf } = aws;
        const spec = {
          name: 'prod',
          networkId: 'base',
          kubernetesVersion: '1.33',
          karpenter: true,
        };
        created = await stack.succeeded((await stack.submit('/clusters', spec)).id, LONG);
        expect(created.result).toMatchObject({
          items: [{ provider: 'aws', instanceType: 'm5.large', maxPods: 29, group: 'default' }],
          outputs: { clusterName: 'prod', kubeconfig: expect.stringMatching(JSON_TEXT) },
        });
        // All but the tags for Karpenter are things of their own.
        expect(await thingsOf('clusters/prod')).toHaveLength(created.progress.summary.total - 1);
        const { cluster } = await sandbox.eks.describeCluster({ name: 'prod' });
        const group = cluster?.resourcesVpcConfig?.clusterSecurityGroupId ?? '';
        const { privateSubnetIds = '' } = network.result?.outputs ?? {};
        const shared = privateSubnetIds.split(',').toSorted();
        expect(await discovered()).toEqual({ discovery: [...shared, group].toSorted(), shared });
        expect(await readWithBoto3(sandbox, 'clusters/prod')).toMatchObject([CLUSTER]);
      },
      TEST_MS,
    );

    test(
      'state lost, then "already exists": a cluster without its record is recovered from its tags',
      async () => {
        const { stack, sandbox, thingsOf } = aws;
        const client = await stack.temporalClient();
        await client.workflow.getHandle(`${stack.organizationId}/clusters/prod`).terminate();
        const again = await stack.api.post('/clusters', { name: 'prod', networkId: 'base' });
        expect(again).toMatchObject({ status: 409, body: { code: 'record_lost' } });
        const before = (await sandbox.calls()).length;
        await stack.succeeded((await stack.submit('/clusters/prod:recover')).id, LONG);
        const calls = await sandbox.calls(before);
        expect(calls.filter(({ action }) => !READS.test(action))).toEqual([]);
        const found = await stack.entity('cluster', 'prod');
        const ledger = Object.values(found?.ledger ?? {});
        const things = (await thingsOf('clusters/prod')).map(({ id }) => id);
        const tags = `slipway:discovered-by:${found?.record.uid}`;
        expect(ledger.map(({ cloudId = '' }) => cloudId).toSorted()).toEqual(
          [...things, tags].toSorted(),
        );
        expect(ledger).toHaveLength(created.progress.summary.total);
      },
      TEST_MS,
    );

    test(
      'the recovered cluster is changed: version, tags, and node groups',
      async () => {
        const { sandbox, stack } = aws;
        const changed = await stack.patch('/clusters/prod', {
          kubernetesVersion: '1.34',
          tags: { team: 'blue' },
          nodeGroups: [
            { name: 'default', desiredSize: 3 },
            { name: 'spot', capacityType: 'spot' },
          ],
        });
        await stack.succeeded(changed.id, LONG);
        const group = { clusterName: 'prod', nodegroupName: 'default' };
        const { nodegroup } = await sandbox.eks.describeNodegroup(group);
        expect(nodegroup).toMatchObject({ version: '1.34', scalingConfig: { desiredSize: 3 } });
        const fewer = await stack.patch('/clusters/prod', { nodeGroups: [{ name: 'spot' }] });
        await stack.succeeded(fewer.id, LONG);
        const { nodegroups } = await sandbox.eks.listNodegroups({ clusterName: 'prod' });
        expect(nodegroups).toHaveLength(1);
      },
      TEST_MS,
    );

    test(
      'a failed create can neither be cleaned nor reused: it is undone with its reason, and its name is free',
      async () => {
        const { stack, sandbox, thingsOf } = aws;
        const fault = { kind: 'create_failed', node: 'node_group/default' } as const;
        await sandbox.faults({ faults: [fault] });
        const body = { name: 'again', ...SMALL };
        expect((await expectFailure('/clusters', body)).error).toMatchObject({
          code: 'ec2_subnet_invalid_configuration',
          errorType: 'provider',
          message: expect.stringContaining(
            'Ec2SubnetInvalidConfiguration: The sandbox injects this failure.',
          ),
          details: { causedBy: expect.stringContaining('node_group/default') },
        });
        expect(await thingsOf('clusters/again')).toEqual([]);
        expect((await stack.api.get('/clusters/again')).status).toBe(404);

        // With `retain` the cluster can be deleted, and created again.
        await sandbox.faults({ faults: [fault] });
        await expectFailure('/clusters', { ...body, onFailure: 'retain' });
        expect(await thingsOf('clusters/again')).not.toEqual([]);
        await remove('/clusters/again');
        expect(await thingsOf('clusters/again')).toEqual([]);
        await stack.succeeded((await stack.submit('/clusters', body)).id, LONG);
        await remove('/clusters/again');
      },
      TEST_MS,
    );

    test(
      'add-on ordering deadlocks and 20-minute time-outs: add-ons come in order, and a failure shows at once',
      async () => {
        const { sandbox, thingsOf } = aws;
        const before = (await sandbox.calls()).length;
        await sandbox.faults({ faults: [{ kind: 'create_failed', node: 'addon/coredns' }] });
        const body = { name: 'ordered', networkId: 'base', karpenter: false };
        const { error } = await expectFailure('/clusters', body);
        expect(error).toMatchObject({
          code: 'admission_request_denied',
          details: { causedBy: expect.stringContaining('addon/coredns') },
        });
        const made = (await sandbox.calls(before)).flatMap(({ action, node }) =>
          /^Create(Addon|Nodegroup)$/.test(action) && node !== undefined ? [node] : [],
        );
        const nodes = made.indexOf('node_group/default');
        const beforeNodes = ['addon/vpc-cni', 'addon/kube-proxy', 'addon/eks-pod-identity-agent'];
        expect(new Set(made.slice(0, nodes))).toEqual(new Set(beforeNodes));
        expect(made.slice(nodes + 1)).toContain('addon/coredns');
        expect(await thingsOf('clusters/ordered')).toEqual([]);
      },
      TEST_MS,
    );

    test(
      'orphaned Karpenter nodes: resources that the cluster made are deleted before it',
      async () => {
        const { sandbox, stack, thingsOf } = aws;
        const { vpcId = '', subnetIds = '', securityGroupId = '' } = created.result?.outputs ?? {};
        const [subnetId = ''] = subnetIds.split(',');
        const placement = { vpcId, subnetId, clusterGroupId: securityGroupId };
        const strays = await makeStrays(sandbox, 'prod', placement);
        expect(await strays.left()).toEqual(strays.ids);
        const { id } = await stack.remove('/clusters/prod');
        const { result, progress } = await stack.succeeded(id, LONG);
        // The volume has the data of a workload, and the cluster was not told to delete it.
        expect(result?.leftBehind).toEqual([
          {
            type: 'volume',
            id: strays.volumeId,
            message: '10 GiB in eu-central-1a, made by the volume claim data',
          },
        ]);
        expect(progress.message).toContain('1 resource is left behind');
        expect(await strays.left()).toEqual([strays.volumeId]);
        expect(await thingsOf('clusters/prod')).toEqual([]);
        expect(await discovered()).toEqual({ discovery: [], shared: [] });
      },
      TEST_MS,
    );

    test(
      'deletes stuck on interfaces, security groups and load balancers: our resources are deleted, foreign ones are named, and nothing remains',
      async () => {
        const { stack, sandbox } = aws;
        const { vpcId = '', privateSubnetIds = '' } = network.result?.outputs ?? {};
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
        const { id } = await stack.remove('/networks/base');
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
        expect(await readWithBoto3(sandbox, 'clusters/prod', 'networks/base')).toMatchObject([
          { roles: {}, clusters: [] },
          { vpcs: [], subnets: {}, routes: {} },
        ]);
      },
      TEST_MS,
    );
  });
}
