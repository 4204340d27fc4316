/**
 * applyDeployment: claim -> validate -> plan -> wait for a confirmation -> provision -> verify -> finalize.
 *
 * Until something is applied, an end changes nothing. Afterwards what was made is retained, and the next
 * operation goes on from the state; or it is destroyed, if the deployment was only being made.
 */
import { CancellationScope, log } from '@temporalio/workflow';
import type {
  ApplyDeploymentInput,
  OperationSubject,
} from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { OperationError, OperationResult } from '../../contract/operations/operation.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import { leaveConnection, useConnection } from '../operation/connection-use.ts';
import {
  engineActivities,
  jobOf,
  questionOf,
  settle,
  showProgress,
  unchangedSince,
} from '../deployment/engine.ts';
import { doubts, unconfirmed } from '../deployment/messages.ts';
import { reasonOf, toOperationError } from '../operation/errors.ts';
import { OperationFailed, runOperation, type OperationContext } from '../operation/run.ts';

type Context = OperationContext<OperationSubject>;

export async function applyDeployment(input: ApplyDeploymentInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) => apply(context, input));
}

async function apply(
  context: Context,
  input: ApplyDeploymentInput,
): Promise<{ result: OperationResult; message: string }> {
  const { subject, operationId, tracker, activities } = context;
  const { spec, creating } = input;
  const engine = engineActivities(input.timings, input.engineTimeoutMs);
  const request = {
    subject,
    job: jobOf(subject, operationId, spec, input.connectionId),
    destroy: false,
  };
  const name = `deployment ${subject.resourceId}`;
  const question = questionOf();
  showProgress(tracker);
  let begun = false;
  try {
    tracker.enter('claiming', `Claiming ${name}`);
    await activities.claim.executeWithOptions({ summary: `Claim ${name}` }, [
      { subject, status: creating ? 'creating' : 'updating', ...unchangedSince(input) },
    ]);

    tracker.enter('validating', `Checking the module of ${name}`);
    await useConnection(context, input.connectionId);
    await engine.validateModule.executeWithOptions({ summary: `Check the module of ${name}` }, [
      request,
    ]);

    tracker.enter('planning', `Planning ${name}`);
    const plan = await engine.planModule.executeWithOptions({ summary: `Plan ${name}` }, [request]);
    tracker.plan(plan.resources);
    const changing = plan.resources.filter(({ operation }) => operation !== 'same');

    if (spec.confirm === 'manual' && changing.length > 0) {
      tracker.enter(
        'awaiting_confirmation',
        `Planned ${changing.length} changes; confirm or discard them`,
      );
      const answer = await question.ask(input.confirmationTimeoutMs);
      if (answer !== 'confirm') throw new OperationFailed(unconfirmed(answer));
    }

    let uncertain: string[] = [];
    if (plan.changes) {
      tracker.enter('provisioning', `Applying ${changing.length} changes`);
      begun = true;
      ({ uncertain } = await engine.applyPlan.executeWithOptions(
        { summary: `Apply the plan of ${name}` },
        [request],
      ));
      settle(tracker, { pending: 'succeeded', running: 'succeeded' });
    }

    tracker.enter('verifying', `Planning ${name} again, which must find nothing to do`);
    const { outputs, withheldOutputs } = await engine.verifyModule.executeWithOptions(
      { summary: `Verify ${name}` },
      [request],
    );

    // From here on a cancel comes too late: everything is there.
    return await CancellationScope.nonCancellable(async () => {
      tracker.enter('finalizing', `Releasing ${name}`);
      await engine.cleanUpDeployment.executeWithOptions({ summary: `Tidy up after ${name}` }, [
        { job: request.job, deleted: false },
      ]);
      await activities.release.executeWithOptions({ summary: `Release ${name} as active` }, [
        { subject, entries: [], record: { status: 'active', outputs, withheldOutputs, spec } },
      ]);
      return { result: { outputs }, message: `${name} is active${doubts(uncertain)}` };
    });
  } catch (cause) {
    const canceled = CancellationScope.current().consideredCancelled;
    return await CancellationScope.nonCancellable(() =>
      end(context, input, { cause, canceled, begun, job: request.job }),
    );
  }
}

/** Retains or destroys what was made, releases the deployment, and ends the operation with its error. */
async function end(
  context: Context,
  input: ApplyDeploymentInput,
  failed: { cause: unknown; canceled: boolean; begun: boolean; job: DeploymentJob },
): Promise<never> {
  const { subject, tracker, activities } = context;
  const { cause, canceled, begun, job } = failed;
  const { spec, creating } = input;
  const engine = engineActivities(input.timings, input.engineTimeoutMs);
  const name = `deployment ${subject.resourceId}`;
  if (canceled) tracker.canceling();
  let error = cause instanceof OperationFailed ? cause.error : toOperationError(cause);
  const failedUrn = error.details.causedBy;
  settle(tracker, { running: canceled ? 'pending' : 'failed' });
  if (failedUrn !== undefined) tracker.told([{ urn: failedUrn, status: 'failed' }]);

  const isAnything = begun && (await mayExist());
  if (creating && spec.onFailure === 'destroy' && isAnything) {
    tracker.enter('rolling_back', `Destroying what was made of ${name}`);
    error = await undo(error);
  } else if (canceled && isAnything) {
    error = { ...error, message: 'The operation was canceled; what it had made is retained.' };
  }
  const isLeft = begun && (await mayExist());

  tracker.enter('finalizing', `Releasing ${name}`);
  const gone = creating && !isLeft;
  await engine.cleanUpDeployment.executeWithOptions({ summary: `Tidy up after ${name}` }, [
    { job, deleted: gone, neverCreated: gone },
  ]);
  if (gone) await leaveConnection(context, input.connectionId);
  const record = { status: 'failed' as const, statusReason: reasonOf(error), spec };
  await activities.release.executeWithOptions({ summary: `Release ${name}` }, [
    {
      subject,
      entries: [],
      ...(begun && !gone && { record }),
      ...(!begun && !creating && { unchanged: true as const }),
    },
  ]);
  throw new OperationFailed(error);

  /** Where nobody can say, for the state is out of reach, something may: then the deployment stays. */
  async function mayExist(): Promise<boolean> {
    try {
      const summary = `Count what ${name} has made`;
      return (await engine.countResources.executeWithOptions({ summary }, [{ subject, job }])) > 0;
    } catch (failure) {
      log.warn('what was made cannot be counted', { error: failure });
      return true;
    }
  }

  async function undo(led: OperationError): Promise<OperationError> {
    const request = { subject, job, destroy: true };
    try {
      await engine.planModule.executeWithOptions({ summary: `Plan to destroy ${name}` }, [request]);
      await engine.applyPlan.executeWithOptions({ summary: `Destroy ${name}` }, [
        { ...request, showAs: 'delete' },
      ]);
      return canceled
        ? { ...led, message: 'The operation was canceled; what it had made was destroyed.' }
        : led;
    } catch (failure) {
      const { message } = toOperationError(failure);
      return {
        ...led,
        code: 'cleanup_failed',
        message: `${led.message} Destroying what was made failed too: ${message}`.slice(0, 2048),
        details: { ...led.details, retryable: true },
      };
    }
  }
}
