/** Turns the history of an operation's workflow into the items of its timeline. Needs no worker. */
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import { nodeUrn, nodeWords } from '../../contract/ids.ts';
import type { TimelineItem } from '../../contract/operations/timeline.ts';
import type { HistoryEvent } from '../temporal/history.ts';
import { createDecisions, type HistoryDecision } from '../decisions/decision-events.ts';
import { nodeOf } from '../pending/activity.ts';
import { earlierAttempts } from './attempts.ts';
import { progressIn } from './engine-progress.ts';
import { detailsOf, stageIn, timeOf } from './events.ts';

type ItemContent = Pick<TimelineItem, 'type' | 'message' | 'urn'>;
type Failure = NonNullable<
  NonNullable<HistoryEvent['activityTaskFailedEventAttributes']>['failure']
>;
/** A step, as recorded when its activity was scheduled. */
interface Step {
  urn?: string;
  /** For example "Create vpc main". */
  words: string;
}

const ACTIVITY_WORDS = /([a-z])([A-Z])/g;

/**
 * Returns a function that turns each event of one operation into timeline items. Call it in the order
 * of the events.
 */
export function createTimeline(subject: OperationSubject): (event: HistoryEvent) => TimelineItem[] {
  const steps = new Map<string, Step>();
  const decisionIn = createDecisions();
  let stage: unknown;

  function stepOf(event: HistoryEvent): Step {
    const { activityId, activityType } = event.activityTaskScheduledEventAttributes ?? {};
    const node = nodeOf(activityId ?? '');
    const words = (activityType?.name ?? 'step').replace(ACTIVITY_WORDS, '$1 $2').toLowerCase();
    if (node === undefined) return { words };
    return {
      urn: nodeUrn(subject, node.type, node.name),
      words: `${node.verb} ${nodeWords(node)}`,
    };
  }

  function said(
    attributes: { scheduledEventId?: unknown },
    type: TimelineItem['type'],
    words: string,
  ): ItemContent[] {
    const step = steps.get(String(attributes.scheduledEventId));
    if (step === undefined) return [];
    return [{ type, message: `${step.words}: ${words}`, ...(step.urn && { urn: step.urn }) }];
  }

  function contentOf(event: HistoryEvent): ItemContent[] {
    if (event.workflowExecutionStartedEventAttributes) {
      return [acceptedItem(subject)];
    }
    if (event.activityTaskScheduledEventAttributes) {
      const step = stepOf(event);
      steps.set(String(event.eventId), step);
      return [{ type: 'step.started', message: step.words, ...(step.urn && { urn: step.urn }) }];
    }
    if (event.activityTaskStartedEventAttributes) {
      const before = earlierAttempts(event.activityTaskStartedEventAttributes);
      if (before === undefined) return [];
      return said(event.activityTaskStartedEventAttributes, before.type, before.words);
    }
    if (event.activityTaskCompletedEventAttributes) {
      return said(event.activityTaskCompletedEventAttributes, 'step.succeeded', 'done');
    }
    if (event.activityTaskFailedEventAttributes) {
      const { failure } = event.activityTaskFailedEventAttributes;
      return said(event.activityTaskFailedEventAttributes, 'step.failed', reasonOf(failure));
    }
    if (event.activityTaskTimedOutEventAttributes) {
      const { failure } = event.activityTaskTimedOutEventAttributes;
      const cause = failure?.cause ? ` (${reasonOf(failure.cause)})` : '';
      const how = `no answer within its deadline${cause}`;
      return said(event.activityTaskTimedOutEventAttributes, 'step.failed', how);
    }
    if (event.activityTaskCanceledEventAttributes) {
      return said(event.activityTaskCanceledEventAttributes, 'step.canceled', 'canceled');
    }
    const decision = decisionIn(event);
    if (decision !== undefined) return [decisionItem(decision)];
    if (event.workflowExecutionSignaledEventAttributes) {
      return progressIn(event.workflowExecutionSignaledEventAttributes);
    }
    if (event.upsertWorkflowSearchAttributesEventAttributes) {
      const now = stageIn(event);
      if (now === undefined || now === stage) return [];
      stage = now;
      return [{ type: 'operation.stage', message: `Stage ${now}` }];
    }
    if (event.workflowTaskFailedEventAttributes) {
      return [
        {
          type: 'operation.step_failed',
          message: "The operation's own step failed and is tried again",
        },
      ];
    }
    return endOf(event);
  }

  return (event) =>
    contentOf(event).map((item) => ({
      sequence: Number(event.eventId),
      at: new Date(timeOf(event)).toISOString(),
      ...item,
    }));
}

function acceptedItem({ retryOf, retryReason }: OperationSubject): ItemContent {
  const how = retryOf === undefined ? '' : ` as a retry of ${retryOf}`;
  return {
    type: 'operation.accepted',
    message: withReason(`The operation was accepted${how}`, retryReason),
  };
}

const DECISION_ITEMS: Readonly<Record<HistoryDecision['kind'], ItemContent>> = {
  confirm: { type: 'operation.confirmed', message: 'The plan was confirmed' },
  discard: { type: 'operation.discarded', message: 'The plan was discarded' },
  cancel: { type: 'operation.cancel_requested', message: 'A cancel was requested' },
};

function decisionItem({ kind, reason }: HistoryDecision): ItemContent {
  const { type, message } = DECISION_ITEMS[kind];
  return { type, message: withReason(message, reason) };
}

function withReason(message: string, reason: string | undefined): string {
  return reason === undefined ? message : `${message}: ${reason}`;
}

function endOf(event: HistoryEvent): ItemContent[] {
  if (event.workflowExecutionCompletedEventAttributes) {
    return [{ type: 'operation.succeeded', message: 'The operation succeeded' }];
  }
  if (event.workflowExecutionFailedEventAttributes) {
    const { failure } = event.workflowExecutionFailedEventAttributes;
    return [{ type: 'operation.failed', message: failure?.message?.slice(0, 2048) || 'It failed' }];
  }
  if (event.workflowExecutionCanceledEventAttributes) {
    return [{ type: 'operation.canceled', message: 'The operation was canceled' }];
  }
  if (
    event.workflowExecutionTerminatedEventAttributes ??
    event.workflowExecutionTimedOutEventAttributes
  ) {
    return [{ type: 'operation.terminated', message: 'The operation was ended from outside' }];
  }
  return [];
}

/**
 * Returns the message of a failure. Only messages of Slipway's own failures are meant for clients.
 */
function reasonOf(failure: Failure | null | undefined): string {
  return detailsOf(failure)?.message ?? 'an internal error';
}
