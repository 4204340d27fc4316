/** Validates requests with zod schemas, and reports every fault at once. */
import type * as z from 'zod';
import { RequestError, type ProblemCode, type RequestFault } from './problems/problem-codes.ts';

/** Parses a part of a request. Throws `invalid_request` or `invalid_query` with all faults. */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  code: Extract<ProblemCode, 'invalid_request' | 'invalid_query'> = 'invalid_request',
): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const part = code === 'invalid_query' ? 'query' : 'body';
  throw faulty(code, part, parsed.error.issues.flatMap(faultsOf));
}

/** Checks the input like `parse`, for a caller that uses the input as sent, without defaults. */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): asserts input is z.input<Schema> {
  parse(schema, input);
}

/** Returns the error that lists all faults. `part` is the part of the request that has them. */
export function faulty(
  code: Extract<ProblemCode, 'invalid_request' | 'invalid_query'>,
  part: string,
  faults: readonly RequestFault[],
): RequestError {
  return new RequestError(
    code,
    `The ${part} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ` +
      faults.map(({ pointer, detail }) => `${pointer || '/'} ${detail}`).join('; '),
    { faults },
  );
}

function faultsOf(issue: z.core.$ZodIssue): RequestFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      detail: 'is not known here',
    }));
  }
  // The issue of an invalid key is generic. Its first nested issue says what is wrong.
  const detail = (issue.code === 'invalid_key' ? issue.issues[0] : issue)?.message;
  return [{ pointer: pointerOf(issue.path), detail: inWords(detail ?? issue.message) }];
}

/** Zod's own message for a missing value, or one of another type. */
const WRONG_TYPE = /^Invalid input: expected (\w+), received (\w+)$/;

/** Zod's own message for a value that is not in an enumeration. */
const WRONG_OPTION = /^Invalid option: expected one of (.+)$/;

/** Words zod's own message like the others, so that it follows the pointer of its field. */
function inWords(message: string): string {
  const options = WRONG_OPTION.exec(message)?.[1];
  if (options !== undefined) return `must be one of ${options.replaceAll('"|"', '", "')}`;
  const [, expected, received] = WRONG_TYPE.exec(message) ?? [];
  if (expected === undefined) return message;
  const type = TYPE_NAMES[expected] ?? expected;
  return received === 'undefined' ? `is missing; it must be ${type}` : `must be ${type}`;
}

const TYPE_NAMES: Record<string, string> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
};

/** Returns the JSON pointer of a path (RFC 6901). */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
