/**
 * Tests connections of the AWS provider against the sandbox: what is verified, and which credentials
 * the calls use.
 */
import { setMaxListeners } from 'node:events';
import { STS } from '@aws-sdk/client-sts';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Connections, Provider } from '../../../providers/provider.ts';
import { TARGET } from './connection-target.ts';
import { network, ownerOf } from '../../support/aws/plans.ts';
import { sandboxProvider } from './sandbox-provider.ts';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';
import { providerError, tearDown, walk } from '../graph-walk.ts';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const context = { signal };

/** The trust policy that Slipway shows, or one with other parts. */
function trusting(externalId: string, more: object = {}): object {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::123456789012:root' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: { StringEquals: { 'sts:ExternalId': externalId } },
  };
  return { Version: '2012-10-17', Statement: [{ ...statement, ...more }] };
}

export function describeConnections(sandbox: AwsSandbox): void {
  let provider: Provider;
  let connections: Connections;
  beforeAll(() => {
    provider = sandboxProvider(sandbox);
    if (provider.connections === undefined) throw new Error('no connections');
    ({ connections } = provider);
  });

  afterEach(() => sandbox.trust(TARGET.roleArn, undefined));

  async function countAssumptions(): Promise<number> {
    return (await sandbox.calls()).filter(({ action }) => action === 'AssumeRole').length;
  }

  test('a role that can be assumed is verified, and its account and principal are returned', async () => {
    const outputs = {};
    for (const check of ['role', 'identity', 'permissions', 'quotas'] as const) {
      Object.assign(outputs, await connections.verify(TARGET, check, context));
    }
    expect(outputs).toEqual({
      accountId: TARGET.accountId,
      principal: 'arn:aws:sts::111122223333:assumed-role/slipway',
    });
  });

  test('a role whose trust policy does not name us is refused', async () => {
    await sandbox.trust(TARGET.roleArn, trusting('another'));
    expect(await providerError(connections.verify(TARGET, 'role', context))).toMatchObject({
      code: 'role_not_assumable',
      errorType: 'authentication',
      retryable: false,
      requestId: expect.any(String),
    });
  });

  test.each([
    ['no condition', undefined, 'with another external id'],
    ['a pattern', { StringLike: { 'sts:ExternalId': 'blue-*' } }, 'with another external id'],
  ])('a role whose trust policy has %s is refused', async (_what, Condition, how) => {
    await sandbox.trust(TARGET.roleArn, trusting(TARGET.externalId, { Condition }));
    const error = await providerError(connections.verify(TARGET, 'role', context));
    expect(error).toMatchObject({ code: 'external_id_not_required', retryable: false });
    expect(error.publicMessage).toContain(how);
  });

  test('a role that refuses the tags of the session is refused, and the missing action named', async () => {
    await sandbox.trust(TARGET.roleArn, trusting(TARGET.externalId, { Action: 'sts:AssumeRole' }));
    const error = await providerError(connections.verify(TARGET, 'role', context));
    expect(error).toMatchObject({ code: 'session_tags_refused', retryable: false });
    expect(error.publicMessage).toContain('sts:TagSession');
  });

  test('a role of another account is refused', async () => {
    const wrong = { ...TARGET, accountId: '999999999999' };
    const error = await providerError(connections.verify(wrong, 'identity', context));
    expect(error).toMatchObject({ code: 'account_mismatch', errorType: 'authentication' });
    expect(error.publicMessage).toContain('111122223333');
  });

  test('the missing permissions of the role are named', async () => {
    await sandbox.faults({ denied: ['eks:CreateCluster', 'ec2:CreateVpc'] });
    const error = await providerError(connections.verify(TARGET, 'permissions', context));
    expect(error).toMatchObject({ code: 'permissions_missing', errorType: 'permission' });
    expect(error.publicMessage).toContain('ec2:CreateVpc, eks:CreateCluster');
  });

  test('a quota without enough room is named, with the used and the needed amount', async () => {
    const crowded = { ...TARGET, roleArn: 'arn:aws:iam::444455556666:role/slipway' };
    const owner = ownerOf('network', 'crowd');
    const through = connections.through(crowded);
    for (let i = 0; i < 5; i++) {
      const own = {
        ...owner,
        resourceId: `crowd-${i}`,
        resourceUid: `01M85ZVC0FA2Y6QW3N0RB4T8K${i}`,
      };
      const vpc = through.plan(own, network({})).filter(({ type }) => type === 'elastic_ip');
      for (const node of vpc) await through.ensure({ owner: own, node, dependencies: {} }, context);
    }
    const error = await providerError(connections.verify(crowded, 'quotas', context));
    expect(error).toMatchObject({ code: 'quota_too_low', errorType: 'quota' });
    expect(error.publicMessage).toContain('EC2-VPC Elastic IPs (5 of 5 used, 1 needed)');
  });

  test("resources made through a connection are in its account, not in the worker's own", async () => {
    const owner = ownerOf('network', 'theirs');
    const through = connections.through(TARGET);
    const plan = through.plan(owner, network({ natGateways: 'none' }));
    const before = await countAssumptions();
    await walk(through, owner, plan, context);
    expect((await countAssumptions()) - before).toBeLessThanOrEqual(1);
    expect((await through.read(owner, context)).length).toBe(plan.length);
    expect(await provider.read(owner, context)).toEqual([]);
    await tearDown(through, owner, plan, context);
    expect(await through.read(owner, context)).toEqual([]);
  });

  test('credentials that AWS no longer accepts are renewed, and the work continues', async () => {
    const through = connections.through(TARGET);
    const owner = ownerOf('network', 'expired');
    await through.read(owner, context);
    const { accessKeyId = '' } = await keyOf();
    await sandbox.faults({ expiredKeys: [accessKeyId] });
    const before = await countAssumptions();
    const error = await providerError(through.read(owner, context));
    expect(error).toMatchObject({ code: 'credentials_expired', retryable: true });
    await through.read(owner, context);
    expect((await countAssumptions()) - before).toBe(1);

    /** The access key of the last call that the sandbox received. */
    async function keyOf() {
      const calls = await sandbox.calls();
      return { accessKeyId: calls.at(-1)?.accessKey };
    }
  });

  test('other programs get the same credentials through their environment', async () => {
    const environment = await connections.environment(TARGET, context);
    const sts = new STS({
      region: TARGET.region,
      endpoint: sandbox.url,
      credentials: {
        accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
        sessionToken: environment['AWS_SESSION_TOKEN'] ?? '',
      },
    });
    expect(await sts.getCallerIdentity({})).toMatchObject({ Account: TARGET.accountId });
    sts.destroy();
  });
}
