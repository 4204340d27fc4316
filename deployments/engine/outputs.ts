import * as z from 'zod';
import { exactJson, parseExactly } from './json.ts';
import type { Redact } from './redaction.ts';

/** The limit on the size of all outputs, because they are part of a record, which Temporal keeps in a memo. */
const MAX_BYTES = 4_096;

const schema = z.record(z.string(), z.object({ sensitive: z.boolean(), value: z.unknown() }));

export interface Outputs {
  /** The values of the outputs: strings unchanged, other values as JSON. */
  values: Record<string, string>;
  /**
   * The names of the other outputs: sensitive, made from secrets, with a secret in them, too large for a record,
   * or withheld by a setting.
   */
  withheld: string[];
}

/**
 * Parses the outputs of a module, and withholds those that the engine marks as sensitive, those that contain a
 * secret, and the large ones. An output with a part of its text replaced would be wrong.
 *
 * @param text the output of `output -json`
 * @param isShown false for the name of an output to withhold
 */
export function outputsOf(
  text: string,
  redact: Redact,
  isShown: (name: string) => boolean,
): Outputs {
  const values: Record<string, string> = {};
  const withheld: string[] = [];
  let bytes = 0;
  for (const [name, { sensitive, value }] of Object.entries(schema.parse(parseExactly(text)))) {
    const shown = typeof value === 'string' ? value : exactJson(value);
    const size = Buffer.byteLength(name) + Buffer.byteLength(shown);
    const isHidden = sensitive || !isShown(name) || redact(shown) !== shown;
    if (isHidden || bytes + size > MAX_BYTES) {
      withheld.push(name);
      continue;
    }
    bytes += size;
    values[name] = shown;
  }
  return { values, withheld };
}
