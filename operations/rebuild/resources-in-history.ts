/**
 * Rebuilds the list of resources that an operation shows from the history of its workflow. This needs no
 * worker.
 *
 *   the end of the planning activity    the nodes of the plan
 *   an activity of a node               begins and ends a step of this node, which its id names
 *   a signal of an engine               changes of several nodes
 *   the stage `rolling_back`            the nodes that the undo will visit
 *
 * The workflow sees events only in its next task, and the times that it shows are those of its tasks. Events
 * after the last task are applied at their own time, so the list can be newer than the workflow's own.
 */
import type { ProgressResource } from '../../contract/operations/operation.ts';
import { nodeUrn } from '../../contract/ids.ts';
import type { EngineChange } from '../../contract/temporal/engine.ts';
import { SIGNALS } from '../../contract/temporal/names.ts';
import type { OperationInput } from '../../contract/temporal/operation-input.ts';
import { nodeOf } from '../pending/activity.ts';
import type { HistoryEvent } from '../temporal/history.ts';
import { activityEndOf, stageIn, timeOf, valueOf } from '../timeline/events.ts';
import { createShownNodes } from './shown-nodes.ts';
import { storyOf } from './stories.ts';
import type { Step } from './story.ts';

/** @param events all events of the run so far, in their order */
export function resourcesInHistory(events: readonly HistoryEvent[]): ProgressResource[] {
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const input = valueOf<OperationInput>(started?.input);
  if (input === undefined) return [];
  const nodes = createShownNodes();
  const story = storyOf(nodes, input);
  const steps = new Map<string, Step>();
  const taskTimes = new Map<string, number>();
  /** Events that the workflow has not seen yet. */
  let unseen: HistoryEvent[] = [];
  /** The time of the workflow's present task. */
  let now = 0;

  for (const event of events) {
    const completed = event.workflowTaskCompletedEventAttributes;
    const stage = stageIn(event);
    if (event.workflowTaskStartedEventAttributes) {
      taskTimes.set(String(event.eventId), timeOf(event));
    } else if (completed) {
      const startedId = Number(completed.startedEventId ?? 0);
      now = taskTimes.get(String(startedId)) ?? timeOf(event);
      activate(unseen.filter(({ eventId }) => Number(eventId) < startedId));
      unseen = unseen.filter(({ eventId }) => Number(eventId) > startedId);
    } else if (event.activityTaskScheduledEventAttributes) {
      const step = stepOf(event, input);
      steps.set(String(event.eventId), step);
      story.began?.(step, now);
    } else if (stage !== undefined) {
      story.entered?.(stage, now);
    } else {
      unseen.push(event);
    }
  }
  for (const event of unseen) {
    now = timeOf(event);
    activate([event]);
  }
  return nodes.list();

  /** What the workflow sees in one task: first the signals. */
  function activate(seen: readonly HistoryEvent[]): void {
    for (const { workflowExecutionSignaledEventAttributes: signal } of seen) {
      if (signal?.signalName !== SIGNALS.engineProgress) continue;
      story.signaled?.(valueOf<EngineChange[]>(signal.input) ?? []);
    }
    for (const event of seen) {
      if (event.workflowExecutionCancelRequestedEventAttributes) story.canceled?.(now);
      const ended = activityEndOf(event);
      const step = steps.get(ended?.scheduledEventId ?? '');
      if (ended !== undefined && step !== undefined) story.ended(step, ended.end, now);
    }
  }
}

function stepOf(event: HistoryEvent, { subject }: OperationInput): Step {
  const { activityId, activityType, input } = event.activityTaskScheduledEventAttributes ?? {};
  const node = nodeOf(activityId ?? '');
  return {
    type: activityType?.name ?? '',
    verb: node?.verb ?? '',
    argument: input,
    ...(node && { urn: nodeUrn(subject, node.type, node.name) }),
  };
}
