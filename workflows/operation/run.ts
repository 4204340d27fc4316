/** What every operation does around its own story: shows itself, and ends with its snapshot. */
import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  log,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  CloudOperationSubject,
  OperationSubject,
} from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import type { Owner } from '../../contract/resources/graph.ts';
import type { OperationError, OperationResult } from '../../contract/operations/operation.ts';
import { activitiesFor } from './activity-options.ts';
import { toOperationError } from './errors.ts';
import { createSaga, type Saga } from '../saga/saga.ts';
import { createTracker, type Tracker } from './tracker.ts';

export interface OperationContext<Subject extends OperationSubject = CloudOperationSubject> {
  subject: Subject;
  operationId: string;
  tracker: Tracker;
  activities: ReturnType<typeof activitiesFor>;
}

/**
 * Runs one operation. It closes as completed with the snapshot as its result; as failed with the
 * snapshot in the failure's `details[0]`; as canceled with the snapshot in the memo under `outcome`,
 * because a canceled workflow's close event carries nothing.
 */
export async function runOperation<Subject extends OperationSubject>(
  input: { subject: Subject; timings: Timings },
  story: (
    context: OperationContext<Subject>,
  ) => Promise<{ result: OperationResult; message: string }>,
): Promise<OperationSnapshot> {
  const { memoIntervalMs } = input.timings;
  const tracker = createTracker({ message: 'A worker has taken it up', memoIntervalMs });
  // Shown when it is heard: what is in flight may take its time to end.
  void CancellationScope.current().cancelRequested.catch(() => {
    tracker.canceling();
  });
  try {
    const { result, message } = await story({
      subject: input.subject,
      operationId: workflowInfo().workflowId,
      tracker,
      activities: activitiesFor(input.timings),
    });
    tracker.succeed(result, message);
    return tracker.snapshot();
  } catch (failure) {
    const error = failure instanceof OperationFailed ? failure.error : toOperationError(failure);
    if (error.errorType === 'internal')
      log.error('the operation failed on its own', { error: failure });
    if (error.errorType === 'canceled' && error.code !== 'cleanup_failed') {
      tracker.fail('canceled', error);
      upsertMemo({ outcome: tracker.snapshot() });
      throw new CancelledFailure(error.message);
    }
    tracker.fail('failed', error);
    throw ApplicationFailure.create({
      type: error.code,
      message: error.message,
      nonRetryable: true,
      details: [tracker.snapshot()],
    });
  }
}

/** Ends an operation with an error that is fit for clients already. */
export class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
  readonly error: OperationError;
  constructor(error: OperationError) {
    super(error.message);
    this.error = error;
  }
}

export function ownerOf(subject: CloudOperationSubject, connectionId: string | undefined): Owner {
  const { organizationId, resourceType, resourceId, resourceUid, region } = subject;
  if (resourceUid === undefined)
    throw ApplicationFailure.nonRetryable('an operation without a resource');
  return {
    organizationId,
    resourceType,
    resourceId,
    resourceUid,
    region,
    ...(connectionId !== undefined && { connectionId }),
  };
}

export function sagaOf(
  context: OperationContext,
  input: { timings: Timings; connectionId?: string },
): Saga {
  return createSaga({
    owner: ownerOf(context.subject, input.connectionId),
    provider: context.subject.provider,
    subject: context.subject,
    operationId: context.operationId,
    timings: input.timings,
    tracker: context.tracker,
  });
}
