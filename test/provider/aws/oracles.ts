/** Tests what the sandbox's proxy takes from AWS's own API models: which requests fit, and which lists have pages. */
import { EC2 } from '@aws-sdk/client-ec2';
import { EKS } from '@aws-sdk/client-eks';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { SQS } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { ADMINISTRATOR } from '../../support/aws/policies/permissions.ts';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

export function oracles(sandbox: AwsSandbox): void {
  function clients() {
    const credentials = { accessKeyId: ADMINISTRATOR, secretAccessKey: ADMINISTRATOR };
    const config = { region: 'eu-central-1', endpoint: sandbox.url, credentials, maxAttempts: 1 };
    return {
      ec2: new EC2(config),
      eks: new EKS(config),
      events: new EventBridge(config),
      iam: new IAM(config),
      sqs: new SQS({ ...config, useQueueUrlAsEndpoint: false }),
    };
  }

  test('a request that does not fit the API model is refused in every protocol, and remembered', async () => {
    const { ec2, eks, events, iam, sqs } = clients();
    const arn = 'arn:aws:iam::123456789012:role/a';
    await Promise.allSettled([
      ec2.createVpc({ CidrBlock: '10.0.0.0/16', InstanceTenancy: 'shared' as 'default' }),
      iam.createRole({ RoleName: 'a role', AssumeRolePolicyDocument: '{}' }),
      events.putRule({ Name: 'r'.repeat(65), EventPattern: '{}' }),
      sqs.createQueue({ QueueName: 'q', tags: 3 as never }),
      eks.createNodegroup({
        clusterName: 'none',
        nodegroupName: 'default',
        nodeRole: arn,
        subnets: [],
        taints: [{ key: 'k'.repeat(64), effect: 'NO_SCHEDULE' }],
        updateConfig: { maxUnavailablePercentage: 200 },
        unheardOf: true,
      } as Parameters<typeof eks.createNodegroup>[0]),
    ]);
    const refused = (await sandbox.refused()).toSorted();
    expect(refused).toEqual([
      expect.stringMatching(/^ec2:CreateVpc: InstanceTenancy is shared, which is none of /),
      expect.stringMatching(/^eks:CreateNodegroup: taints\[0\]\.key has 64 characters, .* most 63/),
      expect.stringMatching(/^eks:CreateNodegroup: updateConfig\.max.* has 200 , .* most 100/),
      expect.stringMatching(/^events:PutRule: Name has 65 characters/),
      expect.stringMatching(/^iam:CreateRole: RoleName is a role, which does not match/),
      'sqs:CreateQueue: tags is not a map',
    ]);
    expect(await sandbox.refused()).toEqual([]);
  });

  test('every list that AWS pages comes in pages of two', async () => {
    const { ec2, eks, events, iam, sqs } = clients();
    const names = ['paged-a', 'paged-b', 'paged-c'];
    const roleArn = 'arn:aws:iam::123456789012:role/a';
    const vpcs = await Promise.all(names.map(() => ec2.createVpc({ CidrBlock: '10.8.0.0/16' })));
    for (const name of names) {
      await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: TRUST, Path: '/paged/' });
      await events.putRule({ Name: name, EventPattern: '{"source":["a"]}' });
      await sqs.createQueue({ QueueName: name });
      await eks.createCluster({ name, roleArn, resourcesVpcConfig: { subnetIds: ['subnet-1'] } });
    }
    const VpcIds = vpcs.map(({ Vpc }) => Vpc?.VpcId ?? '');
    const first = await ec2.describeVpcs({ VpcIds });
    const { NextToken } = first;
    const second = await ec2.describeVpcs({ VpcIds, NextToken });
    expect([first.Vpcs?.length, second.Vpcs?.length, second.NextToken]).toEqual([2, 1, undefined]);
    const roles = await iam.listRoles({ PathPrefix: '/paged/' });
    expect([roles.Roles?.length, roles.IsTruncated, typeof roles.Marker]).toEqual([
      2,
      true,
      'string',
    ]);
    const rest = await iam.listRoles({ PathPrefix: '/paged/', Marker: roles.Marker });
    expect([rest.Roles?.length, rest.IsTruncated]).toEqual([1, false]);
    const rules = await events.listRules({ NamePrefix: 'paged-' });
    expect([rules.Rules?.length, typeof rules.NextToken]).toEqual([2, 'string']);
    const queues = await sqs.listQueues({ QueueNamePrefix: 'paged-', MaxResults: 10 });
    expect([queues.QueueUrls?.length, typeof queues.NextToken]).toEqual([2, 'string']);
    const clusters = await eks.listClusters({});
    expect([clusters.clusters?.length, typeof clusters.nextToken]).toEqual([2, 'string']);

    for (const VpcId of VpcIds) await ec2.deleteVpc({ VpcId });
    for (const name of names) {
      await iam.deleteRole({ RoleName: name });
      await events.deleteRule({ Name: name });
      const { QueueUrl } = await sqs.getQueueUrl({ QueueName: name });
      await sqs.deleteQueue({ QueueUrl });
      await expect
        .poll(() =>
          eks.deleteCluster({ name }).then(
            () => true,
            () => false,
          ),
        )
        .toBe(true);
    }
  });
}
