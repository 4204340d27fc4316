/** Tests that need data from outside of the repository. `npm test` leaves them out by name without it. */
interface LeftOut {
  /** A pattern of paths from the root of the repository. */
  file: string;
  why: string;
}

const NEEDS: readonly (LeftOut & { setting: string })[] = [
  {
    setting: 'SLIPWAY_AWS_RECORDINGS',
    file: 'test/recordings/**',
    why: 'recorded answers of AWS; SLIPWAY_AWS_RECORDINGS does not name their folder',
  },
];

/** @param env the environment, in which the settings name the data */
export function leftOutFiles(env: Readonly<Record<string, string | undefined>>): LeftOut[] {
  return NEEDS.filter(({ setting }) => (env[setting] ?? '') === '');
}
