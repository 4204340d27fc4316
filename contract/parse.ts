/** From what somebody sent to what it means, or to every fault at once. */
import type * as z from 'zod';
import { RequestError, type ProblemCode, type RequestFault } from './problems/problem-codes.ts';

/** Parses a part of a request. Throws `invalid_request` or `invalid_query` with every fault at once. */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  code: Extract<ProblemCode, 'invalid_request' | 'invalid_query'> = 'invalid_request',
): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const things = code === 'invalid_query' ? 'query' : 'body';
  throw faulty(code, things, parsed.error.issues.flatMap(faultsOf));
}

/** The same, for what is to be used as it was sent, without defaults. */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): asserts input is z.input<Schema> {
  parse(schema, input);
}

/** The error that names all of them. */
export function faulty(
  code: Extract<ProblemCode, 'invalid_request' | 'invalid_query'>,
  things: string,
  faults: readonly RequestFault[],
): RequestError {
  return new RequestError(
    code,
    `The ${things} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ` +
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
  // What is wrong with a key is in the issues of the key.
  const detail = (issue.code === 'invalid_key' ? issue.issues[0] : issue)?.message;
  return [{ pointer: pointerOf(issue.path), detail: detail ?? issue.message }];
}

/** RFC 6901. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
