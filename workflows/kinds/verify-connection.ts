/**
 * verifyConnection: claim -> one check after the other -> finalize. A connection is a record and nothing
 * in the cloud: when a check fails, or it is canceled, its name is free again.
 */
import { CancellationScope } from '@temporalio/workflow';
import type { VerifyConnectionInput } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { nodeUrn } from '../../contract/ids.ts';
import type { OperationResult } from '../../contract/operations/operation.ts';
import { CONNECTION_CHECKS } from '../../contract/vocabulary.ts';
import { checksOf } from '../operation/connection-checks.ts';
import { toOperationError } from '../operation/errors.ts';
import { OperationFailed, runOperation, type OperationContext } from '../operation/run.ts';

export async function verifyConnection(input: VerifyConnectionInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) => verify(context, input));
}

async function verify(
  { subject, tracker, activities }: OperationContext,
  { spec }: VerifyConnectionInput,
): Promise<{ result: OperationResult; message: string }> {
  const name = `connection ${subject.resourceId}`;
  let checking: string | undefined;
  try {
    tracker.enter('claiming', `Claiming ${name}`);
    await activities.claim.executeWithOptions({ summary: `Claim ${name}` }, [
      { subject, status: 'creating' },
    ]);

    tracker.plan(checksOf(subject));
    tracker.enter('verifying', `Checking ${name}`);
    const outputs: Record<string, string> = {};
    for (const check of CONNECTION_CHECKS) {
      checking = nodeUrn(subject, 'connection_check', check);
      tracker.node(checking, { status: 'running' });
      const told = await activities.checkConnection.executeWithOptions(
        { summary: `Check ${check} of ${name}` },
        [{ subject, spec, check }],
      );
      Object.assign(outputs, told);
      tracker.node(checking, { status: 'succeeded' });
    }

    // From here on a cancel comes too late: the connection is good.
    return await CancellationScope.nonCancellable(async () => {
      tracker.enter('finalizing', `Releasing ${name}`);
      await activities.release.executeWithOptions({ summary: `Release ${name} as active` }, [
        { subject, entries: [], record: { status: 'active', outputs } },
      ]);
      const { resourceType: type, resourceId: id, resourceUid: uid = '' } = subject;
      return { result: { resource: { type, id, uid }, outputs }, message: `${name} is active` };
    });
  } catch (cause) {
    const canceled = CancellationScope.current().consideredCancelled;
    if (canceled) tracker.canceling();
    else if (checking !== undefined) tracker.node(checking, { status: 'failed' });
    return await CancellationScope.nonCancellable(async () => {
      tracker.enter('finalizing', `Releasing the name of ${name}`);
      await activities.release.executeWithOptions({ summary: `Release the name of ${name}` }, [
        { subject, entries: [] },
      ]);
      throw new OperationFailed(toOperationError(cause, canceled ? undefined : checking));
    });
  }
}
