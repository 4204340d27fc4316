/**
 * verifyConnection: claim -> one check after the other -> finalize. A connection is only a record. If a
 * check fails, the connection stays, because its external id is in the trust policy that the user has
 * written, and a retry must find the same one. If its first operation is canceled, its name is free again.
 */
import type { VerifyConnectionInput } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { patched } from '@temporalio/workflow';
import { nodeUrn } from '../../contract/ids.ts';
import { rolesOf } from '../../contract/temporal/role-claim.ts';
import { checkOptions, roleWaitFor } from '../operation/activity-options.ts';
import { checksOf, plannedChecks } from '../../contract/operations/connection-checks.ts';
import { endingError, reasonOf } from '../operation/errors.ts';
import { run } from '../operation/run.ts';
import { runOperation, type OperationContext, type Success } from '../operation/run-operation.ts';
import { withClaim } from '../operation/with-claim.ts';

/** Since November 2026: the check of a role claims it for the connection, and a failure releases it. */
const RELEASE_ROLE = 'release-role';

export async function verifyConnection(input: VerifyConnectionInput): Promise<OperationSnapshot> {
  return runOperation(input, (context) => verify(context, input));
}

function verify(
  context: OperationContext,
  { roleWaitMs, spec }: VerifyConnectionInput,
): Promise<Success> {
  const { subject, name, tracker, activities, timings } = context;
  const wait = roleWaitFor(timings, roleWaitMs);
  let checking: string | undefined;

  return withClaim(context, {
    claim: { status: 'creating' },

    async steps() {
      tracker.plan(plannedChecks(subject, spec));
      tracker.enter(
        'verifying',
        wait === undefined
          ? `Checking ${name}`
          : `Checking ${name}. The check of a role waits for the trust policy that the connection shows`,
      );
      const outputs: Record<string, string> = {};
      for (const check of checksOf(spec)) {
        checking = nodeUrn(subject, 'connection_check', check);
        tracker.node(checking, { status: 'running' });
        const request = { subject, check, ...(wait && { wait }) };
        const options = checkOptions(timings, `Check ${check} of ${name}`, wait);
        const more = await run(activities.checkConnection, options, request);
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

    async undo(failure) {
      const { canceled } = failure;
      const error = endingError(failure, checking);
      const beforeRelease = async () => {
        if (!patched(RELEASE_ROLE)) return;
        for (const roleArn of rolesOf(spec)) {
          await run(activities.releaseRole, `Release a role of ${name}`, { subject, roleArn });
        }
      };
      if (canceled) {
        const isFirst = subject.retryOf === undefined;
        return {
          error,
          release: isFirst ? { as: 'gone', entries: [] } : { as: 'unchanged' },
          beforeRelease,
        };
      }
      if (checking !== undefined) tracker.node(checking, { status: 'failed' });
      const record = { status: 'failed' as const, statusReason: reasonOf(error) };
      return { error, release: { as: 'changed', entries: [], record }, beforeRelease };
    },
  });
}
