/** Tells the story of a module by hand and through Slipway, step by step, and compares both. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, inject } from 'vitest';
import { enginePaths } from '../../../config/engine-paths.ts';
import { readSettings } from '../../../config/settings.ts';
import type { EngineName } from '../../../contract/vocabulary.ts';
import { engineConfig, type ProviderSources } from '../../../deployments/engine/config.ts';
import { findEngine } from '../../../deployments/engine/engine.ts';
import { SHARED } from '../../support/deployments/deployment.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { byHand, type ByHand } from './by-hand.ts';
import { expectSame } from './compare.ts';
import type { CampaignModule, Step } from './module.ts';
import type { ComparedState, Outcome } from './outcome.ts';
import { randomValues } from './random-values.ts';
import type { RandomStrike } from './strikes.ts';
import { throughSlipway } from './through-slipway.ts';

const settings = readSettings(process.env);
const handRoot = mkdtempSync(path.join(inject('scratchDirectory') ?? tmpdir(), 'by-hand-'));
let directories = 0;

export interface Scene {
  stack: Stack;
  /** The providers that both sides use. */
  providers: ProviderSources;
}

export interface Case {
  module: CampaignModule;
  engine: EngineName;
}

interface Chapter {
  title: string;
  does: 'apply' | 'destroy';
  step: Step;
  fails: RegExp | undefined;
}

/** Every apply and every destroy of a module, in their order. */
function chaptersOf({ steps }: CampaignModule): Chapter[] {
  const chapters = steps.flatMap((step, i): Chapter[] => {
    const number = `step ${i + 1}`;
    const { fails, destroyFails } = step;
    const apply: Chapter = { title: number, does: 'apply', step, fails };
    if (destroyFails === undefined) return [apply];
    return [apply, { title: `destroy of ${number}`, does: 'destroy', step, fails: destroyFails }];
  });
  // A step that has failed is not what the deployment is.
  const last = steps.findLast(({ fails }) => fails === undefined);
  if (last === undefined) return chapters;
  return [...chapters, { title: 'destroy', does: 'destroy', step: last, fails: undefined }];
}

/** The number of chapters in the story of a module. */
export function lengthOf(module: CampaignModule): number {
  return chaptersOf(module).length;
}

/** A directory that the sandbox of the engine lets modules write. */
function newDirectory(): string {
  const directory = path.join(SHARED, `module-${++directories}`);
  mkdirSync(directory);
  return directory;
}

async function openHand(
  providers: ProviderSources,
  { module, engine: name }: Case,
  directory: string,
): Promise<ByHand> {
  const engine = await findEngine(name, enginePaths(settings, process.env)[name]);
  if ('reasons' in engine) throw new Error(`no ${name}: ${engine.reasons.join('; ')}`);
  const root = mkdtempSync(path.join(handRoot, `${module.name}-`));
  // Each has its own file, because an engine may read it at any moment.
  const config = path.join(root, 'engine.rc');
  writeFileSync(config, await engineConfig(providers, ['*']));
  return byHand({ engine, root, config, directory, workingDirectory: module.workingDirectory });
}

/** Runs the chapters, and returns their outcomes without random values. */
async function tell(
  module: CampaignModule,
  directory: string,
  run: (chapter: Chapter, number: number) => Promise<Outcome>,
): Promise<Outcome[]> {
  const random = randomValues(directory);
  const outcomes: Outcome[] = [];
  for (const [number, chapter] of chaptersOf(module).entries()) {
    const outcome = await run(chapter, number);
    random.learn(outcome.state);
    outcomes.push(random.replaceIn(outcome));
  }
  return outcomes;
}

/** By hand a module with an engine leads to the same every time, so its story is told once. */
const stories = new Map<string, Promise<Outcome[]>>();

function tellByHand(providers: ProviderSources, which: Case): Promise<Outcome[]> {
  const { module, engine } = which;
  const key = `${module.name} ${engine}`;
  const before = stories.get(key);
  if (before !== undefined) return before;
  const outcomes = (async () => {
    const directory = newDirectory();
    const hand = await openHand(providers, which, directory);
    return tell(module, directory, ({ does, step }) => hand[does](step));
  })();
  stories.set(key, outcomes);
  return outcomes;
}

export interface StrikeAt extends RandomStrike {
  /** The number of the chapter in whose middle it happens. */
  chapter: number;
}

/** Fails unless the module does the same by hand and through Slipway. */
export async function expectAgreement(
  { stack, providers }: Scene,
  which: Case,
  strikeAt?: StrikeAt,
): Promise<void> {
  const { module, engine } = which;
  const directory = newDirectory();
  const hand = await openHand(providers, which, directory);
  const name = `${module.name}-${path.basename(directory)}`;
  const { decrypt } = hand;
  const ours = throughSlipway({ stack, name, module, engine, directory, decrypt });
  let struck: ComparedState | undefined;
  const isStruck = (number: number) => number === strikeAt?.chapter;
  const [byHandOutcomes, ourOutcomes] = await Promise.all([
    tellByHand(providers, which),
    tell(module, directory, async ({ does, step }, number) => {
      if (!isStruck(number)) return ours[does](step);
      const outcome = await ours[does](step, strikeAt?.strike);
      struck = outcome.state;
      return outcome;
    }),
  ]);
  for (const [number, { title, fails }] of chaptersOf(module).entries()) {
    const [theirs, our] = [byHandOutcomes[number], ourOutcomes[number]];
    if (theirs === undefined || our === undefined) throw new Error(`${title} has not run`);
    // The module is what its table says. Otherwise both could fail for a reason that nobody meant.
    const error = theirs.errors.join('\n');
    expect({ title, error }).toEqual({
      title,
      error: fails === undefined ? '' : expect.stringMatching(fails),
    });
    expectSame(theirs, our, { title, isStruck: isStruck(number) });
    if (isStruck(number)) strikeAt?.expectKept(struck, theirs.actions);
  }
}
