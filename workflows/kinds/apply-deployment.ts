/**
 * applyDeployment: claim -> validate -> plan -> wait for a confirmation -> provision -> verify -> finalize.
 *
 * A failure or a cancel before the apply changes nothing. Once the apply has begun, the created resources are
 * kept, and the next operation continues from the engine's state. A new deployment whose spec says
 * `onFailure: destroy` destroys them instead.
 */
import { log } from '@temporalio/workflow';
import type {
  ApplyDeploymentInput,
  OperationSubject,
} from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { DeploymentSpec } from '../../contract/resources/deployment.ts';
import type { OperationError } from '../../contract/operations/operation.ts';
import {
  engineActivities,
  jobOf,
  planConfirmation,
  showEngineProgress,
  showFailure,
} from '../deployment/engine.ts';
import { fetchedSource } from '../deployment/source.ts';
import { showDiagnostics, showDiagnosticsOf } from '../deployment/diagnostics.ts';
import { planAndApply } from '../deployment/plan-and-apply.ts';
import { changesIn, replannedNote, unsettledNote } from '../deployment/plan-messages.ts';
import { tellUncertain, withUncertain } from '../deployment/uncertain.ts';
import { leaveConnection, useConnection } from '../operation/connection-use.ts';
import { endingError, MAX_REASON_LENGTH, toOperationError } from '../operation/errors.ts';
import { run } from '../operation/run.ts';
import { runOperation, type OperationContext, type Success } from '../operation/run-operation.ts';
import { claimOf, withClaim, type Release } from '../operation/with-claim.ts';

export async function applyDeployment(input: ApplyDeploymentInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) => apply(context, input));
}

function apply(
  context: OperationContext<OperationSubject>,
  input: ApplyDeploymentInput,
): Promise<Success> {
  const { subject, name, operationId, tracker } = context;
  const { creating, connectionId } = input;
  const engine = engineActivities(input.timings, input.engineTimeoutMs);
  // Both name the files of the source, which are first fetched if they are in a repository.
  let { spec } = input;
  let job = jobOf(subject, operationId, spec, input);
  const confirmation = planConfirmation();
  showEngineProgress(tracker);
  let isApplied = false;
  /** The addresses of resources that may exist without a record in the state. */
  const uncertain = new Set<string>();
  /** Those of them that the state may have after all. */
  const unverified = new Set<string>();

  return withClaim(context, {
    claim: claimOf(creating ? 'creating' : 'updating', input),

    async steps() {
      tracker.enter('validating', `Checking the module of ${name}`);
      await useConnection(context, connectionId);
      const source = await fetchedSource(spec.source, {
        engine,
        subject,
        job,
        onCommit: tracker.commit,
      });
      spec = { ...spec, source };
      job = jobOf(subject, operationId, spec, input);
      const request = { subject, job, destroy: false };
      const checked = await run(engine.validateModule, `Check the module of ${name}`, request);
      showDiagnostics(tracker, checked);

      tracker.enter('planning', `Planning ${name}`);
      const { replanned } = await planAndApply(context, {
        engine,
        request,
        confirmation,
        confirmationTimeoutMs: spec.confirm === 'manual' ? input.confirmationTimeoutMs : undefined,
        adoptionTimeoutMs: input.confirmationTimeoutMs,
        words: { plan: `Plan ${name}`, apply: `Apply the plan of ${name}` },
        applying: (plan) => `Applying ${changesIn(plan)}`,
        onApply() {
          isApplied = true;
        },
        onDoubt(doubts) {
          for (const address of doubts.uncertain) uncertain.add(address);
          unverified.clear();
          for (const address of doubts.unverified) unverified.add(address);
        },
      });

      tracker.enter('verifying', `Planning ${name} again, which should find nothing to do`);
      const made = await run(engine.verifyModule, `Verify ${name}`, request);
      showDiagnostics(tracker, made);
      return { ...made, replanned };
    },

    async finish({ outputs, withheldOutputs, unsettled = [], replanned }) {
      const record = { status: 'active' as const, outputs, withheldOutputs, spec };
      const notes = [replannedNote(replanned?.differing ?? []), unsettledNote(unsettled)];
      return {
        result: { outputs, ...commitOf(spec) },
        message: [`${name} is active${notes.join('')}`, ...tellUncertain([...uncertain])].join(
          '. ',
        ),
        release: { as: 'changed', entries: [], record },
        beforeRelease: () => cleanUp('changed'),
      };
    },

    async undo({ cause, canceled }) {
      let error = endingError({ cause, canceled });
      showDiagnosticsOf(tracker, cause);
      showFailure(tracker, error, canceled);
      const hasResources = isApplied && (await mayHaveResources());
      // What an adopted state has existed before.
      const isFirst = creating && input.run?.state === undefined;
      if (isFirst && spec.onFailure === 'destroy' && hasResources) {
        tracker.enter('rolling_back', `Destroying what was made of ${name}`);
        error = await destroy(error, canceled);
      } else if (canceled && hasResources) {
        error = { ...error, message: 'The operation was canceled; what it had made is retained.' };
      }

      // A resource in doubt keeps the deployment, so that its record names it.
      if (creating && !(isApplied && ((await mayHaveResources()) || uncertain.size > 0))) {
        return {
          error,
          release: { as: 'gone', entries: [] },
          async beforeRelease() {
            await cleanUp('gone');
            await leaveConnection(context, connectionId);
          },
        };
      }
      const { message: statusReason } = withUncertain(error, [...uncertain], MAX_REASON_LENGTH);
      const record = { status: 'failed' as const, statusReason, spec };
      return {
        error: withUncertain(error, [...uncertain]),
        release: isApplied ? { as: 'changed', entries: [], record } : { as: 'unchanged' },
        beforeRelease: () => cleanUp(isApplied ? 'changed' : 'unchanged'),
      };
    },
  });

  async function cleanUp(releasedAs: Release['as']): Promise<void> {
    const cleanup = {
      job,
      deleted: releasedAs === 'gone',
      ...(releasedAs === 'gone' && { neverCreated: true }),
      ...(releasedAs === 'changed' && { superseding: true }),
    };
    await run(engine.cleanUpDeployment, `Clean up after ${name}`, cleanup);
  }

  /** Assumes that resources exist if the state cannot be read, so that the deployment is kept. */
  async function mayHaveResources(): Promise<boolean> {
    try {
      const summary = `Count the resources of ${name}`;
      return (await run(engine.countResources, summary, { subject, job })) > 0;
    } catch (failure) {
      log.warn('the resources of the deployment could not be counted', { error: failure });
      return true;
    }
  }

  /** Destroys the created resources. Resolves to the error with which the operation ends. */
  async function destroy(error: OperationError, canceled: boolean): Promise<OperationError> {
    const destruction = { subject, job, destroy: true };
    try {
      const { recorded = [] } = await run(engine.planModule, `Plan to destroy ${name}`, {
        ...destruction,
        ...(unverified.size > 0 && { unverified: [...unverified] }),
      });
      // The engine has ended in an orderly way, although its worker was considered dead.
      for (const address of recorded) uncertain.delete(address);
      const how = { ...destruction, showAs: 'delete' as const, ifChanged: 'apply' as const };
      await run(engine.applyPlan, `Destroy ${name}`, how);
      return canceled
        ? { ...error, message: 'The operation was canceled; what it had made was destroyed.' }
        : error;
    } catch (failure) {
      showDiagnosticsOf(tracker, failure);
      const { message } = toOperationError(failure);
      return {
        ...error,
        code: 'cleanup_failed',
        message: `${error.message} Destroying what was made failed too: ${message}`.slice(0, 2048),
        details: { ...error.details, retryable: true },
      };
    }
  }
}

function commitOf({ source }: DeploymentSpec): { commit?: string } {
  const { commit } = source.git ?? {};
  return commit === undefined ? {} : { commit };
}
