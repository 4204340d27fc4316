/** What the events of a history carry. */
import { defaultPayloadConverter } from '@temporalio/common';
import { carriesEffect, isFailureDetails } from '../../contract/guards.ts';
import type { Effect, FailureDetails } from '../../contract/problems/failure.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/temporal/names.ts';
import type { HistoryEvent } from '../temporal/history.ts';

export type Payloads = NonNullable<
  NonNullable<HistoryEvent['activityTaskScheduledEventAttributes']>['input']
>;
type Failure = NonNullable<
  NonNullable<HistoryEvent['activityTaskFailedEventAttributes']>['failure']
>;

/** How an activity ended. */
export type ActivityEnd =
  | { as: 'completed'; result: Payloads | null | undefined }
  | ({ as: 'failed' } & Partial<FailureDetails>)
  | { as: 'canceled'; effect?: Effect };

/** Returns a value of a list of payloads, by default the first one, for example the only argument of an activity. */
// Like the converter's own: the caller knows what Slipway has written there.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function valueOf<Value = unknown>(
  payloads: Payloads | null | undefined,
  index = 0,
): Value | undefined {
  const payload = payloads?.payloads?.[index];
  return payload && defaultPayloadConverter.fromPayload<Value>(payload);
}

/** Returns undefined for an event that ends no activity. */
export function activityEndOf(
  event: HistoryEvent,
): { scheduledEventId: string; end: ActivityEnd } | undefined {
  const {
    activityTaskCompletedEventAttributes: completed,
    activityTaskFailedEventAttributes: failed,
    activityTaskTimedOutEventAttributes: timedOut,
    activityTaskCanceledEventAttributes: canceled,
  } = event;
  const scheduledEventId = String(
    (completed ?? failed ?? timedOut ?? canceled)?.scheduledEventId ?? '',
  );
  if (completed) {
    return { scheduledEventId, end: { as: 'completed', result: completed.result } };
  }
  if (failed) {
    return { scheduledEventId, end: { as: 'failed', ...detailsOf(failed.failure) } };
  }
  if (timedOut) {
    return { scheduledEventId, end: { as: 'failed', ...detailsOf(timedOut.failure?.cause) } };
  }
  if (canceled) {
    const known = valueOf(canceled.details);
    const effect = carriesEffect(known) && { effect: known.effect };
    return { scheduledEventId, end: { as: 'canceled', ...effect } };
  }
  return undefined;
}

/** Returns the details of one of Slipway's own failures; undefined for any other one. */
export function detailsOf(failure: Failure | null | undefined): FailureDetails | undefined {
  const details = valueOf(failure?.applicationFailureInfo?.details);
  return isFailureDetails(details) ? details : undefined;
}

/** Milliseconds since the epoch. */
export function timeOf({ eventTime }: HistoryEvent): number {
  return Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1e6);
}

/** Returns the stage that the operation enters with this event. */
export function stageIn(event: HistoryEvent): string | undefined {
  const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes;
  const payload = fields?.indexedFields?.[SEARCH_ATTRIBUTES.stage];
  const value = valueOf(payload && { payloads: [payload] });
  const stage: unknown = Array.isArray(value) ? value[0] : value;
  return typeof stage === 'string' ? stage : undefined;
}
