/** A deletion that fails, is canceled, repeated or terminated at every node. */
import { describe, expect, test } from 'vitest';
import {
  expectContents,
  expectRemovable,
  expectRetriable,
  expectTruth,
  faultsAt,
  statusesOf,
} from './expectations.ts';
import { NETWORK_AND_CLUSTER as WANTED } from './fake-cloud.ts';
import { create, newWorld, remove, type World } from './operations.ts';

const NAMES = WANTED.map(({ name }) => name);

async function existing(): Promise<World> {
  const { cloud, ledger } = await create(newWorld(), WANTED);
  return { cloud, ledger };
}

test('removes every node after those that depend on it', async () => {
  const world = await existing();
  expectContents(world, WANTED);
  await expectRemovable(world);
});

describe('goes on where it ended', () => {
  test.each(faultsAt(NAMES, 'remove', ['fail']))('%s', async (_title, fault) => {
    const outcome = await remove(await existing(), [fault]);
    expect(outcome).toMatchObject({ end: 'failed', causedBy: fault.urn });
    expect(outcome.survivors.toSorted()).toEqual(outcome.cloud.urns().toSorted());
    expectTruth(outcome);
    await expectRemovable(outcome);
  });

  test.each(faultsAt(NAMES, 'remove', ['cancel']))('%s', async (_title, fault) => {
    const outcome = await remove(await existing(), [fault]);
    expect(outcome.end).toBe('canceled');
    expectTruth(outcome);
    await expectRemovable(outcome);
  });

  test.each(faultsAt(NAMES, 'remove', ['terminate']))('%s', async (_title, fault) => {
    const outcome = await remove(await existing(), [fault]);
    expect(outcome.end).toBe('terminated');
    expectTruth(outcome, { isTerminatedDeletion: true });
    await expectRemovable(outcome);
  });

  const faults = faultsAt(NAMES, 'remove', ['fail', 'cancel', 'terminate']);
  test.each(faults)('%s, and is created again', async (_title, fault) => {
    const outcome = await remove(await existing(), [fault]);
    await expectRetriable(outcome, WANTED);
  });
});

describe('is repeated', () => {
  test.each(faultsAt(NAMES, 'remove', ['repeat']))('%s', async (_title, fault) => {
    const outcome = await remove(await existing(), [fault]);
    expect(outcome).toMatchObject({ end: 'succeeded', survivors: [] });
    expect(outcome.cloud.contents()).toEqual([]);
    expect(statusesOf(outcome)).toEqual(['gone']);
    expectTruth(outcome);
  });
});
