/**
 * A revision identifies the state of an operation that a client has. Two reads with the same revision
 * are equal byte for byte, also when different processes answered them.
 *
 *   {runId}.{version}[.canceling][.memo|.history{event}][.{note}]
 */
import { createHash } from 'node:crypto';
import type { Decision } from '../../contract/operations/decision.ts';
import type { Estimate, ProgressResource } from '../../contract/operations/operation.ts';

export interface Revision {
  runId: string;
  version: number;
  /** A cancel was requested, and the workflow has not acknowledged it yet. */
  canceling: boolean;
  /** The read was made from the memo, because the workflow did not answer. */
  memo: boolean;
  /** The last event of the history from which the list of resources was rebuilt. Only with `memo`. */
  history?: number;
  /** Hash of what the answer says beyond the state of the workflow. */
  note?: string;
}

const HISTORY = 'history';
const PATTERN =
  /^([0-9a-f-]{36})\.(\d{1,15})(\.canceling)?(\.memo|\.history\d{1,9})?(?:\.([0-9a-f]{8}))?$/;

export function revisionText({ runId, version, canceling, memo, history, note }: Revision): string {
  const view = history === undefined ? 'memo' : `${HISTORY}${history}`;
  return [runId, version, ...(canceling ? ['canceling'] : []), ...(memo ? [view] : []), note]
    .filter((part) => part !== undefined)
    .join('.');
}

/** Returns undefined when the text is not a revision. */
export function parseRevision(text: string): Revision | undefined {
  const [, runId, version, canceling, view, note] = PATTERN.exec(text) ?? [];
  if (runId === undefined) return undefined;
  return {
    runId,
    version: Number(version),
    canceling: canceling !== undefined,
    memo: view !== undefined,
    ...(view?.startsWith(`.${HISTORY}`) && { history: Number(view.slice(HISTORY.length + 1)) }),
    ...(note !== undefined && { note }),
  };
}

export function noteHash(note: string): string {
  return createHash('sha256').update(note).digest('hex').slice(0, 8);
}

/** Whether the operation has changed since. Two different views of one state are not a change. */
export function isNewer(now: Revision, since: Revision): boolean {
  if (now.runId !== since.runId) return true;
  if (now.version !== since.version) return now.version > since.version;
  return now.canceling && !since.canceling;
}

/**
 * Whether a client that has `held` would lose information with `now`: another process showed it a
 * newer version, or a better list of resources. The workflow's own is the best, and one from a longer
 * history is better.
 */
export function outlives(held: Revision, now: Revision): boolean {
  if (held.runId !== now.runId || isNewer(now, held)) return false;
  if (held.version > now.version) return true;
  return now.memo && (!held.memo || (held.history ?? 0) > (now.history ?? 0));
}

/** What the answer says beyond the state of the workflow; undefined if there is nothing. */
export function addedText(
  note: string | undefined,
  resources: ProgressResource[] | undefined,
  decisions: readonly Decision[],
  estimate: Estimate | undefined,
): string | undefined {
  if (resources === undefined && decisions.length === 0 && estimate === undefined) return note;
  return JSON.stringify([
    note,
    resources?.filter(({ status }) => status === 'running'),
    ...decisions,
    estimate,
  ]);
}
