/**
 * A role belongs to one connection: who gets it, when a claim no longer counts, and what happens when two
 * operations meet.
 */
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { holdRole } from '../../../activities/entities/role-claims.ts';
import { entityWorkflowId, roleClaimWorkflowId } from '../../../contract/ids.ts';
import type { OperationSubject } from '../../../contract/temporal/operation-input.ts';
import type {
  HoldAnswer,
  HoldRequest,
  RoleClaim,
  RoleHolder,
} from '../../../contract/temporal/role-claim.ts';
import { refuseTakenRoles } from '../../../operations/entities/role-claims.ts';
import { answerTo } from '../../../workflows/entity/role-claim.ts';

const ARN = 'arn:aws:iam::123456789012:role/Slipway';

interface Entity {
  uid: string;
  status: string;
  workflowStatus?: string;
}

/** Temporal with the claim of one role and the entities of connections. */
function createTemporal(entities: Record<string, Entity>) {
  let holder: RoleHolder | undefined;
  const updates: HoldRequest[] = [];
  const describe = (id: string) => {
    if (id === roleClaimWorkflowId(ARN) && holder !== undefined) {
      return { status: { name: 'RUNNING' }, memo: { holder } };
    }
    const entity = entities[id];
    if (entity === undefined) throw new WorkflowNotFoundError('not found', id, undefined);
    const { uid, status, workflowStatus = 'RUNNING' } = entity;
    return {
      status: { name: workflowStatus },
      memo: { resourceType: 'connection', record: { uid, status } },
    };
  };
  const client = {
    withDeadline: (_deadline: number, call: () => unknown) => call(),
    workflow: {
      async start(type: string, { workflowId, args }: { workflowId: string; args: [RoleClaim] }) {
        if (holder !== undefined) {
          throw new WorkflowExecutionAlreadyStartedError('started', workflowId, type);
        }
        ({ holder } = args[0]);
      },
      getHandle: (id: string) => ({
        describe: async () => describe(id),
        async executeUpdate(_name: string, { args: [request] }: { args: [HoldRequest] }) {
          updates.push(request);
          const answer: HoldAnswer = answerTo(holder, request);
          if (answer.granted) ({ holder } = request);
          return answer;
        },
      }),
    },
  } as unknown as Client;
  return { client, updates, holder: () => holder };
}

function subjectOf(organizationId: string, resourceId: string): OperationSubject {
  return {
    operation: 'verify_connection',
    organizationId,
    memberId: 'me',
    resourceType: 'connection',
    resourceId,
    resourceUid: `uid-of-${organizationId}-${resourceId}`,
  };
}

function hold(client: Client, operationId: string, organizationId: string, connectionId = 'blue') {
  const environment = new MockActivityEnvironment({
    workflowExecution: { workflowId: operationId, runId: 'run' },
  });
  return environment.run(holdRole, client, subjectOf(organizationId, connectionId), ARN);
}

const BLUE = entityWorkflowId('acme', 'connection', 'blue');
const alive: Entity = { uid: 'uid-of-acme-blue', status: 'active' };

test('the first connection gets the role, also when its operation asks again or is retried', async () => {
  const { client, holder } = createTemporal({ [BLUE]: alive });
  await hold(client, 'op-1', 'acme');
  await hold(client, 'op-1', 'acme');
  expect(holder()?.operationId).toBe('op-1');
  await hold(client, 'op-2', 'acme');
  expect(holder()).toMatchObject({ organizationId: 'acme', operationId: 'op-2' });
});

test('no other connection gets it, and another organization learns nothing of the holder', async () => {
  const { client, holder } = createTemporal({ [BLUE]: alive });
  await hold(client, 'op-1', 'acme');
  const refused = { type: 'role_taken', nonRetryable: true };
  const same = { ...refused, message: expect.stringContaining('connection blue') };
  await expect(hold(client, 'op-2', 'acme', 'green')).rejects.toMatchObject(same);
  const other = { ...refused, message: expect.not.stringMatching(/blue|acme/) };
  await expect(hold(client, 'op-3', 'globex')).rejects.toMatchObject(other);
  expect(holder()?.operationId).toBe('op-1');
});

test.each<[string, Entity | undefined, boolean]>([
  ['was never found', undefined, true],
  ['is deleted', { ...alive, workflowStatus: 'COMPLETED' }, true],
  ['has failed', { ...alive, status: 'failed' }, true],
  ['is another one of this name', { ...alive, uid: 'uid-of-a-later-one' }, true],
  ['is being verified', { ...alive, status: 'creating' }, false],
  ['has lost its record', { ...alive, workflowStatus: 'TERMINATED' }, false],
])('a claim whose connection %s', async (_what, entity, isFree) => {
  const { client, holder } = createTemporal(entity === undefined ? {} : { [BLUE]: entity });
  await hold(client, 'op-1', 'acme');
  const atTheEdge = refuseTakenRoles(client, { organizationId: 'globex' }, 'red', { roleArn: ARN });
  const edge = await atTheEdge.catch((error: unknown) => error);
  const outcome = await hold(client, 'op-2', 'globex').catch((error: unknown) => error);
  expect([edge, outcome]).toMatchObject(
    isFree ? [undefined, undefined] : [{ code: 'role_taken' }, { type: 'role_taken' }],
  );
  expect(holder()?.organizationId).toBe(isFree ? 'globex' : 'acme');
});

test('a connection that is verified again at the same moment keeps the role', () => {
  const holder = {
    organizationId: 'acme',
    connectionId: 'blue',
    uid: 'uid-of-acme-blue',
    operationId: 'op-2',
  };
  const next = { ...holder, organizationId: 'globex', operationId: 'op-3' };
  // The other operation saw the claim of op-1, before the retry.
  expect(answerTo(holder, { holder: next, replaces: 'op-1' })).toEqual({ granted: false, holder });
  expect(answerTo(holder, { holder: next, replaces: 'op-2' })).toEqual({ granted: true });
});

test('the claim does not depend on the case of the name, as in AWS', () => {
  expect(roleClaimWorkflowId(ARN)).toBe(roleClaimWorkflowId(ARN.replace('Slipway', 'SLIPWAY')));
});
