/**
 * A change deletes what a staying node refers to, for example the node group that an add-on was created on. The
 * staying node is replaced first, whatever happens on the way.
 */
import { describe, expect, test } from 'vitest';
import { expectContents, expectRemovable, expectTruth, faultsAt } from './expectations.ts';
import { urnOf, type Wanted } from './fake-cloud.ts';
import { create, newWorld, update, type World } from './operations.ts';

describe.each(['create_then_delete', 'delete_then_create'] as const)('replaced by %s', (refers) => {
  const common: Wanted[] = [
    { name: 'cluster', size: 'small' },
    { name: 'second', dependsOn: ['cluster'], size: 'small' },
  ];
  const BEFORE: Wanted[] = [
    ...common,
    { name: 'first', dependsOn: ['cluster'], size: 'small' },
    { name: 'dns', dependsOn: ['cluster', 'first', 'second'], size: 'small', refers },
  ];
  const AFTER: Wanted[] = [
    ...common,
    { name: 'dns', dependsOn: ['cluster', 'second'], size: 'small', refers },
    { name: 'monitor', dependsOn: ['dns'], size: 'small' },
  ];

  async function existing(): Promise<World> {
    const { cloud, ledger } = await create(newWorld(), BEFORE);
    return { cloud, ledger };
  }

  async function expectUpdatable(world: World): Promise<void> {
    expect(await update(world, AFTER)).toMatchObject({ end: 'succeeded', left: [] });
    expectContents(world, AFTER);
  }

  test('the deletion comes last', async () => {
    const outcome = await update(await existing(), AFTER);
    expect(outcome).toMatchObject({ end: 'succeeded', left: [] });
    expectContents(outcome, AFTER);
    expect(outcome.ledger[urnOf('dns')]?.generation).toBe(2);
    expect(outcome.calls.at(-1)).toMatch(/^(Delete .*first|Retire .*dns)/);
    await expectRemovable(outcome);
  });

  test.each(faultsAt(['dns', 'monitor'], 'provision', ['fail', 'cancel']))(
    '%s: what was there is brought back',
    async (_title, fault) => {
      const outcome = await update(await existing(), AFTER, [fault]);
      expect(outcome.survivors).toEqual([]);
      expectContents(outcome, BEFORE);
      await expectUpdatable(outcome);
    },
  );

  test.each([
    ...faultsAt(['dns', 'monitor'], 'provision', ['terminate']),
    ...faultsAt(['first'], 'remove', ['terminate', 'fail']),
  ])('%s: the next change finishes, or changes back', async (_title, fault) => {
    const outcome = await update(await existing(), AFTER, [fault]);
    expectTruth(outcome);
    await expectUpdatable(outcome);
    const back = await update(await existing(), AFTER, [fault]);
    expect(await update(back, BEFORE)).toMatchObject({ end: 'succeeded', left: [] });
    expectContents(back, BEFORE);
    await expectRemovable(back);
  });
});
