/** The body of a request, from a file and from flags. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { UsageError } from '../exit.ts';
import type { Io } from '../io.ts';

export type Spec = Record<string, unknown>;

/**
 * What stands in the file, and over it what the flags say: field by field where both hold objects,
 * so that a tag or a variable of a flag leaves the others of the file.
 *
 * @param file YAML or JSON; `-` is standard input
 * @throws UsageError when the file cannot be read or is no object
 */
export async function readSpec(io: Io, file: string | undefined, flags: Spec): Promise<Spec> {
  if (file === undefined) return flags;
  return mergeOver(parseSpec(file, await read(io, file)), flags);
}

function mergeOver(below: Spec, above: Spec): Spec {
  const both = { ...below };
  for (const [field, value] of Object.entries(above)) {
    const under = both[field];
    both[field] = isSpec(under) && isSpec(value) ? mergeOver(under, value) : value;
  }
  return both;
}

async function read(io: Io, file: string): Promise<string> {
  try {
    return await (file === '-' ? text(io.stdin) : readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${messageOf(error)}`);
  }
}

function parseSpec(file: string, content: string): Spec {
  const name = file === '-' ? 'standard input' : file;
  let value: unknown;
  try {
    // JSON is YAML, too.
    value = parse(content);
  } catch (error) {
    throw new UsageError(`${name} is neither YAML nor JSON: ${messageOf(error)}`);
  }
  if (!isSpec(value)) throw new UsageError(`${name} must hold one object, such as "name: demo"`);
  return value;
}

export function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A request to make something. What else is wrong with it the service says, all of it at once. */
export function isNamed(spec: Spec): spec is Spec & { name: string } {
  return typeof spec['name'] === 'string' && spec['name'] !== '';
}
