/**
 * Describes work that can take long and adds no event to the history: an activity that is retried or that
 * waits for an engine slot, and a workflow task that fails. The words stay the same while nothing changes.
 */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { BLOCKED, WAITING_FOR_ENGINE } from '../../contract/temporal/names.ts';
import { nodeWords } from '../../contract/ids.ts';
import { isWait, nodeKeyOf, nodeOf, type Activity, type Failure } from './activity.ts';
import { valueOf } from '../timeline/events.ts';
import type { PendingStep } from './step.ts';
import type { KnownState } from '../read/view.ts';

type Raw = WorkflowExecutionDescription['raw'];
/** Slipway's own codes. Any other failure type is a class name, which means nothing to a client. */
const CODE = /^[a-z][a-z0-9_]{0,63}$/;
/** temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_STARTED */
const STARTED = 2;
const MAX_SHOWN = 3;
const MAX_WORDS_LENGTH = 600;

export function pendingSteps({ pendingActivities, pendingWorkflowTask }: Raw): PendingStep[] {
  const steps = (pendingActivities ?? []).flatMap((activity): PendingStep[] => {
    const { activityId, activityType, attempt, lastFailure } = activity;
    const node = nodeOf(activityId ?? '');
    const subject = node ? nodeWords(node) : (activityType?.name ?? 'a step');
    if (activity.paused) {
      return [{ ...keyOf(node), words: `${subject}: paused in Temporal` }];
    }
    const engineSlot = engineSlotOf(activity);
    if (engineSlot !== undefined) return [{ words: engineSlot }];
    if (!lastFailure || (attempt ?? 1) < 2) return [];
    // The operation's own message names the node of a wait already.
    if (isWait(lastFailure)) return node ? blockersOf(node, lastFailure) : [];
    return [
      {
        ...keyOf(node),
        words: `${subject}: ${failureWords(lastFailure, attempt ?? 1)}`,
      },
    ];
  });
  const attempt = pendingWorkflowTask?.attempt ?? 1;
  if (attempt > 1) steps.push({ words: `the operation's own step: attempt ${attempt}` });
  return steps.toSorted((a, b) => (a.words < b.words ? -1 : 1));
}

/**
 * Returns that an activity waits for an engine slot; undefined if it does not. In a worker's waiting room its
 * heartbeats say so, and after it has returned to the task queue its failure.
 */
function engineSlotOf({ state, heartbeatDetails, lastFailure }: Activity): string | undefined {
  if (Number(state) !== STARTED) {
    if (lastFailure?.applicationFailureInfo?.type !== WAITING_FOR_ENGINE) return undefined;
    return lastFailure.message?.replace(/^W/, 'w').replace(/\.$/, '');
  }
  const details = valueOf(heartbeatDetails);
  const isWaiting = typeof details === 'object' && details !== null && 'waitingFor' in details;
  return isWaiting ? `waiting for ${String(details.waitingFor)}` : undefined;
}

function keyOf(node: { type: string; name: string } | undefined): Pick<PendingStep, 'node'> {
  const key = nodeKeyOf(node);
  return key === undefined ? {} : { node: key };
}

/**
 * Reports a wait that may never end without help. The provider's public message says what blocks it.
 */
function blockersOf(
  { type, name }: { type: string; name: string },
  { message, applicationFailureInfo }: Failure,
): PendingStep[] {
  if (applicationFailureInfo?.type !== BLOCKED || !message) return [];
  return [
    { node: `${type}/${name}`, words: message.replace(/\.$/, '').slice(0, MAX_WORDS_LENGTH) },
  ];
}

function failureWords({ applicationFailureInfo, timeoutFailureInfo }: Failure, attempt: number) {
  const code = applicationFailureInfo?.type ?? '';
  const reason = timeoutFailureInfo ? 'timed out' : CODE.test(code) ? code : 'internal error';
  return `attempt ${attempt}, ${reason.replaceAll('_', ' ')}`;
}

/**
 * Returns the note on pending steps that is added to the operation's message; undefined when there is
 * none. A node's step is shown while the node is running. Any other step is shown while the operation
 * is at the version at which the step was seen.
 *
 * @param seenVersion the operation's version when the pending steps were read
 */
export function noteOf(
  pending: readonly PendingStep[],
  seenVersion: number,
  known: KnownState,
): string | undefined {
  const running = new Set(
    known.resources
      ?.filter(({ status }) => status === 'running')
      .map(({ type, name }) => `${type}/${name}`),
  );
  const shown = pending
    .filter(({ node }) =>
      node !== undefined && known.resources ? running.has(node) : known.version === seenVersion,
    )
    .map(({ words }) => words);
  if (shown.length === 0) return undefined;
  const more = shown.length > MAX_SHOWN ? [`and ${shown.length - MAX_SHOWN} more`] : [];
  return [...shown.slice(0, MAX_SHOWN), ...more].join('; ');
}
