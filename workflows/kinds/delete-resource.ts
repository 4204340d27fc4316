/** deleteCluster and deleteNetwork: claim -> plan from the ledger and the cloud -> take away -> verify -> finalize. */
import { CancellationScope } from '@temporalio/workflow';
import type { DeleteInput, InputOf } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { OperationResult } from '../../contract/operations/operation.ts';
import { leaveConnection } from '../operation/connection-use.ts';
import {
  OperationFailed,
  ownerOf,
  runOperation,
  sagaOf,
  type OperationContext,
} from '../operation/run.ts';
import { failureDetails, reasonOf, undeletedError } from '../operation/errors.ts';
import type { Saga } from '../saga/saga.ts';

export async function deleteCluster(input: InputOf<'delete_cluster'>): Promise<OperationSnapshot> {
  return runOperation(input, (context) => remove(context, input));
}

export async function deleteNetwork(input: InputOf<'delete_network'>): Promise<OperationSnapshot> {
  return runOperation(input, (context) => remove(context, input));
}

async function remove(
  context: OperationContext,
  input: DeleteInput,
): Promise<{ result: OperationResult; message: string }> {
  const { subject, tracker, activities } = context;
  const owner = ownerOf(subject, input.connectionId);
  const saga = sagaOf(context, input);
  const name = `${subject.resourceType} ${subject.resourceId}`;
  let claimed = false;
  try {
    tracker.enter('claiming', `Claiming ${name}`);
    const { record, ledger } = await activities.claim.executeWithOptions(
      { summary: `Claim ${name}` },
      [
        {
          subject,
          status: 'deleting',
          ...(input.unchangedSince !== undefined && { unchangedSince: input.unchangedSince }),
        },
      ],
    );
    claimed = true;

    tracker.enter('planning', `Listing what there is of ${name}`);
    const nodes = await activities.planDeletion.executeWithOptions(
      { summary: `List what there is of ${name}` },
      [{ provider: subject.provider, owner, ledger }],
    );
    saga.toTakeAway(nodes, ledger);

    tracker.enter('provisioning', `Deleting ${nodes.length} resources`);
    await saga.remove();
    const failure = saga.firstFailure();
    if (failure !== undefined) throw new OperationFailed(failure.error);

    return await CancellationScope.nonCancellable(async () => {
      tracker.enter('verifying', `Verifying that nothing of ${name} is left`);
      await activities.verifyDeleted.executeWithOptions(
        { summary: `Verify that nothing of ${name} is left` },
        [{ provider: subject.provider, owner }],
      );
      tracker.enter('finalizing', `Releasing the name ${subject.resourceId}`);
      const networkId = 'networkId' in record ? record.networkId : undefined;
      if (networkId !== undefined) {
        await activities.detachNetwork.executeWithOptions(
          { summary: `Detach from network ${networkId}` },
          [{ subject, networkId }],
        );
      }
      await leaveConnection(context, input.connectionId);
      await activities.release.executeWithOptions({ summary: `Release the name of ${name}` }, [
        { subject, entries: saga.facts() },
      ]);
      return { result: {}, message: `${name} is gone` };
    });
  } catch (cause) {
    const canceled = CancellationScope.current().consideredCancelled;
    if (!claimed && failureDetails(cause)?.code === 'not_found') {
      return { result: {}, message: `${name} was gone already` };
    }
    return await CancellationScope.nonCancellable(() =>
      giveUp(context, { cause, canceled, saga, claimed, name }),
    );
  }
}

/** Releases what could not be deleted as `failed`, so that the next deletion goes on from there; or as it was. */
async function giveUp(
  context: OperationContext,
  failed: { cause: unknown; canceled: boolean; saga: Saga; claimed: boolean; name: string },
): Promise<never> {
  const { subject, tracker, activities } = context;
  const { cause, canceled, saga, claimed, name } = failed;
  if (canceled) tracker.canceling();
  const error = undeletedError({
    cause,
    canceled,
    first: saga.firstFailure(),
    survivors: await saga.survivors(),
  });
  tracker.enter('finalizing', `Releasing ${name}`);
  // A claim that was canceled on its way may have been granted; releasing what is not held does nothing.
  if (claimed || canceled) {
    const left = saga.touched()
      ? {
          entries: saga.facts(),
          record: { status: 'failed' as const, statusReason: reasonOf(error) },
        }
      : { entries: [], unchanged: true as const };
    await activities.release.executeWithOptions({ summary: `Release ${name}` }, [
      { subject, ...left },
    ]);
  }
  throw new OperationFailed(error);
}
