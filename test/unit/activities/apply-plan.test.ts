/** An attempt that follows a dead one plans again, and compares the remainder with what was confirmed. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { applyPlan, type ApplyRequest } from '../../../activities/engine/apply.ts';
import { recordedAmong } from '../../../activities/engine/plan-nodes.ts';
import { createEngineSlots } from '../../../activities/engine/engine-slots.ts';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { NO_DIAGNOSTICS } from '../../../contract/diagnostics/diagnostics.ts';
import type { Deployer } from '../../../deployments/deployer.ts';
import { patternsOf } from '../../../deployments/plan/plan-differences.ts';
import { planJson, planned, readPlain } from '../../support/deployments/plan-json.ts';
import { JOB as job, SUBJECT as subject } from '../../support/deployments/request.ts';

/** Runs the second attempt of an apply. */
async function secondAttempt(
  { confirmed, rest }: { confirmed: string; rest: string },
  request: Partial<ApplyRequest> = {},
) {
  const before = readPlain(confirmed);
  const calls: string[] = [];
  const deployer: Partial<Deployer> = {
    confirmedPlan: async () => ({ resources: before.resources, values: patternsOf(before) }),
    async plan() {
      calls.push('plan');
      const plan = readPlain(rest);
      const view = { resources: [], outputs: [] };
      return {
        ...plan,
        view,
        diagnostics: NO_DIAGNOSTICS,
        changes: plan.resources.some(({ operation }) => operation !== 'same'),
      };
    },
    async apply() {
      calls.push('apply');
      return NO_DIAGNOSTICS;
    },
    async noteAttempt() {},
  };
  const deps = {
    deployer,
    logger: { warn: () => {} },
    engineSlots: createEngineSlots({ slots: 1, slotsPerOrganization: 1, maxWaitMs: 1_000 }),
    client: { withDeadline: async () => {} },
  } as unknown as ActivityDeps;
  const environment = new MockActivityEnvironment(
    { attempt: 2 },
    { logger: new DefaultLogger('ERROR') },
  );
  const answer: unknown = await environment
    .run(() => applyPlan(deps, { subject, job, destroy: false, ...request }))
    .catch((failure: unknown) => failure);
  return { answer, calls };
}

const update = (value: number) =>
  planned('random_id.a', { actions: ['update'], after: { n: value } });

test('the remainder of the confirmed plan is applied', async () => {
  const confirmed = planJson([update(1), planned('random_id.b')]);
  const { answer, calls } = await secondAttempt({ confirmed, rest: planJson([update(1)]) });
  expect(answer).toEqual({ uncertain: [] });
  expect(calls).toEqual(['plan', 'apply']);
});

test.each([
  ['another value', planJson([update(2)])],
  ['another action', planJson([planned('random_id.a', { actions: ['delete'], after: null })])],
])('%s is not applied, but needs another confirmation', async (_case, rest) => {
  const { answer, calls } = await secondAttempt({ confirmed: planJson([update(1)]), rest });
  expect(answer).toMatchObject({
    type: 'plan_changed',
    nonRetryable: true,
    message: expect.stringContaining('random_id.a') as string,
  });
  expect(calls).toEqual(['plan']);
});

test('without confirmations the operation goes on, and says what differs', async () => {
  const rest = planJson([update(2), planned('random_id.c')]);
  const { answer, calls } = await secondAttempt(
    { confirmed: planJson([update(1)]), rest },
    { ifChanged: 'apply' },
  );
  expect(calls).toEqual(['plan', 'apply']);
  expect(answer).toMatchObject({
    uncertain: [],
    replanned: {
      differing: ['random_id.a', 'random_id.c'],
      resources: [
        { name: 'a', operation: 'update' },
        { name: 'c', operation: 'create', status: 'pending' },
      ],
    },
  });
});

test('the state has what a plan of its destruction deletes, but not what a plan creates', () => {
  const gone = planned('random_id.a', { actions: ['delete'], after: null });
  const { resources } = readPlain(planJson([gone, planned('random_id.b')]));
  const doubted = ['random_id.a', 'random_id.b', 'random_id.c'];
  expect(recordedAmong(doubted, resources)).toEqual(['random_id.a']);
  const counted = planned('random_id.d[0]', { actions: ['delete'], after: null });
  const named = readPlain(planJson([counted])).resources;
  expect(recordedAmong(['random_id.d.0', 'random_id.d.1'], named)).toEqual(['random_id.d.0']);
});
