/** Reads the engine's state file, as far as Slipway needs it. */
import * as z from 'zod';
import { parseJson } from '../engine/json.ts';

const stateSchema = z.object({
  lineage: z.string(),
  serial: z.int(),
  resources: z
    .array(z.object({ mode: z.string(), instances: z.array(z.unknown()).default([]) }))
    .default([]),
});
type State = z.infer<typeof stateSchema>;

function parse(content: Buffer): State {
  return stateSchema.parse(parseJson(content.toString()));
}

/**
 * Compares the version of a state with that of the stored one, if there is one. `unknown` means that the state
 * cannot be read, or that it is another lineage.
 */
export function compareStates(
  content: Buffer,
  stored: Buffer | undefined,
): 'later' | 'earlier' | 'unknown' {
  const next = readable(content);
  if (next === undefined) return 'unknown';
  if (stored === undefined) return 'later';
  const before = parse(stored);
  if (next.lineage !== before.lineage) return 'unknown';
  return next.serial > before.serial ? 'later' : 'earlier';
}

function readable(content: Buffer): State | undefined {
  try {
    return parse(content);
  } catch {
    return undefined;
  }
}

/**
 * Returns the number of objects that a state manages; undefined if the state is encrypted, so that only the
 * engine can read it.
 */
export function managedObjects(content: Buffer | undefined): number | undefined {
  if (content === undefined) return 0;
  if (isEncrypted(content)) return undefined;
  return parse(content)
    .resources.filter(({ mode }) => mode === 'managed')
    .reduce((sum, { instances }) => sum + instances.length, 0);
}

/** True if only the engine can read the state: https://opentofu.org/docs/language/state/encryption */
export function isEncrypted(content: Buffer): boolean {
  const state = parseJson(content.toString());
  return typeof state === 'object' && state !== null && 'encrypted_data' in state;
}
