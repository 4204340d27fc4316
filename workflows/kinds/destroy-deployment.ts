/**
 * destroyDeployment: claim -> plan from the state -> wait for a confirmation -> destroy -> verify that the state
 * is empty -> finalize.
 */
import type { ResourceRecord } from '../../contract/resources/schemas.ts';
import type {
  DestroyDeploymentInput,
  OperationSubject,
} from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { OperationError } from '../../contract/operations/operation.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import {
  engineActivities,
  jobOf,
  planConfirmation,
  showEngineProgress,
  showFailure,
} from '../deployment/engine.ts';
import { showDiagnosticsOf } from '../deployment/diagnostics.ts';
import { planAndApply } from '../deployment/plan-and-apply.ts';
import { forgottenNote, releasedNote } from '../deployment/plan-messages.ts';
import { leaveConnection } from '../operation/connection-use.ts';
import { endingError, OperationFailed, reasonOf, toOperationError } from '../operation/errors.ts';
import { run } from '../operation/run.ts';
import { runOperation, type OperationContext, type Success } from '../operation/run-operation.ts';
import { claimOf, withClaim } from '../operation/with-claim.ts';

export async function destroyDeployment(input: DestroyDeploymentInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) => destroy(context, input));
}

function destroy(
  context: OperationContext<OperationSubject>,
  input: DestroyDeploymentInput,
): Promise<Success> {
  const { subject, name, operationId, tracker } = context;
  const { connectionId } = input;
  const engine = engineActivities(input.timings, input.engineTimeoutMs);
  const confirmation = planConfirmation();
  showEngineProgress(tracker);
  let isDestroying = false;

  return withClaim(context, {
    claim: claimOf('deleting', input),
    isDoneWhenGone: true,

    async steps({ record }) {
      if (isProtected(record)) throw new OperationFailed(deletionProtected(name));
      const job = jobFor(record);
      if (input.keepResources) {
        tracker.enter('finalizing', `Keeping the state of ${name}`);
        const kept = await run(engine.keepState, `Keep the state of ${name}`, { job });
        return { job, forgotten: [], kept };
      }
      let forgotten: string[] = [];
      const request = { subject, job, destroy: true };

      tracker.enter('planning', `Listing the resources of ${name}`);
      if ((await countResources(job)) > 0) {
        const { plan } = await planAndApply(context, {
          engine,
          request,
          confirmation,
          // Absent in the inputs of earlier versions, which did not ask.
          confirmationTimeoutMs: needsConfirmation(record)
            ? input.confirmationTimeoutMs
            : undefined,
          words: { plan: `Plan to destroy ${name}`, apply: `Destroy ${name}` },
          applying: ({ resources }) => `Destroying ${resources.length} resources`,
          onApply() {
            isDestroying = true;
          },
        });
        forgotten = plan.resources
          .filter(({ operation }) => operation === 'forget')
          .map(({ type, name: resource }) => `${type}/${resource}`);

        tracker.enter('verifying', `Verifying that nothing of ${name} is left`);
        const left = await countResources(job);
        if (left > 0) throw new OperationFailed(notGone(left));
      }
      return { job, forgotten, kept: undefined };
    },

    async finish({ job, forgotten, kept }) {
      return {
        result: kept?.file === undefined ? {} : { outputs: { stateFile: kept.file } },
        message:
          kept === undefined
            ? `${name} is gone${forgottenNote(forgotten)}`
            : releasedNote(name, kept),
        release: { as: 'gone', entries: [] },
        async beforeRelease() {
          await cleanUp(job, true);
          await leaveConnection(context, connectionId);
        },
      };
    },

    async undo({ cause, canceled, resource }) {
      const error = endingError({ cause, canceled });
      showDiagnosticsOf(tracker, cause);
      showFailure(tracker, error, canceled);
      // Destroyed resources stay destroyed. The next deletion continues with the remaining ones.
      const record = { status: 'failed' as const, statusReason: reasonOf(error) };
      return {
        error,
        release: isDestroying ? { as: 'changed', entries: [], record } : { as: 'unchanged' },
        async beforeRelease() {
          if (resource !== undefined) await cleanUp(jobFor(resource.record), false);
        },
      };
    },
  });

  function jobFor({ spec }: ResourceRecord): DeploymentJob {
    if (!('source' in spec)) throw new OperationFailed(toOperationError(undefined));
    return { ...jobOf(subject, operationId, spec, { connectionId }), destroying: true };
  }

  async function cleanUp(job: DeploymentJob, deleted: boolean): Promise<void> {
    await run(engine.cleanUpDeployment, `Clean up after ${name}`, { job, deleted });
  }

  async function countResources(job: DeploymentJob): Promise<number> {
    return run(engine.countResources, `Count the resources of ${name}`, { subject, job });
  }
}

function isProtected({ spec }: ResourceRecord): boolean {
  return 'deletionProtection' in spec && spec.deletionProtection === true;
}

/** Another request has protected the deployment after the deletion was accepted. */
function deletionProtected(name: string): OperationError {
  return {
    code: 'deletion_protected',
    message: `${name} is protected from deletion. Nothing was changed.`,
    errorType: 'conflict',
    details: { retryable: false },
  };
}

function notGone(left: number): OperationError {
  return {
    code: 'not_gone',
    message: `The engine is done, but its state still records ${left} resources. Delete again to go on.`,
    errorType: 'not_stabilized',
    details: { retryable: true },
  };
}

function needsConfirmation({ spec }: ResourceRecord): boolean {
  return 'confirm' in spec && spec.confirm === 'manual';
}
