/** Which files of the campaign `npm test` runs today. The whole campaign is `npm run test:campaign`. */

/**
 * Each file of `test/campaign` is in one of these, and each of these takes one or two minutes. `npm test` runs one of
 * them each day, so that ten days run them all.
 */
const DAYS: readonly (readonly string[])[] = [
  ['stages'],
  ['aws/losses'],
  ['faults'],
  ['changes'],
  ['aws/troubles'],
  ['kills'],
  ['replacement'],
  ['races'],
  ['deployments'],
  ['repeats'],
];

const MS_PER_DAY = 86_400_000;

/** Returns the days' files, as paths from the root of the repository. */
export function campaignDays(): string[][] {
  return DAYS.map((names) => names.map((name) => `test/campaign/${name}.test.ts`));
}

/**
 * @param now in ms since 1970
 * @returns the files that today's `npm test` leaves out
 */
export function otherDays(now: number): string[] {
  const today = Math.floor(now / MS_PER_DAY) % DAYS.length;
  return campaignDays().flatMap((files, day) => (day === today ? [] : files));
}
