/** Says where the user wrote a field that the service has refused: in a flag, or at a line of a file. */
import { listOfFieldErrors, repeatsFieldErrors } from '../../client/field-errors.ts';
import { ProblemError } from '../../client/problem-error.ts';
import type { Operation } from '../../client/types.ts';
import { isSpec, type Spec } from './spec.ts';

/** What the body of a request was made of. */
export interface SpecOrigin {
  /** What the flags set. */
  flags: Spec;
  file?: { name: string; text: string } | undefined;
  /** Returns the flag that has set a field, if the flag has set only a part of what `flags` has for it. */
  flagOf?(path: readonly string[]): string | undefined;
}

/** The flag of each field whose flag has another name than the field in lower case with hyphens. */
const FLAGS: Readonly<Record<string, string>> = {
  availabilityZoneCount: 'zones',
  networkId: 'network',
  connectionId: 'connection',
  nodeGroups: 'node-group',
  addons: 'addon',
  tags: 'tag',
  variables: 'var',
  secrets: 'secret',
  accountId: 'account',
  roleArn: 'role',
  minVCpus: 'min-vcpus',
  maxVCpus: 'max-vcpus',
  architectures: 'architecture',
  families: 'family',
};

/**
 * Waits for the answer to a request. If the service refuses fields of its body, the error names the flags and the
 * lines of the file instead of the fields, for example `--zones` and `cluster.yaml, line 3, column 5 (natGateways)`.
 */
export async function withPlaces<T>(origin: SpecOrigin, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem?.errors === undefined) throw error;
    const { status, problem } = error;
    const faults = await Promise.all(
      error.problem.errors.map(async ({ pointer, detail }): Promise<[string, string]> => [
        await placeOf(origin, pathOf(pointer)),
        detail,
      ]),
    );
    throw new ProblemError(status, { ...problem, fieldErrors: Object.fromEntries(faults) });
  }
}

/** Returns the operation with the same places in its error, if its spec was refused after it had started. */
export async function operationWithPlaces(
  origin: SpecOrigin,
  operation: Operation,
): Promise<Operation> {
  const { error } = operation;
  if (error?.details.fieldErrors === undefined) return operation;
  const faults = await Promise.all(
    Object.entries(error.details.fieldErrors).map(
      async ([field, why]): Promise<[string, string]> => [
        await placeOf(origin, field.split('.')),
        why,
      ],
    ),
  );
  const details = { ...error.details, fieldErrors: Object.fromEntries(faults) };
  const message = repeatsFieldErrors(error) ? listOfFieldErrors(details) : error.message;
  return { ...operation, error: { ...error, message, details } };
}

/** `/tags/a~1b` → `['tags', 'a/b']` */
function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

async function placeOf(
  { flags, file, flagOf: partOf }: SpecOrigin,
  path: readonly string[],
): Promise<string> {
  const [field = ''] = path;
  const flag = partOf?.(path);
  if (flag !== undefined) return flag;
  if (isSetBy(flags, path)) return field === 'name' ? 'NAME' : flagOf(path);
  const name = path.join('.');
  if (file === undefined) return name;
  const { positionOf } = await import('./yaml-position.ts');
  const { line, column } = positionOf(file.text, path);
  return `${file.name}, line ${line}, column ${column} (${name})`;
}

/** Objects are merged field by field, so one tag can be from a flag and another one from the file. */
function isSetBy(flags: Spec, [field = '', inner]: readonly string[]): boolean {
  if (!Object.hasOwn(flags, field)) return false;
  const value = flags[field];
  return inner === undefined || !isSpec(value) || Object.hasOwn(value, inner);
}

function flagOf([field = '', ...inner]: readonly string[]): string {
  const flag = FLAGS[field] ?? field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return inner.length === 0 ? `--${flag}` : `--${flag} (${inner.join('.')})`;
}
