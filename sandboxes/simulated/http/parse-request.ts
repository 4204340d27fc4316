import type * as z from 'zod';
import { CloudError } from '../cloud/cloud-error.ts';

/** Moves query parameters of the form `tag.K=V` into an object `tags`. */
export function groupTags(query: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(query);
  const isTag = ([key]: [string, unknown]) => key.startsWith('tag.');
  return {
    ...Object.fromEntries(entries.filter((entry) => !isTag(entry))),
    tags: Object.fromEntries(entries.filter(isTag).map(([key, value]) => [key.slice(4), value])),
  };
}

/**
 * Parses `input`.
 *
 * @throws CloudError with code `ValidationError` that names every problem
 */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw validationError(
    parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  );
}

export function validationError(faults: { path: string; message: string }[]): CloudError {
  const sentences = faults.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return new CloudError(400, 'ValidationError', sentences.join('; '), { faults });
}
