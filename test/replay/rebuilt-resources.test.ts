/**
 * The list of resources that is rebuilt from a history equals the one that the workflow showed: at the end
 * of every recorded history node by node, and by its counts wherever the workflow has written its memo.
 */
import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, test } from 'vitest';
import { isOperationSnapshot } from '../../contract/guards.ts';
import { summarize, withTimes } from '../../contract/operations/node-progress.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import type { OperationSnapshot, OperationState } from '../../contract/temporal/operation-memo.ts';
import { operationWorkflow } from '../../contract/temporal/names.ts';
import { OPERATION_KINDS } from '../../contract/vocabulary.ts';
import { resourcesInHistory } from '../../operations/rebuild/resources-in-history.ts';
import type { HistoryEvent } from '../../operations/temporal/history.ts';
import { activityEndOf } from '../../operations/timeline/events.ts';
import { historyNames, readHistory, workflowTypeOf } from './history-files.ts';

const TYPES = new Set(OPERATION_KINDS.map(operationWorkflow));

function decode(
  payload: Parameters<typeof defaultPayloadConverter.fromPayload>[0] | null | undefined,
): unknown {
  return payload ? defaultPayloadConverter.fromPayload(payload) : undefined;
}

const operations = historyNames().flatMap((name) => {
  const history = readHistory(name);
  const events = history.events ?? [];
  return TYPES.has(workflowTypeOf(history)) ? [{ name, events }] : [];
});

/**
 * What the workflow may have seen when it writes this event. It sees what came before its task began, one
 * event after the other, and writes its memo at the latest when it has seen all of them.
 */
function seenAt(events: readonly HistoryEvent[], index: number): HistoryEvent[][] {
  const before = events.slice(0, index);
  const done = before.findLast((event) => event.workflowTaskCompletedEventAttributes);
  const completed = Number(done?.eventId ?? 0);
  const started = Number(done?.workflowTaskCompletedEventAttributes?.startedEventId ?? 0);
  const all = before.filter(
    ({ eventId }) => Number(eventId) <= started || Number(eventId) >= completed,
  );
  const ends = all.filter((event) => activityEndOf(event) && Number(event.eventId) < started);
  return ends.toReversed().reduce<HistoryEvent[][]>(
    (seen, end) => {
      const fewer = (seen.at(-1) ?? []).filter((event) => event !== end);
      return isInTask(events, end, started) ? [...seen, fewer] : seen;
    },
    [all],
  );
}

/** Whether the workflow sees the event only in the task that began with `started`. */
function isInTask(events: readonly HistoryEvent[], end: HistoryEvent, started: number): boolean {
  const tasks = events.flatMap(({ workflowTaskCompletedEventAttributes: task }) =>
    task ? [Number(task.startedEventId)] : [],
  );
  return tasks.find((task) => task > Number(end.eventId)) === started;
}

/** Every state that the workflow wrote to its memo, with the counts of what it may have seen then. */
function memosOf(events: readonly HistoryEvent[]) {
  return events.flatMap((event, index) => {
    const fields = event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields;
    const state = decode(fields?.['state']) as OperationState | undefined;
    // The last state of a run that failed shows nothing as running any more.
    if (state === undefined || state.stage === 'done') return [];
    const rebuilt = seenAt(events, index).map((seen) => summarize(resourcesInHistory(seen)));
    return [{ state, rebuilt }];
  });
}

function outcomeOf(events: readonly HistoryEvent[]): OperationSnapshot | undefined {
  const last = events.at(-1);
  const known =
    decode(last?.workflowExecutionCompletedEventAttributes?.result?.payloads?.[0]) ??
    decode(
      last?.workflowExecutionFailedEventAttributes?.failure?.applicationFailureInfo?.details
        ?.payloads?.[0],
    ) ??
    events
      .map((event) => event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields)
      .map((fields) => decode(fields?.['outcome']))
      .findLast(isOperationSnapshot);
  return isOperationSnapshot(known) ? known : undefined;
}

/** At its end, an operation that failed shows what it has not finished as pending. */
function atTheEnd(resources: readonly ProgressResource[]): ProgressResource[] {
  return resources.map((node) =>
    node.status === 'running' ? withTimes(node, { status: 'pending' }, 0) : node,
  );
}

/** Operations that were recorded before November 30, 2026 show neither cloud ids nor failures of resources. */
function isOfEarlierVersion({ resources }: OperationSnapshot): boolean {
  return resources.every(
    ({ cloudId, lastFailure }) => cloudId === undefined && lastFailure === undefined,
  );
}

function withoutFacts({ cloudId: _id, lastFailure: _failure, ...node }: ProgressResource) {
  return node;
}

describe.each(operations)('$name', ({ events }) => {
  test('shows the same at its end', () => {
    const outcome = outcomeOf(events);
    if (outcome === undefined) return;
    const rebuilt = atTheEnd(resourcesInHistory(events));
    expect(isOfEarlierVersion(outcome) ? rebuilt.map(withoutFacts) : rebuilt).toEqual(
      outcome.resources,
    );
  });

  test('shows the same counts whenever it wrote its memo', () => {
    for (const { state, rebuilt } of memosOf(events)) {
      expect(rebuilt, `version ${state.version}`).toContainEqual(state.summary);
    }
  });
});

test('every kind of operation has a history with an outcome', () => {
  const kinds = operations.flatMap(({ name, events }) =>
    outcomeOf(events) === undefined ? [] : [name.split('-')[0]],
  );
  expect(new Set(kinds)).toEqual(TYPES);
});
