/** The second role of a connection: when it is used, checked, claimed and refused. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import {
  connectionActivities,
  environmentFor,
  providerFor,
} from '../../../activities/entities/connections.ts';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { entityWorkflowId, roleClaimWorkflowId } from '../../../contract/ids.ts';
import { createConnectionRequestSchema } from '../../../contract/resources/connection.ts';
import type { RunPhase } from '../../../contract/vocabulary.ts';
import { refuseTakenRoles, releaseRoles } from '../../../operations/entities/role-claims.ts';
import type { Provider } from '../../../providers/provider.ts';
import type { ConnectionTarget } from '../../../providers/connection-target.ts';
import { checksOf } from '../../../contract/operations/connection-checks.ts';

const roleArn = 'arn:aws:iam::123456789012:role/slipway';
const planRoleArn = 'arn:aws:iam::123456789012:role/slipway-plan';
const WITH = { roleArn, planRoleArn };
const WITHOUT = { roleArn };
const owner = { organizationId: 'acme', connectionId: 'blue' };

/** Temporal with the connection, and a provider that names the role of each call. */
function createDeps(roles: { roleArn: string; planRoleArn?: string }) {
  const claimed: string[] = [];
  const verified: string[] = [];
  const spec = { accountId: '123456789012', externalId: 'slipway:acme:00ff', ...roles };
  const record = { uid: 'uid', status: 'active', provider: 'aws', region: 'eu-central-1', spec };
  const client = {
    withDeadline: (_deadline: number, call: () => unknown) => call(),
    workflow: {
      async start(_type: string, { workflowId }: { workflowId: string }) {
        claimed.push(workflowId);
      },
      getHandle: (id: string) => ({
        async describe() {
          if (id !== entityWorkflowId('acme', 'connection', 'blue')) {
            throw new WorkflowNotFoundError('not found', id, undefined);
          }
          return { status: { name: 'RUNNING' }, memo: { resourceType: 'connection', record } };
        },
      }),
    },
  } as unknown as Client;
  const connections = {
    through: (target: ConnectionTarget) => ({ name: target.roleArn }),
    environment: async (target: ConnectionTarget) => ({ ROLE: target.roleArn }),
    async verify(target: ConnectionTarget, check: string) {
      verified.push(`${check} of ${target.roleArn}`);
      return check === 'identity' ? { accountId: 'here', principal: target.roleArn } : {};
    },
  };
  const aws = { name: 'aws', connections } as unknown as Provider;
  const deps = { client, providers: { aws, simulated: aws }, ownAccounts: [] };
  return { deps, claimed, verified };
}

function run<T>(call: () => Promise<T>): Promise<T> {
  return new MockActivityEnvironment({
    workflowExecution: { workflowId: 'op-1', runId: 'run' },
  }).run(call);
}

test.each<[RunPhase, object, string]>([
  ['plan', WITH, planRoleArn],
  ['apply', WITH, roleArn],
  ['plan', WITHOUT, roleArn],
  ['apply', WITHOUT, roleArn],
])('the phase %s of a connection with the roles %o uses %s', async (phase, roles, expected) => {
  const { deps } = createDeps({ ...WITHOUT, ...roles });
  const { signal } = new AbortController();
  const environment = await run(() => environmentFor(deps, owner, phase, signal));
  expect(environment).toEqual({ ROLE: expected });
  const provider = await run(() => providerFor(deps, 'aws', owner, phase));
  expect(provider).toEqual({ name: expected });
});

test('a resource is made with the role, which may change something, unless a caller says otherwise', async () => {
  const { deps } = createDeps(WITH);
  expect(await run(() => providerFor(deps, 'aws', owner))).toEqual({ name: roleArn });
});

test('the plan role is checked and claimed like the role, apart from what a cluster needs', async () => {
  const { deps, claimed, verified } = createDeps(WITH);
  const { checkConnection } = connectionActivities(deps as unknown as ActivityDeps);
  const subject = {
    operation: 'verify_connection',
    organizationId: 'acme',
    memberId: 'me',
    resourceType: 'connection',
    resourceId: 'blue',
    resourceUid: 'uid',
    provider: 'aws',
    region: 'eu-central-1',
  } as const;
  const outputs = {};
  for (const check of checksOf(WITH)) {
    Object.assign(outputs, await run(() => checkConnection({ subject, check })));
  }
  expect(verified).toEqual([
    `role of ${roleArn}`,
    `role of ${planRoleArn}`,
    `identity of ${planRoleArn}`,
    `identity of ${roleArn}`,
    `permissions of ${roleArn}`,
    `quotas of ${roleArn}`,
  ]);
  expect(claimed).toEqual([roleClaimWorkflowId(roleArn), roleClaimWorkflowId(planRoleArn)]);
  expect(outputs).toEqual({ accountId: 'here', principal: roleArn, planPrincipal: planRoleArn });
});

test('a connection without one has the checks of before', () => {
  const spec = { roleArn, planRoleArn: undefined };
  expect(checksOf(spec)).toEqual(['role', 'identity', 'permissions', 'quotas']);
});

test('it must be another role', () => {
  const request = { name: 'blue', accountId: '123456789012', ...WITH };
  expect(createConnectionRequestSchema.safeParse(request).success).toBe(true);
  const same = { ...request, planRoleArn: roleArn.replace('slipway', 'SLIPWAY') };
  expect(createConnectionRequestSchema.safeParse(same).error?.issues).toMatchObject([
    { path: ['planRoleArn'], message: expect.stringContaining('another role than roleArn') },
  ]);
});

test('it is refused if another connection holds it, and released with its connection', async () => {
  const holder = {
    organizationId: 'globex',
    connectionId: 'red',
    uid: 'theirs',
    operationId: 'op',
  };
  const released: string[] = [];
  const runs: Record<string, object> = {
    [roleClaimWorkflowId(planRoleArn)]: { holder },
    [entityWorkflowId('globex', 'connection', 'red')]: {
      resourceType: 'connection',
      record: { uid: 'theirs', status: 'active' },
    },
  };
  const client = {
    withDeadline: (_deadline: number, call: () => unknown) => call(),
    workflow: {
      getHandle: (id: string) => ({
        async describe() {
          const memo = runs[id];
          if (memo === undefined) throw new WorkflowNotFoundError('not found', id, undefined);
          return { status: { name: 'RUNNING' }, memo };
        },
        async signal() {
          released.push(id);
        },
      }),
    },
  } as unknown as Client;
  await expect(
    refuseTakenRoles(client, { organizationId: 'acme' }, 'blue', WITH),
  ).rejects.toMatchObject({
    code: 'role_taken',
    message: expect.stringContaining(planRoleArn),
  });
  await refuseTakenRoles(client, { organizationId: 'acme' }, 'blue', WITHOUT);
  await releaseRoles(client, WITH, { uid: 'ours' });
  expect(released).toEqual([roleClaimWorkflowId(roleArn), roleClaimWorkflowId(planRoleArn)]);
});
