/**
 * What leaves no event in a history and yet can take long: a step that is tried again, a workflow
 * task that fails. In words that stay the same while nothing changes.
 */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { BLOCKED } from '../../contract/temporal/names.ts';
import { nodeWords } from '../../contract/ids.ts';
import type { PendingStep } from './pending-step.ts';
import type { KnownState } from './view.ts';

type Raw = WorkflowExecutionDescription['raw'];
type Failure = NonNullable<NonNullable<Raw['pendingActivities']>[number]['lastFailure']>;

/** `create/vpc/main/1`: what `nodeOptions` of the workflows gives it. */
const NODE_ACTIVITY =
  /^(create|update|replace|restore|delete|retire)\/([a-z][a-z0-9_]*)\/(.+)\/\d+$/;
/** Slipway's own codes; anything else is the name of some class, and says nothing to a client. */
const CODE = /^[a-z][a-z0-9_]{0,63}$/;
/** temporal.api.enums.v1.ApplicationErrorCategory.BENIGN */
const BENIGN = 1;
const MAX_SHOWN = 3;
const MAX_WORDS_LENGTH = 600;

export function pendingSteps({ pendingActivities, pendingWorkflowTask }: Raw): PendingStep[] {
  const steps = (pendingActivities ?? []).flatMap((activity): PendingStep[] => {
    const { activityId, activityType, attempt, lastFailure } = activity;
    if (!lastFailure || (attempt ?? 1) < 2) return [];
    const node = nodeOf(activityId ?? '');
    if (isWait(lastFailure)) return node ? blockersOf(node, lastFailure) : [];
    const what = node ? nodeWords(node) : (activityType?.name ?? 'a step');
    return [
      {
        ...(node && { node: `${node.type}/${node.name}` }),
        words: `${what}: ${happened(lastFailure, attempt ?? 1)}`,
      },
    ];
  });
  const attempt = pendingWorkflowTask?.attempt ?? 1;
  if (attempt > 1) steps.push({ words: `the operation's own step: attempt ${attempt}` });
  return steps.toSorted((a, b) => (a.words < b.words ? -1 : 1));
}

/** What a node's activity works on, from its id; undefined: it is no node's. */
export function nodeOf(
  activityId: string,
): { verb: string; type: string; name: string } | undefined {
  const [, verb, type, name] = NODE_ACTIVITY.exec(activityId) ?? [];
  return verb && type && name ? { verb, type, name } : undefined;
}

/** An attempt that ended to wait at the server: the operation's own message says what is worked on. */
function isWait({ applicationFailureInfo }: Failure): boolean {
  return Number(applicationFailureInfo?.category) === BENIGN;
}

/** A wait for what may never come by itself: what holds it is in the provider's public message. */
function blockersOf(
  { type, name }: { type: string; name: string },
  { message, applicationFailureInfo }: Failure,
): PendingStep[] {
  if (applicationFailureInfo?.type !== BLOCKED || !message) return [];
  return [
    { node: `${type}/${name}`, words: message.replace(/\.$/, '').slice(0, MAX_WORDS_LENGTH) },
  ];
}

function happened({ applicationFailureInfo, timeoutFailureInfo }: Failure, attempt: number) {
  const code = applicationFailureInfo?.type ?? '';
  const reason = timeoutFailureInfo ? 'timed out' : CODE.test(code) ? code : 'internal error';
  return `attempt ${attempt}, ${reason.replaceAll('_', ' ')}`;
}

/**
 * What there is to say on pending steps beside the state itself. A node's step is told as long as
 * the node is under work; anything else as long as the state is the one that it was seen with.
 *
 * @param seenVersion the operation's version when the steps were looked at
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
  const told = pending
    .filter(({ node }) =>
      node !== undefined && known.resources ? running.has(node) : known.version === seenVersion,
    )
    .map(({ words }) => words);
  if (told.length === 0) return undefined;
  const more = told.length > MAX_SHOWN ? [`and ${told.length - MAX_SHOWN} more`] : [];
  return [...told.slice(0, MAX_SHOWN), ...more].join('; ');
}
