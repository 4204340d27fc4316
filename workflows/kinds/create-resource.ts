/**
 * The creation of a resource that a provider makes, for example createCluster:
 * claim -> validate -> plan -> provision -> verify -> finalize. After a failure or a
 * cancel, a rollback comes before finalize.
 */
import type {
  CloudOperationSubject,
  CreateInput,
} from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { ResourceSpec } from '../../contract/resources/graph.ts';
import type { OnFailure } from '../../contract/vocabulary.ts';
import { healthWaitFor } from '../operation/activity-options.ts';
import { leaveConnection, useConnection } from '../operation/connection-use.ts';
import { OperationFailed, reasonOf } from '../operation/errors.ts';
import { ownerOf } from '../operation/owner.ts';
import { creationError, retirementError } from '../operation/rollback-errors.ts';
import { run } from '../operation/run.ts';
import { runOperation, type OperationContext, type Success } from '../operation/run-operation.ts';
import { withClaim } from '../operation/with-claim.ts';
import { urnsToStay } from '../saga/saga.ts';
import { sagaOf } from '../saga/workflow-saga.ts';

/** The parts of a creation that differ between the kinds of resources. */
interface Creation {
  onFailure: OnFailure;
  /**
   * Does what the plan needs, for example attaches a network. `undoPrepare` runs even if this failed
   * halfway.
   */
  prepare(): Promise<ResourceSpec>;
  undoPrepare(): Promise<void>;
}

export async function createResource(
  input: CreateInput,
  creationOf: (context: OperationContext) => Creation,
): Promise<OperationSnapshot> {
  return runOperation<CloudOperationSubject>(input, (context) =>
    create(context, input, creationOf(context)),
  );
}

function create(context: OperationContext, input: CreateInput, kind: Creation): Promise<Success> {
  const { subject, name, tracker, activities, timings } = context;
  const { connectionId } = input;
  const owner = ownerOf(subject, connectionId);
  const saga = sagaOf(context, input);
  let isPrepared = false;

  return withClaim(context, {
    claim: { status: 'creating' },

    async steps({ ledger }) {
      tracker.enter('validating', `Checking ${name} with the provider`);
      isPrepared = true;
      await useConnection(context, connectionId);
      const resource = await kind.prepare();
      const request = { provider: subject.provider, owner, resource };
      await run(activities.validate, `Validate ${name}`, request);

      tracker.enter('planning', `Planning the resources of ${name}`);
      const nodes = await run(activities.plan, `Plan ${name}`, { ...request, ledger });
      saga.planCreation(nodes, ledger);
      const entries = saga.intent();
      await run(activities.writeLedger, 'Write the plan to the ledger', { subject, entries });

      tracker.enter('provisioning', `Creating ${nodes.length} resources`);
      await saga.provision();
      const left = await saga.retire();
      if (left.length > 0) throw new OperationFailed(retirementError(saga.firstFailure(), left));

      tracker.enter('verifying', `Verifying ${nodes.length} resources`);
      const verification = { ...request, urns: urnsToStay(nodes), wait: healthWaitFor(timings) };
      return run(activities.verify, `Verify ${name}`, verification);
    },

    async finish({ result, ...made }) {
      const record = { status: 'active' as const, ...made };
      const release = { as: 'changed' as const, entries: saga.facts(), record };
      return { result, message: `${name} is active`, release };
    },

    async undo({ cause, canceled, resource }) {
      const first = saga.firstFailure();
      const known = Object.values(resource?.ledger ?? {});
      const hasLeftovers = known.some(({ status }) => status !== 'gone');
      if (hasLeftovers && !saga.touched()) {
        // Keep the resources of an earlier operation, for the next one to continue with.
        const error = creationError({ cause, canceled, first, survivors: [], leftAsFound: true });
        return { error, release: { as: 'unchanged' } };
      }

      const retain = kind.onFailure === 'retain' && !canceled;
      if (!retain) {
        tracker.enter('rolling_back', `Undoing what was made of ${name}`);
        await saga.undo();
      }
      const survivors = await saga.survivors();
      const error = creationError({
        cause,
        canceled,
        first: saga.firstFailure(),
        survivors: retain ? [] : survivors,
      });
      if (survivors.length > 0) {
        // Some resources still exist, so the record stays and its attachments too.
        const record = { status: 'failed' as const, statusReason: reasonOf(error) };
        return { error, release: { as: 'changed', entries: saga.facts(), record } };
      }
      return {
        error,
        release: { as: 'gone', entries: saga.facts() },
        async beforeRelease() {
          // Without the claim nothing was attached. The operation may be a retry for a resource that is
          // attached.
          if (!isPrepared) return;
          await kind.undoPrepare();
          await leaveConnection(context, connectionId);
        },
      };
    },
  });
}
