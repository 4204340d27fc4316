import type { DiscoverInput } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { nodeUrn } from '../../contract/ids.ts';
import { toOperationError } from '../operation/errors.ts';
import { OperationFailed, runOperation } from '../operation/run.ts';

/** Reads the instance types that fit the question; takes no claim, for it changes nothing. */
export async function discoverInstanceTypes(input: DiscoverInput): Promise<OperationSnapshot> {
  return runOperation(input, async ({ subject, tracker, activities }) => {
    const urn = nodeUrn(subject, 'instance_types', subject.region);
    tracker.enter('planning', `Reading the instance types of ${subject.region}`);
    tracker.plan([
      { urn, type: 'instance_types', name: subject.region, operation: 'read', status: 'pending' },
    ]);
    tracker.enter('provisioning', `Reading the instance types of ${subject.region}`);
    tracker.node(urn, { status: 'running' });
    try {
      const { items, metadata } = await activities.discoverInstanceTypes.executeWithOptions(
        { summary: `Read the instance types of ${subject.region}` },
        [{ organizationId: subject.organizationId, request: input.request }],
      );
      tracker.node(urn, { status: 'succeeded' });
      tracker.enter('finalizing', 'Sorting the answer');
      return { result: { items, metadata }, message: `${items.length} instance types fit` };
    } catch (cause) {
      tracker.node(urn, { status: 'failed' });
      throw new OperationFailed(toOperationError(cause, urn));
    }
  });
}
