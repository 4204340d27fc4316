/**
 * Which state of an operation a client has. Two reads with the same revision are the same, byte for
 * byte, whichever process answered them.
 *
 *   {runId}.{version}[.canceling][.memo][.{note}]
 */
import { createHash } from 'node:crypto';

export interface Revision {
  runId: string;
  version: number;
  /** A cancel was requested, and the workflow has not said yet that it heard of it. */
  canceling: boolean;
  /** The memo's view, which has no list of resources. */
  memo: boolean;
  /** Hash of what is merged on pending steps. */
  note?: string;
}

const PATTERN = /^([0-9a-f-]{36})\.(\d{1,9})(\.canceling)?(\.memo)?(?:\.([0-9a-f]{8}))?$/;

export function revisionText({ runId, version, canceling, memo, note }: Revision): string {
  return [runId, version, ...(canceling ? ['canceling'] : []), ...(memo ? ['memo'] : []), note]
    .filter((part) => part !== undefined)
    .join('.');
}

/** undefined: no revision of any operation. */
export function parseRevision(text: string): Revision | undefined {
  const [, runId, version, canceling, memo, note] = PATTERN.exec(text) ?? [];
  if (runId === undefined) return undefined;
  return {
    runId,
    version: Number(version),
    canceling: canceling !== undefined,
    memo: memo !== undefined,
    ...(note !== undefined && { note }),
  };
}

export function noteHash(note: string): string {
  return createHash('sha256').update(note).digest('hex').slice(0, 8);
}

/** Whether the operation has changed since; views of one state differ, but are no change. */
export function isNewer(now: Revision, since: Revision): boolean {
  if (now.runId !== since.runId) return true;
  if (now.version !== since.version) return now.version > since.version;
  return now.canceling && !since.canceling;
}

/**
 * Whether whoever has `held` has as much as `now` says, or more: another process knew a newer
 * version, or the list of resources while here only the memo is known.
 */
export function outlives(held: Revision, now: Revision): boolean {
  if (held.runId !== now.runId || isNewer(now, held)) return false;
  return held.version > now.version || (now.memo && !held.memo);
}
