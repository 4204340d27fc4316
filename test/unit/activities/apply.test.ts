/** What an apply says about the resources that may exist without a record, however it ends. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { applyPlan } from '../../../activities/engine/apply.ts';
import { createEngineSlots } from '../../../activities/engine/engine-slots.ts';
import type { ActivityDeps } from '../../../activities/deps.ts';
import type { NodeOperation } from '../../../contract/vocabulary.ts';
import { NO_DIAGNOSTICS } from '../../../contract/diagnostics/diagnostics.ts';
import type { Deployer } from '../../../deployments/deployer.ts';
import { planLost } from '../../../deployments/deployment-store.ts';
import { EngineError } from '../../../deployments/engine/error.ts';
import type { ResourceEvent } from '../../../deployments/engine/messages.ts';
import type { DeploymentJob } from '../../../deployments/job.ts';
import { SUBJECT as subject } from '../../support/deployments/request.ts';

const job = { operationId: 'operation' } as DeploymentJob;

type Changes = Record<string, NodeOperation>;

function resourcesOf(changes: Changes) {
  return Object.entries(changes).map(([address, operation]) => {
    const [type = '', name = ''] = address.split('.');
    return { address, type, name, operation, ...(operation === 'replace' && { tainted: true }) };
  });
}

function event(address: string, state: ResourceEvent['state'], action = 'create'): ResourceEvent {
  return { address, state, action, at: 0 };
}

/** Runs one attempt of an apply. `rest` is what a new plan has; `engine` is the run of the engine. */
function attempt(options: {
  /** undefined: the plan is lost. */
  confirmed: Changes | undefined;
  rest?: Changes;
  attempt?: number;
  heartbeatDetails?: unknown;
  engine(note: (event: ResourceEvent) => void, signal: AbortSignal): Promise<void>;
}) {
  const { confirmed, rest = {}, engine } = options;
  const deployer = {
    async confirmedPlan() {
      if (confirmed === undefined) throw planLost();
      return { resources: resourcesOf(confirmed) };
    },
    plan: async () => ({
      resources: resourcesOf(rest),
      outputs: [],
      planned: { resources: new Map(), outputs: new Map() },
      changes: Object.keys(rest).length > 0,
      view: { resources: [], outputs: [] },
      diagnostics: NO_DIAGNOSTICS,
    }),
    async apply(_job, note, signal) {
      await engine(note, signal);
      return NO_DIAGNOSTICS;
    },
    async noteAttempt() {},
  } as Partial<Deployer>;
  const deps = {
    deployer,
    engineSlots: createEngineSlots({ slots: 1, slotsPerOrganization: 1, maxWaitMs: 1_000 }),
    client: { withDeadline: async () => {} },
    logger: { warn: () => {} },
  } as unknown as ActivityDeps;
  const environment = new MockActivityEnvironment(
    { attempt: options.attempt ?? 1, heartbeatDetails: options.heartbeatDetails },
    { logger: new DefaultLogger('ERROR') },
  );
  const heartbeats: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => heartbeats.push(details));
  const ended = environment
    .run(() => applyPlan(deps, { subject, job, destroy: false }))
    .catch((failure: unknown) => failure);
  return { ended, environment, heartbeats };
}

function died(): EngineError {
  return new EngineError({
    code: 'engine_died',
    message: 'The engine died.',
    errorType: 'internal',
    retryable: true,
  });
}

const confirmed: Changes = { 'db.a': 'create', 'db.b': 'create', 'db.c': 'update' };

test('a failure names the resources that were being created', async () => {
  const { ended, heartbeats } = attempt({
    confirmed,
    async engine(note) {
      note(event('db.a', 'started'));
      note(event('db.b', 'started'));
      note(event('db.c', 'started', 'update'));
      note(event('db.b', 'completed'));
      throw died();
    },
  });
  expect(await ended).toMatchObject({ details: [{ code: 'engine_died', uncertain: ['db.a'] }] });
  expect(heartbeats.at(-1)).toMatchObject({ running: ['db.a'], lost: [] });
});

test('so does a cancellation that the engine did not survive', async () => {
  const { ended, environment } = attempt({
    confirmed,
    async engine(note, signal) {
      note(event('db.a', 'started'));
      environment.cancel('CANCELLED');
      signal.throwIfAborted();
    },
  });
  const doubts = { uncertain: ['db.a'], unverified: ['db.a'] };
  expect(await ended).toMatchObject({ message: 'CANCELLED', details: [doubts] });
});

test('an engine that ends in order leaves no doubt', async () => {
  const { ended } = attempt({
    confirmed,
    async engine(note) {
      note(event('db.a', 'started'));
      note(event('db.a', 'errored'));
      throw died();
    },
  });
  expect(await ended).toMatchObject({ details: [{ uncertain: [] }] });
});

test('the next attempt drops what the state has, and keeps the rest in mind to the end', async () => {
  const second = attempt({
    confirmed,
    attempt: 2,
    heartbeatDetails: { running: ['db.a', 'db.b'] },
    rest: { 'db.a': 'create' },
    async engine(note) {
      note(event('db.a', 'started'));
      note(event('db.a', 'completed'));
      throw died();
    },
  });
  expect(await second.ended).toMatchObject({ details: [{ uncertain: ['db.a'] }] });
  const third = attempt({
    confirmed,
    attempt: 3,
    heartbeatDetails: second.heartbeats.at(-1),
    async engine() {},
  });
  expect(await third.ended).toEqual({ uncertain: ['db.a'] });
});

test('a resource that is tainted now is in the state; one that is still to be replaced may not be', async () => {
  const { ended } = attempt({
    confirmed: { 'db.a': 'create', 'db.b': 'replace' },
    attempt: 2,
    heartbeatDetails: { running: ['db.a', 'db.b'] },
    rest: { 'db.a': 'replace', 'db.b': 'replace' },
    async engine() {},
  });
  expect(await ended).toEqual({ uncertain: ['db.b'] });
});

test('what remains and differs from the plan does not hide the doubts', async () => {
  const { ended } = attempt({
    confirmed,
    attempt: 2,
    heartbeatDetails: { running: ['db.a', 'db.b'] },
    rest: { 'db.a': 'create', 'db.c': 'delete' },
    async engine() {},
  });
  const details = [{ code: 'plan_changed', uncertain: ['db.a'] }];
  expect(await ended).toMatchObject({ details });
});

test('a plan that is lost ends the operation', async () => {
  const { ended } = attempt({ confirmed: undefined, async engine() {} });
  expect(await ended).toMatchObject({ type: 'plan_lost', nonRetryable: true });
});
