/** Tests connections of the simulated provider: what is verified, and which credentials the calls use. */
import { expect, test } from 'vitest';
import { networkSpecSchema } from '../../contract/resources/network.ts';
import type { Connections, Owner } from '../../providers/provider.ts';
import type { ConnectionTarget } from '../../providers/connection-target.ts';
import { createSimulatedProvider } from '../../providers/simulated/provider.ts';
import { startSimulator } from '../sandboxes/running-simulator.ts';
import { providerError } from './graph-walk.ts';

const { signal } = new AbortController();
const context = { signal };
const TARGET: ConnectionTarget = {
  accountId: '123456789012',
  roleArn: 'arn:aws:iam::123456789012:role/slipway',
  externalId: 'blue-team',
  region: 'sim-central-1',
  session: { organizationId: 'acme', operationId: '01M85ZVC0FA2Y6QW3N0RB4T8KJ' },
};
const OWNER: Owner = {
  organizationId: 'acme',
  resourceType: 'network',
  resourceId: 'ground',
  resourceUid: '01M85ZVC0FA2Y6QW3N0RB4T8KJ',
  region: 'sim-central-1',
};

async function start() {
  const cloud = await startSimulator();
  const provider = createSimulatedProvider({ url: cloud.url, speed: 1, clock: cloud.clock.now });
  const { connections } = provider;
  if (connections === undefined) throw new Error('no connections');
  const role = async (of: object) => {
    const { status } = await cloud.send('PUT', '/inspect/roles', {
      roleArn: TARGET.roleArn,
      ...of,
    });
    expect(status).toBe(200);
  };
  const calls = async () => {
    const { body } = await cloud.send('GET', '/inspect/calls');
    return (
      body as { items: { path: string; status: number; roleArn?: string; sessionName?: string }[] }
    ).items;
  };
  return { cloud, provider, connections, role, calls };
}

async function verifyTarget(connections: Connections, target = TARGET) {
  const outputs = {};
  for (const check of ['role', 'identity', 'permissions', 'quotas'] as const) {
    Object.assign(outputs, await connections.verify(target, check, context));
  }
  return outputs;
}

test('a role that trusts us is verified, and its account and principal are returned', async () => {
  const { connections } = await start();
  expect(await verifyTarget(connections)).toEqual({
    accountId: TARGET.accountId,
    principal: TARGET.roleArn,
  });
});

test('an external id that differs from the trust policy is refused', async () => {
  const { connections, role } = await start();
  await role({ externalId: 'another' });
  expect(await providerError(connections.verify(TARGET, 'role', context))).toMatchObject({
    code: 'role_not_assumable',
    errorType: 'authentication',
    retryable: false,
    requestId: expect.any(String),
  });
});

test('a role that can be assumed without the external id is refused, although it works', async () => {
  const { connections, role } = await start();
  await role({ externalId: null });
  const error = await providerError(connections.verify(TARGET, 'role', context));
  expect(error).toMatchObject({
    code: 'external_id_not_required',
    errorType: 'authentication',
    retryable: false,
  });
  expect(error.publicMessage).toContain(TARGET.roleArn);
});

test('every operation has a session of its own, which names it', async () => {
  const { connections, calls } = await start();
  const other = { ...TARGET, session: { ...TARGET.session, operationId: 'another' } };
  for (const target of [TARGET, other]) await connections.through(target).read(OWNER, context);
  const reads = (await calls()).filter(({ path }) => path.startsWith('/resources'));
  expect(reads.map(({ sessionName }) => sessionName)).toEqual([
    'slipway-acme-01M85ZVC0FA2Y6QW3N0RB4T8KJ',
    'slipway-acme-another',
  ]);
});

test('a role of another account is refused', async () => {
  const { connections, role } = await start();
  await role({ accountId: '999999999999' });
  const error = await providerError(connections.verify(TARGET, 'identity', context));
  expect(error).toMatchObject({ code: 'account_mismatch', errorType: 'authentication' });
  expect(error.publicMessage).toContain('999999999999');
});

test('the missing permissions of the role are named', async () => {
  const { connections, role } = await start();
  await role({ denied: ['nat_gateway:create', 'vpc:delete'] });
  const error = await providerError(connections.verify(TARGET, 'permissions', context));
  expect(error).toMatchObject({ code: 'permissions_missing', errorType: 'permission' });
  expect(error.publicMessage).toContain('vpc:delete');
  expect(error.publicMessage).toContain('nat_gateway:create');
});

test('a quota without enough room is named, with the used and the needed amount', async () => {
  const { cloud, connections } = await start();
  await cloud.send('PUT', '/inspect/quotas', { type: 'vpc', limit: 1 });
  await cloud.have({ type: 'vpc' });
  const error = await providerError(connections.verify(TARGET, 'quotas', context));
  expect(error).toMatchObject({ code: 'quota_too_low', errorType: 'quota' });
  expect(error.publicMessage).toContain('vpc (1 of 1 used, 1 needed)');
});

test('calls through a connection use its role, and other calls do not', async () => {
  const { provider, connections, calls } = await start();
  await connections.through(TARGET).read(OWNER, context);
  await provider.read(OWNER, context);
  const reads = (await calls()).filter(({ path }) => path.startsWith('/resources'));
  expect(reads.map(({ roleArn }) => roleArn)).toEqual([TARGET.roleArn, undefined]);
});

test('a call that the role may not make fails with the reason of the cloud', async () => {
  const { connections, role } = await start();
  await role({ denied: ['vpc:create'] });
  const provider = connections.through(TARGET);
  const [vpc] = provider
    .plan(OWNER, { resourceType: 'network', spec: networkSpecSchema.parse({}) })
    .filter(({ type }) => type === 'vpc');
  if (vpc === undefined) throw new Error('a network without a vpc');
  const request = { owner: OWNER, node: vpc, dependencies: {} };
  expect(await providerError(provider.ensure(request, context))).toMatchObject({
    code: 'permission_denied',
    errorType: 'permission',
  });
});

test('the role is assumed once for all waiting calls, and again before its credentials expire', async () => {
  const { cloud, connections, role, calls } = await start();
  await role({ sessionSeconds: 900 });
  const provider = connections.through(TARGET);
  const assumed = async () => (await calls()).filter(({ path }) => path === '/sessions').length;
  await Promise.all([1, 2, 3].map(() => provider.read(OWNER, context)));
  expect(await assumed()).toBe(1);
  cloud.clock.advance(800_000);
  await provider.read(OWNER, context);
  expect(await assumed()).toBe(1);
  cloud.clock.advance(50_000);
  await provider.read(OWNER, context);
  expect(await assumed()).toBe(2);
});

test('credentials that the cloud no longer accepts are renewed, and the call continues', async () => {
  const { cloud, calls } = await start();
  // By the provider's clock they are still valid.
  const began = cloud.clock.now();
  const { connections } = createSimulatedProvider({ url: cloud.url, speed: 1, clock: () => began });
  const provider = connections?.through(TARGET);
  await provider?.read(OWNER, context);
  cloud.clock.advance(4_000_000);
  await provider?.read(OWNER, context);
  expect((await calls()).map(({ path, status }) => [path.split('?')[0], status])).toEqual([
    ['/sessions', 201],
    ['/resources', 200],
    ['/resources', 403],
    ['/sessions', 201],
    ['/resources', 200],
  ]);
});

test('other programs get the same credentials through their environment', async () => {
  const { cloud, connections } = await start();
  const environment = await connections.environment(TARGET, context);
  const answer = await fetch(`${cloud.url}/caller-identity`, {
    headers: { authorization: `Bearer ${environment['SIMULATED_CLOUD_TOKEN']}` },
  });
  expect(await answer.json()).toEqual({ accountId: TARGET.accountId, arn: TARGET.roleArn });
});
