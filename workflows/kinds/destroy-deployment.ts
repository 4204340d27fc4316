/** destroyDeployment: claim -> plan from the state -> take away -> verify that the state is empty -> finalize. */
import { CancellationScope } from '@temporalio/workflow';
import type {
  DestroyDeploymentInput,
  OperationSubject,
} from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { OperationResult } from '../../contract/operations/operation.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import { leaveConnection } from '../operation/connection-use.ts';
import {
  engineActivities,
  jobOf,
  settle,
  showProgress,
  unchangedSince,
} from '../deployment/engine.ts';
import { failureDetails, reasonOf, toOperationError } from '../operation/errors.ts';
import { OperationFailed, runOperation, type OperationContext } from '../operation/run.ts';

type Context = OperationContext<OperationSubject>;

export async function destroyDeployment(input: DestroyDeploymentInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) => destroy(context, input));
}

async function destroy(
  context: Context,
  input: DestroyDeploymentInput,
): Promise<{ result: OperationResult; message: string }> {
  const { subject, operationId, tracker, activities } = context;
  const engine = engineActivities(input.timings, input.engineTimeoutMs);
  const name = `deployment ${subject.resourceId}`;
  showProgress(tracker);
  let job: DeploymentJob | undefined;
  let begun = false;
  try {
    tracker.enter('claiming', `Claiming ${name}`);
    const { record } = await activities.claim.executeWithOptions({ summary: `Claim ${name}` }, [
      { subject, status: 'deleting', ...unchangedSince(input) },
    ]);
    if (!('source' in record.spec)) throw new OperationFailed(toOperationError(undefined));
    job = jobOf(subject, operationId, record.spec, input.connectionId);
    const request = { subject, job, destroy: true };

    tracker.enter('planning', `Listing what there is of ${name}`);
    if ((await recorded(job)) > 0) {
      const plan = await engine.planModule.executeWithOptions(
        { summary: `Plan to destroy ${name}` },
        [request],
      );
      tracker.plan(plan.resources);

      tracker.enter('provisioning', `Destroying ${plan.resources.length} resources`);
      begun = true;
      await engine.applyPlan.executeWithOptions({ summary: `Destroy ${name}` }, [request]);
      settle(tracker, { pending: 'succeeded', running: 'succeeded' });

      tracker.enter('verifying', `Verifying that nothing of ${name} is left`);
      const left = await recorded(job);
      if (left > 0) throw new OperationFailed(notGone(left));
    }

    return await CancellationScope.nonCancellable(async () => {
      tracker.enter('finalizing', `Releasing the name ${subject.resourceId}`);
      await engine.cleanUpDeployment.executeWithOptions({ summary: `Forget ${name}` }, [
        { job: request.job, deleted: true },
      ]);
      await leaveConnection(context, input.connectionId);
      await activities.release.executeWithOptions({ summary: `Release the name of ${name}` }, [
        { subject, entries: [] },
      ]);
      return { result: {}, message: `${name} is gone` };
    });
  } catch (cause) {
    const canceled = CancellationScope.current().consideredCancelled;
    if (job === undefined && failureDetails(cause)?.code === 'not_found') {
      return { result: {}, message: `${name} was gone already` };
    }
    return await CancellationScope.nonCancellable(() => giveUp({ cause, canceled }));
  }

  async function recorded(of: DeploymentJob): Promise<number> {
    return engine.countResources.executeWithOptions({ summary: `Count what ${name} has` }, [
      { subject, job: of },
    ]);
  }

  /** Releases what could not be destroyed as `failed`, so that the next deletion goes on; or as it was. */
  async function giveUp(failed: { cause: unknown; canceled: boolean }): Promise<never> {
    const { cause, canceled } = failed;
    if (canceled) tracker.canceling();
    const error = cause instanceof OperationFailed ? cause.error : toOperationError(cause);
    settle(tracker, { running: canceled ? 'pending' : 'failed' });
    const { causedBy } = error.details;
    if (causedBy !== undefined) tracker.told([{ urn: causedBy, status: 'failed' }]);
    tracker.enter('finalizing', `Releasing ${name}`);
    if (job !== undefined) {
      await engine.cleanUpDeployment.executeWithOptions({ summary: `Tidy up after ${name}` }, [
        { job, deleted: false },
      ]);
    }
    const record = { status: 'failed' as const, statusReason: reasonOf(error) };
    await activities.release.executeWithOptions({ summary: `Release ${name}` }, [
      { subject, entries: [], ...(begun ? { record } : { unchanged: true as const }) },
    ]);
    throw new OperationFailed(error);
  }
}

function notGone(left: number) {
  return {
    code: 'not_gone',
    message: `The engine is done, but its state still records ${left} resources. Delete again to go on.`,
    errorType: 'not_stabilized' as const,
    details: { retryable: true },
  };
}
