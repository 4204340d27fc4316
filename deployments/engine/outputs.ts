import * as z from 'zod';
import { exactJson, parseExactly } from './json.ts';
import type { Redact } from './redaction.ts';

/** The limit on the size of all outputs, because they are part of a record, which Temporal keeps in a memo. */
const MAX_BYTES = 4_096;

const schema = z.record(z.string(), z.object({ sensitive: z.boolean(), value: z.unknown() }));

/** An output as the engine has it. Its numbers keep the text that they have. */
interface EngineOutput {
  sensitive: boolean;
  value?: unknown;
}
export type EngineOutputs = ReadonlyMap<string, EngineOutput>;

export interface Outputs {
  /** The values of the outputs: strings unchanged, other values as JSON. */
  values: Record<string, string>;
  /**
   * The names of the other outputs: sensitive, made from secrets, with a secret in them, too large for a record,
   * or withheld by a setting.
   */
  withheld: string[];
}

/** @param text the output of `output -json` */
export function parseOutputs(text: string): EngineOutputs {
  return new Map(Object.entries(schema.parse(parseExactly(text))));
}

/**
 * The outputs of a module that clients may see. Withholds those that the engine marks as sensitive, those that
 * contain a secret, and the large ones. An output with a part of its text replaced would be wrong.
 *
 * @param isShown false for the name of an output to withhold
 */
export function outputsOf(
  outputs: EngineOutputs,
  redact: Redact,
  isShown: (name: string) => boolean,
): Outputs {
  const values: Record<string, string> = {};
  const withheld: string[] = [];
  let bytes = 0;
  for (const [name, { sensitive, value }] of outputs) {
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
