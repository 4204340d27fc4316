/**
 * verifyConnection: claim -> one check after the other -> finalize. A connection is only a record. If a
 * check fails, or the operation is canceled, its name is free again.
 */
import type { VerifyConnectionInput } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { nodeUrn } from '../../contract/ids.ts';
import { CONNECTION_CHECKS } from '../../contract/vocabulary.ts';
import { plannedChecks } from '../operation/connection-checks.ts';
import { toOperationError } from '../operation/errors.ts';
import { run } from '../operation/run.ts';
import { runOperation, type OperationContext, type Success } from '../operation/run-operation.ts';
import { withClaim } from '../operation/with-claim.ts';

export async function verifyConnection(input: VerifyConnectionInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) => verify(context, input));
}

function verify(context: OperationContext, { spec }: VerifyConnectionInput): Promise<Success> {
  const { subject, name, tracker, activities } = context;
  let checking: string | undefined;

  return withClaim(context, {
    claim: { status: 'creating' },

    async steps() {
      tracker.plan(plannedChecks(subject));
      tracker.enter('verifying', `Checking ${name}`);
      const outputs: Record<string, string> = {};
      for (const check of CONNECTION_CHECKS) {
        checking = nodeUrn(subject, 'connection_check', check);
        tracker.node(checking, { status: 'running' });
        const request = { subject, spec, check };
        const more = await run(activities.checkConnection, `Check ${check} of ${name}`, request);
        Object.assign(outputs, more);
        tracker.node(checking, { status: 'succeeded' });
      }
      return outputs;
    },

    async finish(outputs) {
      const { resourceType: type, resourceId: id, resourceUid: uid = '' } = subject;
      return {
        result: { resource: { type, id, uid }, outputs },
        message: `${name} is active`,
        release: { as: 'changed', entries: [], record: { status: 'active', outputs } },
      };
    },

    async undo({ cause, canceled }) {
      const failed = canceled ? undefined : checking;
      if (failed !== undefined) tracker.node(failed, { status: 'failed' });
      return { error: toOperationError(cause, failed), release: { as: 'gone', entries: [] } };
    },
  });
}
