/** Reads and writes bench/results.json, which has the last result of each part. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { Figure } from '../figures/figure.ts';
import type { Machine } from './machine.ts';

export interface PartResult {
  /** RFC 3339. */
  date: string;
  machine: Machine;
  versions: Record<string, string>;
  /** The duration of the part. */
  seconds: number;
  figures: Figure[];
  /** The reason why there are no figures. */
  failed?: string;
}

export interface Results {
  parts: Record<string, PartResult>;
}
/** Only the bench writes this file, so a superficial check is enough. */
const resultsSchema = z.custom<Results>(
  (value) => typeof value === 'object' && value !== null && 'parts' in value,
  'is not a file of results',
);

export function readResults(file: string): Results {
  if (!existsSync(file)) return { parts: {} };
  return resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** @param order the names of the parts, in order; parts with other names are dropped */
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
