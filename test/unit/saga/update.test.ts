/** A change that fails, is canceled, repeated or terminated at every node of its plan. */
import { describe, expect, test } from 'vitest';
import { expectContents, expectRemovable, expectTruth, faultsAt } from './expectations.ts';
import { NETWORK_AND_CLUSTER as BEFORE, urnOf, type Wanted } from './fake-cloud.ts';
import { create, newWorld, update, type Fault, type Outcome, type World } from './operations.ts';

/** One node of each operation: same, update, replace, create, and two to delete, `route` and `gateway`. */
const AFTER: readonly Wanted[] = [
  { name: 'vpc', size: 'small' },
  { name: 'subnet-a', dependsOn: ['vpc'], size: 'large' },
  { name: 'subnet-b', dependsOn: ['vpc'], size: 'small' },
  { name: 'cluster', dependsOn: ['subnet-a', 'subnet-b'], size: 'new' },
  { name: 'workers', dependsOn: ['cluster'], size: 'large' },
  { name: 'monitor', dependsOn: ['workers'], size: 'small' },
];
const PROVISIONED = ['subnet-a', 'cluster', 'workers', 'monitor'];
const RESTORED = ['subnet-a', 'workers'];
const SUPERSEDED = ['route', 'gateway', 'cluster'];
const failure: Fault = { call: 'provision', urn: urnOf('monitor'), what: 'fail', moment: 'seen' };

async function existing(): Promise<World> {
  const { cloud, ledger } = await create(newWorld(), BEFORE);
  return { cloud, ledger };
}

async function expectUpdatable(world: World): Promise<void> {
  expect(await update(world, AFTER)).toMatchObject({ end: 'succeeded', left: [] });
  expectContents(world, AFTER);
}

test('changes what differs, and removes what is superseded afterwards', async () => {
  const outcome = await update(await existing(), AFTER);
  expect(outcome).toMatchObject({ end: 'succeeded', left: [] });
  expectContents(outcome, AFTER);
  expect(outcome.ledger[urnOf('cluster')]?.generation).toBe(2);
  expect(outcome.calls.filter((call) => call.includes('vpc'))).toEqual([]);
  const [firstRemoval] = outcome.calls.filter((call) => /^(Delete|Retire)/.test(call));
  const provisioned = outcome.calls.filter((call) => /^(Create|Update|Replace)/.test(call));
  expect(outcome.calls.indexOf(firstRemoval ?? '')).toBe(provisioned.length);
  await expectRemovable(outcome);
});

async function expectBroughtBack(outcome: Outcome): Promise<void> {
  expect(outcome.survivors).toEqual([]);
  expectContents(outcome, BEFORE);
  await expectUpdatable(outcome);
}

describe('brings back what was there before', () => {
  test.each(faultsAt(PROVISIONED, 'provision', ['fail']))('%s', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [fault]);
    expect(outcome).toMatchObject({ end: 'failed', causedBy: fault.urn });
    await expectBroughtBack(outcome);
  });

  test.each(faultsAt(PROVISIONED, 'provision', ['cancel']))('%s', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [fault]);
    expect(outcome).toMatchObject({ end: 'canceled', causedBy: undefined });
    await expectBroughtBack(outcome);
  });
});

describe('is repeated', () => {
  test.each([
    ...faultsAt(PROVISIONED, 'provision', ['repeat']),
    ...faultsAt(SUPERSEDED, 'remove', ['repeat']),
  ])('%s', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [fault]);
    expect(outcome.end).toBe('succeeded');
    expectContents(outcome, AFTER);
  });

  test.each(faultsAt(RESTORED, 'restore', ['repeat']))('%s', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [failure, fault]);
    expect(outcome.survivors).toEqual([]);
    expectContents(outcome, BEFORE);
  });
});

describe('is terminated', () => {
  const faults = [
    ...faultsAt(PROVISIONED, 'provision', ['terminate']),
    ...faultsAt(SUPERSEDED, 'remove', ['terminate']),
  ];

  test.each(faults)('%s, and tried again', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [fault]);
    expect(outcome.end).toBe('terminated');
    expectTruth(outcome);
    await expectUpdatable(outcome);
  });

  test.each(faults)('%s, and changed back', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [fault]);
    expect(await update(outcome, BEFORE)).toMatchObject({ end: 'succeeded', left: [] });
    expectContents(outcome, BEFORE);
  });

  test.each(faults)('%s, and deleted', async (_title, fault) => {
    await expectRemovable(await update(await existing(), AFTER, [fault]));
  });

  test.each(faultsAt(RESTORED, 'restore', ['terminate']))('%s', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [failure, fault]);
    expect(outcome.end).toBe('terminated');
    expectTruth(outcome);
    await expectUpdatable(outcome);
  });
});

describe('past the point of no return', () => {
  test.each(faultsAt(SUPERSEDED, 'remove', ['fail']))('%s', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [fault]);
    expect(outcome.end).toBe('failed');
    expect(outcome.left).toContain(fault.urn);
    expectTruth(outcome);
    await expectUpdatable(outcome);
  });

  test.each(faultsAt(SUPERSEDED, 'remove', ['cancel']))('%s', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [fault]);
    expect(outcome.left).toEqual([]);
    expectContents(outcome, AFTER);
  });
});

describe('what cannot be brought back is named', () => {
  test.each(faultsAt(RESTORED, 'restore', ['fail']))('%s', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [failure, fault]);
    expect(outcome.end).toBe('failed');
    expect(outcome.survivors).toContain(fault.urn);
    expect(outcome.ledger[fault.urn]?.status).toBe('failed');
    expectTruth(outcome);
    await expectUpdatable(outcome);
  });

  test.each(faultsAt(['cluster', 'monitor'], 'remove', ['fail']))('%s', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [failure, fault]);
    // A new node that has been seen, and is seen no more, is gone.
    const isGone = fault.urn === urnOf('monitor') && fault.moment !== 'before';
    expect(outcome.survivors.includes(fault.urn)).toBe(!isGone);
    expectTruth(outcome);
    await expectUpdatable(outcome);
  });

  test.each(faultsAt(['cluster', 'monitor'], 'remove', ['fail']))(
    '%s, and is changed back',
    async (_title, fault) => {
      const outcome = await update(await existing(), AFTER, [failure, fault]);
      expect(await update(outcome, BEFORE)).toMatchObject({ end: 'succeeded', left: [] });
      expectContents(outcome, BEFORE);
    },
  );
});

test('a generation that was given up is never used again', async () => {
  const world = await existing();
  await update(world, AFTER, [failure]);
  await update(world, AFTER, [failure]);
  await expectUpdatable(world);
  expect(world.ledger[urnOf('cluster')]?.generation).toBe(4);
});
