/** recoverCluster: rebuilds the ledger of a record that was lost, from the tags in the cloud. */
import type { RecoverInput } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { useConnection } from '../operation/connection-use.ts';
import { endingError } from '../operation/errors.ts';
import { placeCluster } from '../operation/network-placement.ts';
import { ownerOf } from '../operation/owner.ts';
import { recoveredNodes } from '../../contract/operations/recovered-nodes.ts';
import { run } from '../operation/run.ts';
import { runOperation, type OperationContext, type Success } from '../operation/run-operation.ts';
import { withClaim } from '../operation/with-claim.ts';

export async function recoverCluster(input: RecoverInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) => recover(context, input));
}

function recover(context: OperationContext, input: RecoverInput): Promise<Success> {
  const { subject, name, operationId, tracker, activities } = context;
  const { connectionId } = input;

  return withClaim(context, {
    claim: { status: 'updating' },

    async steps() {
      tracker.enter('planning', `Reading the resources of ${name}`);
      await useConnection(context, connectionId);
      const resource = await placeCluster(context, input);
      const owner = ownerOf(subject, connectionId);
      const request = { provider: subject.provider, owner, resource, operationId };
      const found = await run(activities.recoverLedger, `Read the resources of ${name}`, request);
      tracker.plan(recoveredNodes(found.entries, 'succeeded'));
      return found;
    },

    async finish({ entries, record, message }) {
      const { outputs } = record;
      return { result: { outputs }, message, release: { as: 'changed', entries, record } };
    },

    // The operation changes only the record, which still says that it was lost.
    async undo(failure) {
      return { error: endingError(failure), release: { as: 'unchanged' } };
    },
  });
}
