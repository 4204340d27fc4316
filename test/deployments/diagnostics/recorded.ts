/**
 * What the engines really print. The files were recorded with the release in their name, from the module that
 * each case has; the servers were on this machine, and the names below .invalid do not exist.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { diagnosticSchema } from '../../../deployments/engine/messages.ts';

const directory = path.resolve('test/deployments/diagnostics/recorded');
const recordingSchema = z.object({
  engine: z.string(),
  version: z.string(),
  cases: z.array(
    z.object({ case: z.string(), phase: z.string(), diagnostics: z.array(diagnosticSchema) }),
  ),
});

export const RECORDINGS = readdirSync(directory).map((file) =>
  recordingSchema.parse(JSON.parse(readFileSync(path.join(directory, file), 'utf8'))),
);
