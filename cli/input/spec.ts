/** Builds the body of a request from a file and flags. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageError } from '../exit.ts';
import type { Io } from '../io.ts';

export type Spec = Record<string, unknown>;

/**
 * Returns the content of the file, overridden by the flags. Objects are merged field by field, so a tag or a
 * variable from a flag keeps the others of the file.
 *
 * @param file path of a YAML or JSON file; `-` is standard input
 * @throws UsageError when the file cannot be read or is not an object
 */
export async function readSpec(io: Io, file: string | undefined, flags: Spec): Promise<Spec> {
  if (file === undefined) return flags;
  return mergeOver(await parseSpec(file, await read(io, file)), flags);
}

function mergeOver(base: Spec, overrides: Spec): Spec {
  const merged = { ...base };
  for (const [field, value] of Object.entries(overrides)) {
    const current = merged[field];
    merged[field] = isSpec(current) && isSpec(value) ? mergeOver(current, value) : value;
  }
  return merged;
}

async function read(io: Io, file: string): Promise<string> {
  try {
    return await (file === '-' ? text(io.stdin) : readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`File ${file} cannot be read: ${messageOf(error)}`);
  }
}

async function parseSpec(file: string, content: string): Promise<Spec> {
  const name = file === '-' ? 'Standard input' : `File ${file}`;
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    // JSON is a subset of YAML.
    value = parse(content);
  } catch (error) {
    throw new UsageError(`${name} is not valid YAML or JSON: ${messageOf(error)}`);
  }
  if (!isSpec(value))
    throw new UsageError(`${name} must contain one object, for example "name: demo".`);
  return value;
}

export function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True if the spec has a name. The server checks everything else, and reports all faults at once. */
export function isNamed(spec: Spec): spec is Spec & { name: string } {
  return typeof spec['name'] === 'string' && spec['name'] !== '';
}
