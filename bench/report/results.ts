/** bench/results.json: of each part what it gave last, and where. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { Figure } from '../figures/figure.ts';
import type { Machine } from './machine.ts';

export interface PartResult {
  /** RFC 3339. */
  date: string;
  machine: Machine;
  versions: Record<string, string>;
  /** How long it took. */
  seconds: number;
  figures: Figure[];
  /** Why there are none. */
  failed?: string;
}

export interface Results {
  parts: Record<string, PartResult>;
}
/** The bench wrote it, so no more is checked. */
const resultsSchema = z.custom<Results>(
  (value) => typeof value === 'object' && value !== null && 'parts' in value,
  'is not a file of results',
);

export function readResults(file: string): Results {
  if (!existsSync(file)) return { parts: {} };
  return resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** @param order of the parts' names; what it does not name is dropped */
export function writeResults(file: string, { parts }: Results, order: readonly string[]): Results {
  const ordered: Results = {
    parts: Object.fromEntries(
      order.flatMap((name) => {
        const part = parts[name];
        return part === undefined ? [] : [[name, part]];
      }),
    ),
  };
  writeFileSync(file, `${JSON.stringify(ordered, null, 2)}\n`);
  return ordered;
}
