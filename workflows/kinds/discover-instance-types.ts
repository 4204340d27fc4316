/** discoverInstanceTypes: reads the instance types that fit a query. It changes nothing, so it takes no claim. */
import type { DiscoverInput } from '../../contract/temporal/operation-input.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { nodeUrn } from '../../contract/ids.ts';
import { OperationFailed, toOperationError } from '../operation/errors.ts';
import { run } from '../operation/run.ts';
import { runOperation } from '../operation/run-operation.ts';

export async function discoverInstanceTypes(input: DiscoverInput): Promise<OperationSnapshot> {
  return runOperation(input, async ({ subject, tracker, activities }) => {
    const { organizationId, region } = subject;
    const urn = nodeUrn(subject, 'instance_types', region);
    const reading = `Reading the instance types of ${region}`;
    tracker.enter('planning', reading);
    tracker.plan([
      { urn, type: 'instance_types', name: region, operation: 'read', status: 'pending' },
    ]);
    tracker.enter('provisioning', reading);
    tracker.node(urn, { status: 'running' });
    try {
      const { items, metadata } = await run(
        activities.discoverInstanceTypes,
        `Read the instance types of ${region}`,
        { organizationId, request: input.request },
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
