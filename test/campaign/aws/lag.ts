/** Reads that lag behind writes, for the whole campaign in AWS. */
import type { AwsSandbox } from '../../support/aws/sandbox.ts';
import { ADMINISTRATOR } from '../../support/aws/policies/permissions.ts';
import { campaign } from '../../support/campaign/campaign.ts';
import { seededChance } from '../../support/random.ts';

/** EC2 shows most changes within 5 s. */
const LAG_MS = 5_000;
/** How many times as fast as AWS the reads catch up, and the provider expects them to. */
const SPEED = 20;

/** The settings of a stack whose reads lag in the whole campaign. */
export const LAG_SETTINGS: Record<string, string> = campaign.full
  ? {
      SLIPWAY_AWS_SPEED: String(SPEED),
      // moto handles one call at a time, and up to twenty clusters wait for it.
      SLIPWAY_CLOUD_TIMEOUT_MS: '20000',
    }
  : {};

/** From now on, the provider's reads lag in the whole campaign. Those of the test's inventory do not. */
export async function letReadsLag(sandbox: AwsSandbox): Promise<void> {
  if (!campaign.full) return;
  const seed = seededChance('reads that lag in aws').int(1, 1_000_000);
  await sandbox.rules({
    staleReads: { max: LAG_MS / SPEED, unit: 'ms', seed, currentFor: ADMINISTRATOR },
  });
}
