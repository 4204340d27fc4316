/**
 * How the steps of a saga change the nodes that an operation shows. It follows the saga of the workflow
 * (workflows/saga/saga.ts, workflows/saga/node-steps.ts), with the ends of activities in place of the
 * activities. A test compares it with every recorded history.
 */
import { nodeFailure, shownAs, type NodeChange } from '../../contract/operations/node-progress.ts';
import type { CloudRef, PlannedNode } from '../../contract/resources/graph.ts';
import { valueOf, type ActivityEnd } from '../timeline/events.ts';
import type { ShownNodes } from './shown-nodes.ts';
import type { Step, Story } from './story.ts';

/** As often as the saga gives a node a further generation. */
const MAX_RENEWALS = 2;
/** The verbs of steps that create or change a node on the way forward. */
const FORWARD: ReadonlySet<string> = new Set(['create', 'update', 'replace']);

/** What an undo does with the nodes of a plan: remove all, bring back the previous state, or nothing. */
export type SagaKind = 'creation' | 'change' | 'deletion';

/** What the plan and the steps so far say about a node. */
interface Traits {
  /** A replacement is complete only when the previous generation is gone. */
  keepsPrevious: boolean;
  /** An undo brings back the previous state instead of deleting the node. */
  isRestored: boolean;
  /** The previous state may have been changed, so that it must be restored, too. */
  isUncertain: boolean;
  /** The cloud may have something of the node that an undo has to remove or restore. */
  mayExist: boolean;
  /** The same before the first step of this operation. */
  mayHaveExisted: boolean;
  undoFailed: boolean;
  renewals: number;
  /** The cloud id of what this operation has created or changed. */
  made: Pick<NodeChange, 'cloudId'>;
}

export function sagaStory(nodes: ShownNodes, kind: SagaKind): Story {
  const all = new Map<string, Traits>();
  /** The node that failed first. An undo shows no other state of it. */
  let firstFailed: string | undefined;
  /** A step has failed or was canceled, so that no further one begins. */
  let hasStopped = false;
  let isUndoing = false;
  let isCanceled = false;

  /** Like `nodes.change`, but the node that failed first stays visible as failed. */
  function show(urn: string, change: NodeChange, now: number): void {
    if (urn !== firstFailed) nodes.change(urn, change, now);
  }

  function plan(planned: readonly PlannedNode[]): void {
    nodes.plan(planned.map(shownAs));
    for (const node of planned) all.set(node.urn, traitsOf(node, kind));
  }

  function wentForward(urn: string, traits: Traits, end: ActivityEnd, now: number): void {
    if (end.as === 'completed') {
      traits.made = cloudIdOf(end);
      if (!traits.keepsPrevious) nodes.change(urn, { status: 'succeeded', ...traits.made }, now);
      return;
    }
    const { effect } = end;
    if (effect !== undefined && 'nothingCreated' in effect) traits.mayExist = traits.mayHaveExisted;
    const isSpent = end.as === 'failed' && end.code === 'identity_spent';
    if (isSpent && traits.renewals < MAX_RENEWALS) {
      traits.renewals += 1;
      return;
    }
    nodes.change(
      urn,
      end.as === 'canceled' ? { status: 'pending' } : { status: 'failed', ...failureShown(end) },
      now,
    );
    if (!hasStopped && end.as === 'failed') firstFailed = urn;
    hasStopped = true;
  }

  function wentBack({ urn = '', verb }: Step, traits: Traits, end: ActivityEnd, now: number): void {
    const isRetired = verb === 'retire';
    // Its previous state is restored in the next step.
    if (isRetired && isUndoing && traits.isUncertain) return;
    if (verb === 'delete' || isUndoing) traits.mayExist = false;
    const isRemoved = verb === 'delete' || (isRetired && !isUndoing);
    show(
      urn,
      isRemoved
        ? { status: 'succeeded', ...(isRetired && traits.made) }
        : { operation: 'same', status: 'unchanged', ...(verb === 'restore' && cloudIdOf(end)) },
      now,
    );
  }

  function nodeEnded(step: Step, end: ActivityEnd, now: number): void {
    const { urn = '', verb } = step;
    const traits = all.get(urn);
    if (traits === undefined) return;
    if (FORWARD.has(verb)) wentForward(urn, traits, end, now);
    else if (end.as === 'completed') wentBack(step, traits, end, now);
    else if (end.as === 'canceled' && verb !== 'restore') show(urn, { status: 'pending' }, now);
    else {
      if (verb !== 'retire' || isUndoing) traits.undoFailed = true;
      firstFailed ??= urn;
      nodes.change(urn, { status: 'failed', ...failureShown(end) }, now);
    }
  }

  return {
    began({ urn, verb }, now) {
      if (urn === undefined) return;
      if (!FORWARD.has(verb)) {
        const isWhole = verb === 'delete' && { operation: 'delete' as const };
        show(urn, { ...isWhole, status: 'running' }, now);
        return;
      }
      const traits = all.get(urn);
      if (traits) traits.mayExist = true;
      nodes.change(urn, { status: 'running' }, now);
    },
    ended(step, end, now) {
      if (step.urn !== undefined) nodeEnded(step, end, now);
      // A plan that arrives after the cancel is not used.
      else if (PLANS.has(step.type) && end.as === 'completed' && !isCanceled) {
        plan(valueOf<PlannedNode[]>(end.result) ?? []);
      }
    },
    entered(stage, now) {
      if (stage !== 'rolling_back') return;
      isUndoing = true;
      for (const [urn, { mayExist, undoFailed, isRestored }] of all) {
        if (!mayExist || undoFailed) continue;
        show(urn, { ...(!isRestored && { operation: 'delete' }), status: 'pending' }, now);
      }
    },
    canceled() {
      isCanceled = true;
    },
  };
}

function failureShown(end: ActivityEnd): NodeChange {
  if (end.as !== 'failed') return {};
  const { code, message, effect } = end;
  return {
    ...(effect !== undefined && 'cloudId' in effect && { cloudId: effect.cloudId }),
    ...(code !== undefined &&
      message !== undefined && { lastFailure: nodeFailure({ code, message }) }),
  };
}

function cloudIdOf(end: ActivityEnd): Pick<NodeChange, 'cloudId'> {
  const ref = end.as === 'completed' ? valueOf<CloudRef>(end.result) : undefined;
  return ref === undefined ? {} : { cloudId: ref.cloudId };
}

const PLANS: ReadonlySet<string> = new Set(['plan', 'planDeletion']);

function traitsOf(
  { operation, cloudId, keepsGeneration, previous }: PlannedNode,
  kind: SagaKind,
): Traits {
  const wasThere = operation !== 'create' || cloudId !== undefined;
  const mayExist = kind === 'deletion' || (kind === 'creation' && wasThere);
  return {
    keepsPrevious: keepsGeneration !== undefined,
    isRestored: kind === 'change' && previous !== undefined,
    isUncertain: previous?.uncertain === true,
    mayExist,
    mayHaveExisted: mayExist,
    undoFailed: false,
    renewals: 0,
    made: cloudId === undefined ? {} : { cloudId },
  };
}
