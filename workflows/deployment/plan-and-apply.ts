/** Plans, waits for a confirmation, and applies: the part that every operation of a deployment repeats. */
import { patched } from '@temporalio/workflow';
import type { ApplyAnswer } from '../../activities/engine/apply.ts';
import type { EngineRequest, PlanAnswer } from '../../activities/engine/deployments.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import { failureDetails, OperationFailed, toOperationError } from '../operation/errors.ts';
import { run } from '../operation/run.ts';
import type { OperationContext } from '../operation/run-operation.ts';
import { showDiagnostics } from './diagnostics.ts';
import { settle, showFailure, type engineActivities, type PlanConfirmation } from './engine.ts';
import { unconfirmed } from './messages.ts';
import { confirmationPrompt } from './plan-messages.ts';
import { doubtsOfShown, isCanceledUnstarted, uncertainAfter, type Doubts } from './uncertain.ts';

/** Since version 0.2: a plan that changes only outputs waits for a confirmation, too. */
const OUTPUTS_ARE_CHANGES = 'confirm-changes-of-outputs';
/** Since version 0.2: an apply that fails with `plan_changed` is planned and confirmed again. */
const CONFIRM_AGAIN = 'confirm-changed-plans';
/** Since version 0.2: a cancel between two attempts of an apply names what the first one was creating. */
const NAME_UNHEARD_DOUBTS = 'name-unheard-doubts';

export interface Applied extends ApplyAnswer {
  plan: PlanAnswer;
}

export interface PlanSteps {
  engine: Pick<ReturnType<typeof engineActivities>, 'planModule' | 'applyPlan' | 'adoptState'>;
  request: EngineRequest;
  confirmation: PlanConfirmation;
  /** How long a plan waits for a decision, in milliseconds. Undefined if plans need none. */
  confirmationTimeoutMs: number | undefined;
  /** The same for a plan of an operation that brings a state, which always needs a decision. */
  adoptionTimeoutMs?: number;
  /** The summaries of the activities. */
  words: { plan: string; apply: string };
  /** The message while the plan is applied. */
  applying(plan: PlanAnswer): string;
  /** Called before anything is changed. */
  onApply(): void;
  /** Called with the resources that may exist without a record, however an apply ends. */
  onDoubt?(doubts: Doubts): void;
}

/**
 * Applies what a client has confirmed. If the apply was interrupted, and what remains differs from that, plans
 * again and waits for another confirmation. Without confirmations, the remainder is applied as it is.
 */
export async function planAndApply(
  { tracker, name }: OperationContext<OperationSubject>,
  steps: PlanSteps,
): Promise<Applied> {
  const { engine, request, confirmation, words } = steps;
  let { confirmationTimeoutMs } = steps;
  let isAgain = false;
  for (;;) {
    const plan = await run(engine.planModule, words.plan, request);
    showDiagnostics(tracker, plan);
    tracker.plan(plan.resources);
    const { adoption } = plan;
    if (!plan.changes && adoption === undefined) return { plan, uncertain: [] };
    // Whatever the deployment says: the plan is about another state than the last one.
    if (adoption !== undefined) confirmationTimeoutMs ??= steps.adoptionTimeoutMs;
    const needsConfirmation = confirmationTimeoutMs !== undefined;
    if (confirmationTimeoutMs !== undefined && isDecision(plan)) {
      const reason = isAgain ? 'plan_changed' : undefined;
      tracker.enter('awaiting_confirmation', confirmationPrompt(plan, isAgain), reason);
      const decision = await confirmation.wait(confirmationTimeoutMs);
      if (decision !== 'confirm') throw new OperationFailed(unconfirmed(decision, isAgain));
    }
    tracker.enter('provisioning', steps.applying(plan));
    steps.onApply();
    if (adoption !== undefined) {
      await run(engine.adoptState, `Adopt the state of ${name}`, { job: request.job });
      if (!plan.changes) return { plan, uncertain: [] };
    }
    try {
      const answer = await run(engine.applyPlan, words.apply, {
        ...request,
        ...(!needsConfirmation && { ifChanged: 'apply' as const }),
      });
      showDiagnostics(tracker, answer);
      steps.onDoubt?.({ uncertain: answer.uncertain, unverified: [] });
      if (answer.replanned !== undefined) tracker.plan(answer.replanned.resources);
      settle(tracker, { pending: 'succeeded', running: 'succeeded' });
      return { ...answer, plan };
    } catch (failure) {
      const isUnheard = isCanceledUnstarted(failure) && patched(NAME_UNHEARD_DOUBTS);
      const { resources } = tracker.snapshot();
      steps.onDoubt?.(isUnheard ? doubtsOfShown(resources) : uncertainAfter(failure));
      const isChanged = failureDetails(failure)?.code === 'plan_changed';
      if (!needsConfirmation || !isChanged || !patched(CONFIRM_AGAIN)) throw failure;
      showFailure(tracker, toOperationError(failure), false);
      isAgain = true;
      tracker.enter('planning', `Planning ${name} again, because what remains has changed`);
    }
  }
}

/** True if the plan has something to confirm. */
function isDecision({ changes, resources, adoption }: PlanAnswer): boolean {
  if (adoption !== undefined) return changes || adoption.count > 0 || adoption.isUnknown;
  return resources.some(({ operation }) => operation !== 'same') || patched(OUTPUTS_ARE_CHANGES);
}
