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

/** Returns true if a state is a later version than another one, or if there is no other one. */
export function newerState(content: Buffer, than: Buffer | undefined): boolean {
  const next = parse(content);
  if (than === undefined) return true;
  const before = parse(than);
  return next.lineage === before.lineage && next.serial > before.serial;
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

/** https://opentofu.org/docs/language/state/encryption */
function isEncrypted(content: Buffer): boolean {
  const state = parseJson(content.toString());
  return typeof state === 'object' && state !== null && 'encrypted_data' in state;
}
