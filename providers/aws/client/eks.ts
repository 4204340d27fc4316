import { isGone } from './errors.ts';

/** The health issues that EKS reports, in one line; undefined when there are none. */
export function issuesOf(
  issues: readonly { code?: string | undefined; message?: string | undefined }[] | undefined,
): string | undefined {
  const told = (issues ?? []).map(({ code = 'Unknown', message = '' }) => `${code}: ${message}`);
  return told.length === 0 ? undefined : told.join('; ');
}

/** Returns the tags as a record. EKS omits the field for a resource without tags. */
export function readEksTags(tags: Record<string, string> | undefined): Record<string, string> {
  return tags ?? {};
}

/** Resolves to the result of a call; undefined when the resource or its parent does not exist. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
