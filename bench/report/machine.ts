/** Describes the machine of a measurement, without its name or its directories. */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import * as z from 'zod';

const manifestSchema = z.object({ version: z.string().default('unknown') });

export interface Machine {
  /** The model of the processor. */
  cpu: string;
  cores: number;
}

export function thisMachine(): Machine {
  const all = cpus();
  return { cpu: all[0]?.model.trim() ?? 'unknown', cores: all.length };
}

/** Returns the versions of the measured software and of the load generator, by name. */
export function versionsIn(root: string): Record<string, string> {
  const installed = (name: string) =>
    versionOf(path.join(root, 'node_modules', name, 'package.json'));
  return {
    'Node.js': process.versions.node,
    Slipway: versionOf(path.join(root, 'package.json')),
    'Temporal SDK': installed('@temporalio/worker'),
    Express: installed('express'),
    autocannon: installed('autocannon'),
  };
}

function versionOf(file: string): string {
  return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
