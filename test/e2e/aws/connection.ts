/**
 * Uses a team's own account through the HTTP API: the role is verified, and all resources are in its
 * account alone.
 */
import { STS } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { connectionSchema } from '../../../contract/resources/connection.ts';
import { createInventory } from '../../support/aws/inventory.ts';
import type { AwsStack } from '../../support/aws/stack.ts';
import { filesWith } from '../../support/files-with.ts';

const LONG = { timeoutMs: 90_000 };
const REGION = 'eu-central-1';
const CONNECTION = {
  name: 'blue',
  provider: 'aws',
  region: REGION,
  accountId: '111122223333',
  roleArn: 'arn:aws:iam::111122223333:role/slipway',
};

/** An inventory of the team's account, with separate credentials of the same role. */
async function theirAccount({ sandbox: { url }, stack }: AwsStack) {
  const { body } = await stack.api.get('/connections/blue');
  const { externalId } = connectionSchema.parse(body).spec;
  const sts = new STS({ region: REGION, endpoint: url });
  const { Credentials } = await sts.assumeRole({
    RoleArn: CONNECTION.roleArn,
    RoleSessionName: 'test',
    ExternalId: externalId,
  });
  sts.destroy();
  return createInventory(url, {
    id: CONNECTION.accountId,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
    },
  });
}

export function connections(aws: AwsStack): void {
  test('a connection that cannot be used names the reason', async () => {
    const { sandbox, stack } = aws;
    const nobody = { Version: '2012-10-17', Statement: [] };
    const cases: [object, object | undefined, string[], string, string][] = [
      [CONNECTION, nobody, [], 'role_not_assumable', 'role'],
      [{ ...CONNECTION, accountId: '999999999999' }, undefined, [], 'account_mismatch', 'identity'],
      [CONNECTION, undefined, ['eks:CreateCluster'], 'permissions_missing', 'permissions'],
    ];
    for (const [body, trustPolicy, denied, code, check] of cases) {
      await sandbox.trust(CONNECTION.roleArn, trustPolicy);
      await sandbox.faults({ denied });
      const { id } = await stack.submit('/connections', body);
      const { status, error } = await stack.finished(id);
      expect({ status, error }).toMatchObject({
        status: 'failed',
        error: {
          code,
          details: { causedBy: expect.stringContaining(`connection_check/${check}`) },
        },
      });
      expect((await stack.api.delete('/connections/blue')).status).toBe(204);
    }
    await sandbox.faults({});
    await sandbox.trust(CONNECTION.roleArn, undefined);
  });

  test('resources of a connection are in its account, under names that are taken in ours', async () => {
    const { sandbox, stack } = aws;
    const { result } = await stack.succeeded(
      (await stack.submit('/connections', CONNECTION)).id,
      LONG,
    );
    expect(result?.outputs).toEqual({
      accountId: CONNECTION.accountId,
      principal: 'arn:aws:sts::111122223333:assumed-role/slipway',
    });
    const question = { provider: 'aws', connectionId: 'blue', families: ['m5'], maxVCpus: 2 };
    const discovery = await stack.submit('/instance-types:discover', question);
    expect(discovery).toMatchObject({ resourceType: 'connection', resourceId: 'blue' });
    expect((await stack.succeeded(discovery.id, LONG)).result?.items).toMatchObject([
      { instanceType: 'm5.large', maxPods: 29, allocatableMilliCpu: 1930 },
    ]);

    // EKS identifies clusters by name, so a cluster of the same name in the worker's own account is
    // another one.
    await sandbox.eks.createCluster({
      name: 'prod',
      roleArn: 'arn:aws:iam::123456789012:role/somebody',
      resourcesVpcConfig: {},
    });
    const through = { connectionId: 'blue', karpenter: false, addons: [] };
    const made = await stack.submit('/clusters', { name: 'prod', ...through });
    const { progress } = await stack.succeeded(made.id, LONG);
    const theirs = await theirAccount(aws);
    expect(await theirs.things()).toHaveLength(progress.summary.total);
    expect(await sandbox.things()).toEqual([]);
    expect((await stack.api.get('/clusters/prod/kubeconfig')).status).toBe(200);
    const changed = await stack.patch('/clusters/prod', { tags: { team: 'blue' } });
    await stack.succeeded(changed.id, LONG);
    const { cluster } = await theirs.eks.describeCluster({ name: 'prod' });
    expect(cluster?.tags).toMatchObject({ team: 'blue' });

    expect((await stack.api.delete('/connections/blue')).body).toMatchObject({
      status: 409,
      code: 'in_use',
      attachments: ['clusters/prod'],
    });
    await stack.succeeded((await stack.remove('/clusters/prod')).id, LONG);
    expect(await theirs.things()).toEqual([]);
    expect((await stack.api.delete('/connections/blue')).status).toBe(204);
    await sandbox.eks.deleteCluster({ name: 'prod' });

    const keys = new Set((await sandbox.calls()).map(({ accessKey }) => accessKey));
    keys.delete('sandbox');
    expect(keys.size).toBeGreaterThan(0);
    for (const key of keys) {
      expect(filesWith(stack.dataDirectory, key)).toEqual([]);
      const parts = stack.parts();
      expect(parts.filter((part) => part.output().includes(key)).map(({ name }) => name)).toEqual(
        [],
      );
    }
  }, 240_000);
}
