/** How many seconds each test file takes. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';

/** By the file's path from the root of the repository. */
export type Seconds = Readonly<Record<string, number>>;

/** Written by each run of `npm test`. */
export const LAST_RUN = 'dist/test-seconds.json';
/** Those of a run on an idle machine, by which `npm test` orders the files; `npm run test:times` writes it. */
export const TABLE = 'test/seconds.json';

const secondsSchema = z.record(z.string(), z.number());

/** Returns no entries when the file does not exist. */
export async function readSeconds(file: string): Promise<Seconds> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return secondsSchema.parse(JSON.parse(text));
}

/** The slowest first. */
export function bySeconds(seconds: Seconds): [string, number][] {
  return Object.entries(seconds).toSorted(([, a], [, b]) => b - a);
}

/** The `count` slowest files, one a line. */
export function slowest(seconds: Seconds, count: number): string[] {
  return bySeconds(seconds)
    .slice(0, count)
    .map(([file, value]) => `${value.toFixed(1).padStart(7)} s  ${file}`);
}
