/** The seconds that each test file takes. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';

/** Seconds by the file's path from the root of the repository. */
export type Seconds = Readonly<Record<string, number>>;

/** The file that each `npm test` writes. */
export const LAST_RUN = 'dist/test-seconds.json';
/**
 * The seconds of a run on an idle machine. `npm test` starts the slowest files first. `npm run test:times`
 * writes this file.
 */
export const TABLE = 'test/seconds.json';

const secondsSchema = z.record(z.string(), z.number());

/** Returns no entries if the file does not exist. */
export async function readSeconds(file: string): Promise<Seconds> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return secondsSchema.parse(JSON.parse(text));
}

/** Returns the entries, the slowest first. */
export function bySeconds(seconds: Seconds): [string, number][] {
  return Object.entries(seconds).toSorted(([, a], [, b]) => b - a);
}

/** Returns one line for each of the `count` slowest files. */
export function slowest(seconds: Seconds, count: number): string[] {
  return bySeconds(seconds)
    .slice(0, count)
    .map(([file, value]) => `${value.toFixed(1).padStart(7)} s  ${file}`);
}
