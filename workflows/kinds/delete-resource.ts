/** The deletion of a resource that a provider makes: claim -> plan from the ledger and the cloud -> remove -> verify -> finalize. */
import type {
  CloudOperationSubject,
  DeleteInput,
} from '../../contract/temporal/operation-input.ts';
import type { LeftBehind } from '../../contract/operations/operation.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { leaveConnection } from '../operation/connection-use.ts';
import { OperationFailed, reasonOf } from '../operation/errors.ts';
import { leaveNetwork } from '../operation/network-placement.ts';
import { ownerOf } from '../operation/owner.ts';
import { deletionError } from '../operation/rollback-errors.ts';
import { run } from '../operation/run.ts';
import { runOperation, type OperationContext, type Success } from '../operation/run-operation.ts';
import { claimOf, withClaim } from '../operation/with-claim.ts';
import { sagaOf } from '../saga/workflow-saga.ts';

export async function deleteResource(input: DeleteInput): Promise<OperationSnapshot> {
  return runOperation<CloudOperationSubject>(input, (context) => remove(context, input));
}

function remove(context: OperationContext, input: DeleteInput): Promise<Success> {
  const { subject, name, tracker, activities } = context;
  const { connectionId } = input;
  const { provider } = subject;
  const owner = ownerOf(subject, connectionId);
  const saga = sagaOf(context, input);

  return withClaim(context, {
    claim: claimOf('deleting', input),
    isDoneWhenGone: true,

    async steps({ record, ledger }) {
      tracker.enter('planning', `Listing the resources of ${name}`);
      const request = { provider, owner, ledger };
      const nodes = await run(activities.planDeletion, `List the resources of ${name}`, request);
      saga.planDeletion(nodes, ledger);

      tracker.enter('provisioning', `Deleting ${nodes.length} resources`);
      await saga.remove();
      const failure = saga.firstFailure();
      if (failure !== undefined) throw new OperationFailed(failure.error);
      return 'networkId' in record ? record.networkId : undefined;
    },

    async finish(networkId) {
      const verifying = `Verify that nothing of ${name} is left`;
      tracker.enter('verifying', `Verifying that nothing of ${name} is left`);
      // Histories from before this activity had a result are replayed, too.
      const left: LeftBehind[] | null | undefined = await run(activities.verifyDeleted, verifying, {
        provider,
        owner,
      });
      const leftBehind = left ?? [];
      return {
        result: leftBehind.length === 0 ? {} : { leftBehind },
        message: `${name} is gone${leftBehindWords(leftBehind)}`,
        release: { as: 'gone', entries: saga.facts() },
        async beforeRelease() {
          await leaveNetwork(context, networkId);
          await leaveConnection(context, connectionId);
        },
      };
    },

    async undo({ cause, canceled }) {
      const survivors = await saga.survivors();
      const error = deletionError({ cause, canceled, first: saga.firstFailure(), survivors });
      if (!saga.touched()) return { error, release: { as: 'unchanged' } };
      // Deleted resources stay deleted. The next deletion continues with the remaining ones.
      const record = { status: 'failed' as const, statusReason: reasonOf(error) };
      return { error, release: { as: 'changed', entries: saga.facts(), record } };
    },
  });
}

/** The end of a sentence, such as "; 2 resources are left behind". */
function leftBehindWords({ length }: readonly LeftBehind[]): string {
  if (length === 0) return '';
  return length === 1 ? '; 1 resource is left behind' : `; ${length} resources are left behind`;
}
