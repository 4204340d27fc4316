/**
 * Runs an operation with what all operations share: it tracks the progress and closes the workflow with the
 * snapshot.
 */
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
import type { OperationResult } from '../../contract/operations/operation.ts';
import { activitiesFor } from './activity-options.ts';
import { OperationFailed, toOperationError } from './errors.ts';
import { createTracker, type Tracker } from './tracker.ts';

export interface OperationContext<Subject extends OperationSubject = CloudOperationSubject> {
  subject: Subject;
  /** The resource in words, for example "cluster demo". */
  name: string;
  operationId: string;
  timings: Timings;
  tracker: Tracker;
  activities: ReturnType<typeof activitiesFor>;
}

/** The outcome of an operation that succeeded. */
export interface Success {
  result: OperationResult;
  /** The message to the client, for example "cluster demo is active". */
  message: string;
}

/**
 * Runs one operation. The workflow closes as completed with the snapshot as its result; as failed
 * with the snapshot in the failure's `details[0]`; as canceled with the snapshot in the memo under
 * `outcome`, because the close event of a canceled workflow carries no data.
 */
export async function runOperation<Subject extends OperationSubject>(
  { subject, timings }: { subject: Subject; timings: Timings },
  story: (context: OperationContext<Subject>) => Promise<Success>,
): Promise<OperationSnapshot> {
  const { memoIntervalMs } = timings;
  const tracker = createTracker({ message: 'A worker has taken it up', memoIntervalMs });
  // Show the cancel to clients at once, although activities in flight may take a while to end.
  void CancellationScope.current().cancelRequested.catch(() => {
    tracker.canceling();
  });
  try {
    const { result, message } = await story({
      subject,
      name: `${subject.resourceType} ${subject.resourceId}`,
      operationId: workflowInfo().workflowId,
      timings,
      tracker,
      activities: activitiesFor(timings),
    });
    tracker.succeed(result, message);
    return tracker.snapshot();
  } catch (failure) {
    const error = failure instanceof OperationFailed ? failure.error : toOperationError(failure);
    if (error.errorType === 'internal')
      log.error('the operation failed with an unexpected error', { error: failure });
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
