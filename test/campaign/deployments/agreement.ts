/**
 * Takes modules that cover the engine's language through Slipway and, step by step, through the engine by hand:
 * both end alike, with the same plan, outputs, state and files, and a destroy leaves the same. Then again with a
 * kill at a random moment of one step, after which nothing that the state had recorded is made again.
 */
import { test } from 'vitest';
import type { EngineName } from '../../../contract/vocabulary.ts';
import { enginePaths } from '../../../config/engine-paths.ts';
import { readSettings } from '../../../config/settings.ts';
import { findEngine } from '../../../deployments/engine/engine.ts';
import { campaign, sampleOf } from '../../support/campaign/campaign.ts';
import { seededChance } from '../../support/random.ts';
import { enginesOf } from './module.ts';
import { MODULES } from './modules/index.ts';
import { randomStrike } from './strikes.ts';
import { expectAgreement, lengthOf, type Scene } from './story.ts';

/** A story has up to five operations, and some of them are interrupted. */
const TIMEOUT_MS = 2 * campaign.timeoutMs;

/** Without Terraform on this machine, the modules of OpenTofu remain. */
async function installedEngines(): Promise<EngineName[]> {
  const places = enginePaths(readSettings(process.env), process.env);
  const found = await Promise.all([
    findEngine('opentofu', places.opentofu),
    findEngine('terraform', places.terraform),
  ]);
  return found.flatMap((engine) => ('path' in engine ? [engine.name] : []));
}

export async function agreement(scene: Scene): Promise<void> {
  const installed = await installedEngines();
  const hasProvider = scene.providers.mirrorDirectory !== undefined;
  const usable = MODULES.filter(
    ({ needsProvider = false, isSlow = false }) =>
      (hasProvider || !needsProvider) && (campaign.full || !isSlow),
  );
  const cases = usable.flatMap((module) =>
    enginesOf(module)
      .filter((engine) => installed.includes(engine))
      .map((engine) => ({ title: `${module.name} with ${engine}`, module, engine })),
  );

  test.concurrent.each(sampleOf('modules', cases, 2))(
    '$title does the same as by hand',
    (which) => expectAgreement(scene, which),
    TIMEOUT_MS,
  );

  test.each(sampleOf('modules with a kill', cases, 1))(
    '$title does the same as by hand, with a kill in the middle',
    async ({ title, ...which }) => {
      const chance = seededChance(`kill: ${title}`);
      const chapter = chance.int(0, lengthOf(which.module) - 1);
      const strike = randomStrike(scene.stack, chance);
      process.stdout.write(`${title}: ${strike.words}, in part ${chapter + 1}\n`);
      await expectAgreement(scene, which, { chapter, ...strike });
    },
    TIMEOUT_MS,
  );
}
