/** What must hold after every operation, whatever happened to it. */
import { expect } from 'vitest';
import { contentsOf, untruthsOf, urnOf, type Wanted } from './fake-cloud.ts';
import { create, remove, type Fault, type Outcome, type World } from './operations.ts';

/** Each kind of fault, before and after the effect of a call, at each of the nodes. */
export function faultsAt(
  names: readonly string[],
  call: Fault['call'],
  whats: readonly Fault['what'][],
): [title: string, fault: Fault][] {
  const moments = ['before', 'after', 'seen'] as const;
  return names.flatMap((name) =>
    whats.flatMap((what) =>
      moments.map((moment): [string, Fault] => [
        `${what} at ${call} ${name}, ${moment}`,
        { call, urn: urnOf(name), what, moment },
      ]),
    ),
  );
}

export function statusesOf({ ledger }: World): string[] {
  return [...new Set(Object.values(ledger).map(({ status }) => status))].toSorted();
}

/** The ledger says nothing wrong, and the saga has respected order, ledger and generations. */
export function expectTruth(
  { cloud, ledger }: World,
  options?: { isTerminatedDeletion: boolean },
): void {
  expect(untruthsOf(ledger, cloud, options)).toEqual([]);
  expect(cloud.violations).toEqual([]);
}

/** Exactly this exists, and the ledger knows it. */
export function expectContents(world: World, wanted: readonly Wanted[]): void {
  expect(world.cloud.contents()).toEqual(contentsOf(wanted));
  const present = Object.values(world.ledger).filter(({ status }) => status === 'present');
  expect(present.map(({ urn }) => urn).toSorted()).toEqual(
    wanted.map(({ name }) => urnOf(name)).toSorted(),
  );
  expectTruth(world);
}

/** The next deletion leaves nothing. */
export async function expectRemovable(world: World): Promise<void> {
  const removal: Outcome = await remove(world);
  expect(removal).toMatchObject({ end: 'succeeded', survivors: [] });
  expect(world.cloud.contents()).toEqual([]);
  expect(statusesOf(world)).toEqual(['gone']);
  expectTruth(world);
}

/** The next creation finishes what this one began. */
export async function expectRetriable(world: World, wanted: readonly Wanted[]): Promise<void> {
  expect(await create(world, wanted)).toMatchObject({ end: 'succeeded' });
  expectContents(world, wanted);
}
