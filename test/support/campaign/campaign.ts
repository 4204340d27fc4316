/** How much of the campaign runs: a seeded part in `npm test`, everything in `npm run test:campaign`. */
import { seededChance } from '../random.ts';

const full = process.env['SLIPWAY_CAMPAIGN'] === 'full';

export const campaign = {
  full,
  /** `few` in `npm test`, `many` in the campaign. */
  rounds: (few: number, many: number): number => (full ? many : few),
  /** How long one test may take, ms. */
  timeoutMs: full ? 30 * 60_000 : 120_000,
};

/** All items in the campaign, and in `npm test` a seeded sample of `few`. `title` names its random stream. */
export function sampleOf<T>(title: string, all: readonly T[], few: number): T[] {
  return campaign.full ? [...all] : seededChance(title).sample(all, few);
}

/** Runs `work` on every item, at most `limit` at once; rejects with every failure, each with its item. */
export async function sideBySide<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const failures: Error[] = [];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      const target = item;
      await work(target).catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause);
        const failure = new Error(`${JSON.stringify(target)}: ${why}`, { cause });
        // Printed at once, because a campaign runs for many minutes.
        process.stderr.write(`${failure.message}\n`);
        failures.push(failure);
      });
    }
  };
  await Promise.all(Array.from({ length: limit }, lane));
  if (failures.length > 0) {
    throw new AggregateError(
      failures,
      `${failures.length} of ${items.length} failed:\n${failures.map(({ message }) => message).join('\n')}`,
    );
  }
}
