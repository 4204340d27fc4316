/** Builds the body of a request from a file and flags. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UsageError } from '../exit.ts';
import type { Io } from '../io.ts';
import type { SpecOrigin } from './fault-places.ts';
import { requestOf } from './read-only-fields.ts';
import { isSpec, type Spec } from './spec.ts';
import { decodeText } from './text.ts';
import { unreadable } from './unreadable.ts';
import { parseYaml } from './yaml.ts';

/**
 * Returns the content of the file, overridden by the flags, and where each field comes from. Objects are merged field by field, so a tag or a
 * variable from a flag keeps the others of the file. The value of a variable is replaced as a whole. The
 * file may be what `get -o yaml` or `-o json` prints.
 *
 * @param file path of a YAML or JSON file; `-` is standard input
 * @throws UsageError with the place when the file cannot be read, is not valid, or is not an object
 */
export async function readSpec(
  io: Io,
  file: string | undefined,
  flags: Spec,
): Promise<{ spec: Spec; origin: SpecOrigin }> {
  if (file === undefined) return { spec: flags, origin: { flags } };
  const name = file === '-' ? 'Standard input' : `File ${file}`;
  const text = decodeText(name, await read(io, file));
  const { spec, leftOut } = requestOf(await parseSpec(name, text));
  if (leftOut.length > 0) {
    io.stderr.writeLine(
      `Left out from the file, because the service sets them: ${leftOut.join(', ')}.`,
    );
  }
  return { spec: mergeOver(spec, flags), origin: { flags, file: { name, text } } };
}

function mergeOver(base: Spec, overrides: Spec, depth = Infinity): Spec {
  // An assignment to a field `__proto__` would lose it, before the service can refuse it.
  const merged = new Map(Object.entries(base));
  for (const [field, value] of Object.entries(overrides)) {
    const current = merged.get(field);
    const inside = field === 'variables' && depth === Infinity ? 1 : depth - 1;
    const isMerged = inside > 0 && isSpec(current) && isSpec(value);
    merged.set(field, isMerged ? mergeOver(current, value, inside) : value);
  }
  return Object.fromEntries(merged);
}

async function read(io: Io, file: string): Promise<Buffer> {
  try {
    return await (file === '-' ? buffer(io.stdin) : readFile(file));
  } catch (error) {
    throw unreadable(`File ${file}`, error);
  }
}

async function parseSpec(name: string, text: string): Promise<Spec> {
  // JSON is a subset of YAML.
  const value = await parseYaml(text, { name, isText: isTextField });
  if (!isSpec(value))
    throw new UsageError(`${name} must contain one object, for example "name: demo".`);
  return value;
}

/**
 * The fields of specs that are text, so that `kubernetesVersion: 1.30` needs no quotes. `*` is any name or
 * element.
 */
const TEXT_FIELDS = [
  'name displayName region networkId connectionId kubernetesVersion accountId',
  'tags.* secrets.* environment.*',
  'nodeGroups.*.name nodeGroups.*.labels.* nodeGroups.*.taints.*.key nodeGroups.*.taints.*.value',
].flatMap((line) => line.split(' ').map((field) => field.split('.')));

function isTextField(path: readonly string[]): boolean {
  const [first, ...rest] = path;
  // What `get` shows has the spec below `spec`.
  if (first === 'spec') return isTextField(rest);
  return TEXT_FIELDS.some(
    (field) =>
      field.length === path.length && field.every((part, i) => part === '*' || part === path[i]),
  );
}
