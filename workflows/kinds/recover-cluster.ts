/** recoverCluster: rebuilds the ledger of a record that was lost, from what the cloud's tags say. */
import { CancellationScope } from '@temporalio/workflow';
import type { RecoverInput } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { clusterOn } from '../operation/network-placement.ts';
import { useConnection } from '../operation/connection-use.ts';
import { toOperationError } from '../operation/errors.ts';
import { OperationFailed, ownerOf, runOperation } from '../operation/run.ts';

export async function recoverCluster(input: RecoverInput): Promise<OperationSnapshot> {
  return runOperation(input, async (context) => {
    const { subject, operationId, tracker, activities } = context;
    const owner = ownerOf(subject, input.connectionId);
    const name = `${subject.resourceType} ${subject.resourceId}`;
    try {
      tracker.enter('claiming', `Claiming ${name}`);
      await activities.claim.executeWithOptions({ summary: `Claim ${name}` }, [
        { subject, status: 'updating' },
      ]);

      tracker.enter('planning', `Reading what there is of ${name}`);
      await useConnection(context, input.connectionId);
      const resource = await clusterOn(context, input);
      const found = await activities.recoverLedger.executeWithOptions(
        { summary: `Read what there is of ${name}` },
        [{ provider: subject.provider, owner, resource, operationId }],
      );
      tracker.plan(
        found.entries
          .filter((entry) => entry.status !== 'gone')
          .map(({ urn, type, name: node }) => ({
            urn,
            type,
            name: node,
            operation: 'read',
            status: 'succeeded',
          })),
      );

      return await CancellationScope.nonCancellable(async () => {
        tracker.enter('finalizing', `Releasing ${name}`);
        await activities.release.executeWithOptions({ summary: `Release ${name}` }, [
          { subject, entries: found.entries, record: found.record },
        ]);
        const { outputs } = found.record;
        return { result: { outputs }, message: found.message };
      });
    } catch (cause) {
      const error = toOperationError(cause);
      await CancellationScope.nonCancellable(() =>
        activities.release.executeWithOptions({ summary: `Release ${name} as failed` }, [
          { subject, entries: [], record: { status: 'failed', statusReason: 'record_lost' } },
        ]),
      );
      throw new OperationFailed(error);
    }
  });
}
