/** A creation that fails, is canceled, repeated or terminated at every node of its plan. */
import { describe, expect, test } from 'vitest';
import {
  expectContents,
  expectRemovable,
  expectRetriable,
  expectTruth,
  faultsAt,
  statusesOf,
} from './expectations.ts';
import { NETWORK_AND_CLUSTER as WANTED, urnOf } from './fake-cloud.ts';
import { create, newWorld, type Fault, type Outcome } from './operations.ts';

const NAMES = WANTED.map(({ name }) => name);
const LAST = 'workers';

/** The node fails although it exists. */
const failure: Fault = { call: 'provision', urn: urnOf(LAST), what: 'fail', moment: 'seen' };

test('creates every node after those that it depends on', async () => {
  const outcome = await create(newWorld(), WANTED);
  expect(outcome).toMatchObject({ end: 'succeeded', survivors: [], left: [] });
  expect(new Set([...outcome.shown.values()].map(({ status }) => status))).toEqual(
    new Set(['succeeded']),
  );
  expectContents(outcome, WANTED);
  await expectRemovable(outcome);
});

async function expectRolledBack(outcome: Outcome): Promise<void> {
  expect(outcome.survivors).toEqual([]);
  expect(outcome.cloud.contents()).toEqual([]);
  expect(statusesOf(outcome)).toEqual(['gone']);
  expectTruth(outcome);
  await expectRetriable(outcome, WANTED);
}

describe('rolls back', () => {
  test.each(faultsAt(NAMES, 'provision', ['fail']))('%s', async (_title, fault) => {
    const outcome = await create(newWorld(), WANTED, [fault]);
    expect(outcome).toMatchObject({ end: 'failed', causedBy: fault.urn });
    expect(outcome.shown.get(fault.urn)?.status).toBe('failed');
    await expectRolledBack(outcome);
  });

  test.each(faultsAt(NAMES, 'provision', ['cancel']))('%s', async (_title, fault) => {
    const outcome = await create(newWorld(), WANTED, [fault]);
    expect(outcome).toMatchObject({ end: 'canceled', causedBy: undefined });
    await expectRolledBack(outcome);
  });
});

describe('retains', () => {
  test.each(faultsAt(NAMES, 'provision', ['fail', 'cancel']))('%s', async (_title, fault) => {
    const outcome = await create(newWorld(), WANTED, [fault], { retain: true });
    expect(outcome.end).not.toBe('succeeded');
    expectTruth(outcome);
    await expectRetriable(outcome, WANTED);
  });

  test.each(faultsAt(NAMES, 'provision', ['fail']))('%s, and is deleted', async (_title, fault) => {
    const outcome = await create(newWorld(), WANTED, [fault], { retain: true });
    await expectRemovable(outcome);
  });
});

describe('is repeated', () => {
  test.each(faultsAt(NAMES, 'provision', ['repeat']))('%s', async (_title, fault) => {
    const outcome = await create(newWorld(), WANTED, [fault]);
    expect(outcome.end).toBe('succeeded');
    expectContents(outcome, WANTED);
  });
});

describe('is terminated', () => {
  test.each(faultsAt(NAMES, 'provision', ['terminate']))(
    '%s, and deleted',
    async (_title, fault) => {
      const outcome = await create(newWorld(), WANTED, [fault]);
      expect(outcome.end).toBe('terminated');
      expectTruth(outcome);
      await expectRemovable(outcome);
    },
  );

  test.each(faultsAt(NAMES, 'provision', ['terminate']))(
    '%s, and retried',
    async (_title, fault) => {
      await expectRetriable(await create(newWorld(), WANTED, [fault]), WANTED);
    },
  );
});

describe('uses a further generation', () => {
  test.each(NAMES)('when the identity of %s is spent', async (name) => {
    const urn = urnOf(name);
    const fault: Fault = { call: 'provision', urn, what: 'spent', moment: 'before', times: 1 };
    const outcome = await create(newWorld(), WANTED, [fault]);
    expect(outcome.end).toBe('succeeded');
    expect(outcome.ledger[urn]).toMatchObject({ status: 'present', generation: 2 });
    expectTruth(outcome);
  });

  test.each(NAMES)('at most twice: %s', async (name) => {
    const urn = urnOf(name);
    const fault: Fault = { call: 'provision', urn, what: 'spent', moment: 'before' };
    const outcome = await create(newWorld(), WANTED, [fault]);
    expect(outcome).toMatchObject({ end: 'failed', causedBy: urn, survivors: [] });
    expect(outcome.cloud.contents()).toEqual([]);
    expect(outcome.ledger[urn]).toMatchObject({ status: 'gone', generation: 3 });
    expectTruth(outcome);
  });
});

describe('a rollback that fails', () => {
  test.each(faultsAt(NAMES, 'remove', ['fail']))('%s', async (_title, fault) => {
    const outcome = await create(newWorld(), WANTED, [failure, fault]);
    expect(outcome).toMatchObject({ end: 'failed', causedBy: urnOf(LAST) });
    expect(outcome.survivors.toSorted()).toEqual(outcome.cloud.urns().toSorted());
    expect(outcome.ledger[fault.urn]?.status).toBe('failed');
    expectTruth(outcome);
    await expectRemovable(outcome);
  });

  test.each(faultsAt(NAMES, 'remove', ['cancel', 'repeat']))('%s', async (_title, fault) => {
    const outcome = await create(newWorld(), WANTED, [failure, fault]);
    expect(outcome.survivors).toEqual([]);
    expect(outcome.cloud.contents()).toEqual([]);
    expectTruth(outcome);
  });

  test.each(faultsAt(NAMES, 'remove', ['terminate']))('%s', async (_title, fault) => {
    const outcome = await create(newWorld(), WANTED, [failure, fault]);
    expect(outcome.end).toBe('terminated');
    expectTruth(outcome);
    await expectRemovable(outcome);
  });

  test('names a node that may still appear, because the answer to its creation was lost', async () => {
    const lost: Fault = { ...failure, moment: 'before' };
    const unseen = { ...lost, moment: 'after' as const };
    const stays: Fault = { call: 'remove', urn: urnOf(LAST), what: 'fail', moment: 'after' };
    expect((await create(newWorld(), WANTED, [unseen, stays])).survivors).toContain(urnOf(LAST));
    expect((await create(newWorld(), WANTED, [lost, stays])).survivors).toEqual([]);
  });
});
