/**
 * The frame of every operation that changes a resource: it claims the resource, runs the operation's
 * own steps, and releases the resource. It guarantees:
 *
 * 1. One writer: `steps`, `finish` and `undo` run only while this operation may hold the claim. An
 *    operation whose claim was refused changes nothing, so nothing is undone or released.
 * 2. A claim without an answer counts as held: it is undone and released like any other. Releasing a
 *    claim that is not held does nothing.
 * 3. One point of no return: a cancel counts until `steps` has resolved. `finish`, `undo` and the
 *    release cannot be canceled, and a failure after that point is never reported as a cancel.
 * 4. Every failure after the claim, including those of `finish` and the release, goes through `undo` once.
 *    The operation ends with the error that `undo` returns.
 * 5. The release is the last activity. Any activity that must come before it, for example a detachment from
 *    a network, runs in `beforeRelease`, while the resource is still claimed.
 * 6. If `undo` or its release fails, the operation ends with that failure and does not release. The
 *    entity gives the claim to the next operation, because this one is closed.
 */
import { CancellationScope } from '@temporalio/workflow';
import type { ClaimRequest, ReleaseRequest, ResourceView } from '../../contract/temporal/entity.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { OperationError } from '../../contract/operations/operation.ts';
import type { LedgerEntry } from '../../contract/resources/graph.ts';
import type { ResourceStatus } from '../../contract/vocabulary.ts';
import { failureDetails, OperationFailed } from './errors.ts';
import { run } from './run.ts';
import type { OperationContext, Success } from './run-operation.ts';

/** The effect of the release on the record of the resource. */
export type Release =
  /** The resource gets back the status that it had before the claim. */
  | { as: 'unchanged'; entries?: LedgerEntry[] }
  /**
   * The resource no longer exists and its name is free, unless the ledger has existing nodes outside of
   * `entries`.
   */
  | { as: 'gone'; entries: LedgerEntry[] }
  | { as: 'changed'; entries: LedgerEntry[]; record: NonNullable<ReleaseRequest['record']> };

export interface Closing {
  release: Release;
  beforeRelease?(): Promise<void>;
}

export interface Failure {
  /** The thrown error. */
  cause: unknown;
  canceled: boolean;
  /** The resource at the time of the claim; undefined if the claim itself failed. */
  resource: ResourceView | undefined;
  /** True if `steps` had resolved, so the change is complete. */
  isPastReturn: boolean;
}

export interface ClaimedStory<Done> {
  claim: Pick<ClaimRequest, 'status' | 'unchangedSince'>;
  /** If true, the operation succeeds when the resource is gone before the claim. */
  isDoneWhenGone?: boolean;
  /** Runs every step up to the point of no return. */
  steps(resource: ResourceView): Promise<Done>;
  finish(done: Done): Promise<Success & Closing>;
  /** Undoes the effects of `steps` where necessary, and returns how the operation ends. */
  undo(failure: Failure): Promise<{ error: OperationError } & Closing>;
}

/**
 * Returns a claim of an existing resource. With `unchangedSince`, the entity refuses it if the record has
 * changed since that time.
 */
export function claimOf(
  status: ResourceStatus,
  { unchangedSince }: { unchangedSince?: string },
): ClaimedStory<unknown>['claim'] {
  return { status, ...(unchangedSince !== undefined && { unchangedSince }) };
}

/** The codes with which an entity refuses a claim of an existing resource. */
const REFUSALS: ReadonlySet<string> = new Set(['resource_busy', 'in_use', 'precondition_failed']);

export async function withClaim<Subject extends OperationSubject, Done>(
  context: OperationContext<Subject>,
  story: ClaimedStory<Done>,
): Promise<Success> {
  const { subject, name, tracker, activities } = context;
  let resource: ResourceView | undefined;
  let isPastReturn = false;
  try {
    tracker.enter('claiming', `Claiming ${name}`);
    const request = { subject, ...story.claim };
    resource = await run(activities.claim, `Claim ${name}`, request);
    const done = await story.steps(resource);
    isPastReturn = true;
    // Invariant 3.
    return await CancellationScope.nonCancellable(async () => {
      const { result, message, ...closing } = await story.finish(done);
      await close(context, closing);
      return { result, message };
    });
  } catch (cause) {
    const code = resource === undefined ? failureDetails(cause)?.code : undefined;
    if (story.isDoneWhenGone && code === 'not_found') {
      return { result: {}, message: `${name} was gone already` };
    }
    // Invariant 1.
    if (code !== undefined && REFUSALS.has(code)) throw cause;
    const canceled = CancellationScope.current().consideredCancelled && !isPastReturn;
    return await CancellationScope.nonCancellable(async () => {
      const failure = { cause, canceled, resource, isPastReturn };
      const { error, ...closing } = await story.undo(failure);
      await close(context, closing);
      throw new OperationFailed(error);
    });
  }
}

async function close<Subject extends OperationSubject>(
  { subject, name, tracker, activities }: OperationContext<Subject>,
  { release, beforeRelease }: Closing,
): Promise<void> {
  tracker.enter('finalizing', `Releasing ${name}`);
  // Invariant 5.
  await beforeRelease?.();
  await run(activities.release, summaryOf(release, name), { subject, ...requestOf(release) });
}

function summaryOf(release: Release, name: string): string {
  switch (release.as) {
    case 'unchanged':
      return `Release ${name} as it was`;
    case 'gone':
      return `Release the name of ${name}`;
    case 'changed':
      return `Release ${name} as ${release.record.status}`;
  }
}

function requestOf(release: Release): Omit<ReleaseRequest, 'operationId'> {
  switch (release.as) {
    case 'unchanged':
      return { entries: release.entries ?? [], unchanged: true };
    case 'gone':
      return { entries: release.entries };
    case 'changed':
      return { entries: release.entries, record: release.record };
  }
}
