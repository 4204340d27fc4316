/** One stack, whose worker can be paused before each activity, for all stories about stages. */
import { beforeAll } from 'vitest';
import { campaign, sampleOf } from '../../support/campaign/campaign.ts';
import { createNetwork } from '../../support/campaign/changes.ts';
import { createHold, type Hold } from '../../support/faults/hold.ts';
import { seededChance } from '../../support/random.ts';
import { startStack, type Stack } from '../../support/stack/stack.ts';

const AT_RANDOM_MOMENTS = [
  'cancel create',
  'cancel delete',
  'cancel update',
  'cancel retried create',
  'terminate operation',
  'terminate entity',
  'terminate updates',
] as const;
type AtRandomMoment = (typeof AT_RANDOM_MOMENTS)[number];

const today = sampleOf('random moments', AT_RANDOM_MOMENTS, 3);

/**
 * The titles that run: all in the campaign, and those of a seeded three in `npm test`. Every day runs
 * each kind of strike at a seeded stage, too.
 */
export function atRandomMoments<T extends AtRandomMoment>(...titles: readonly T[]): T[] {
  return titles.filter((title) => today.includes(title));
}

/** Seeded moments: the versions at which a strike comes. `most` is about the number of changes. */
export function moments(title: string, most: number): { name: string; version: number }[] {
  const chance = seededChance(title);
  return Array.from({ length: campaign.rounds(1, 20) }, (_, number) => ({
    name: `${title.replaceAll(' ', '-')}-${number}`,
    version: chance.int(0, most),
  }));
}

export interface StagesScene {
  readonly stack: Stack;
  readonly hold: Hold;
}

/** Filled before the file's first test. */
export function startStages(): StagesScene {
  const hold = createHold();
  const scene = { hold } as { stack: Stack; hold: Hold };
  beforeAll(async () => {
    scene.stack = await startStack({ ...hold.options, proxy: true });
    await createNetwork(scene.stack);
  });
  return scene;
}
