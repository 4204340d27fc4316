import { isGone } from './errors.ts';

/** The health issues that EKS reports, in one line; undefined when there are none. */
export function issuesOf(
  issues: readonly { code?: string | undefined; message?: string | undefined }[] | undefined,
): string | undefined {
  const told = (issues ?? []).map(({ code = 'Unknown', message = '' }) => `${code}: ${message}`);
  return told.length === 0 ? undefined : told.join('; ');
}

/** EKS omits the tags of a resource without any. */
export function readEksTags(tags: Record<string, string> | undefined): Record<string, string> {
  return tags ?? {};
}

/** The result of a call; undefined when the resource or its parent does not exist. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
