import { isGone } from './errors.ts';

/** What EKS tells of things that are not well, in one line; undefined when there is nothing. */
export function issuesOf(
  issues: readonly { code?: string | undefined; message?: string | undefined }[] | undefined,
): string | undefined {
  const told = (issues ?? []).map(({ code = 'Unknown', message = '' }) => `${code}: ${message}`);
  return told.length === 0 ? undefined : told.join('; ');
}

/** EKS names no tags where there are none. */
export function readEksTags(tags: Record<string, string> | undefined): Record<string, string> {
  return tags ?? {};
}

/** What a call answers; undefined when it, or what it stands in, is not there. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
