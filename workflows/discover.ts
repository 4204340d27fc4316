import type { DiscoverInput, OperationSnapshot } from '../contract/durable.ts';
import { nodeUrn } from '../contract/ids.ts';
import { toOperationError } from './failure.ts';
import { OperationFailed, runOperation } from './operation.ts';

/** Reads the instance types that fit the question; takes no claim, for it changes nothing. */
export async function discoverInstanceTypes(input: DiscoverInput): Promise<OperationSnapshot> {
  return runOperation(input, async ({ about, tracker, activities }) => {
    const urn = nodeUrn(about, 'instance_types', about.region);
    tracker.enter('planning', `Reading the instance types of ${about.region}`);
    tracker.plan([
      { urn, type: 'instance_types', name: about.region, operation: 'read', status: 'pending' },
    ]);
    tracker.enter('provisioning', `Reading the instance types of ${about.region}`);
    tracker.node(urn, { status: 'running' });
    try {
      const { items, metadata } = await activities.discover.executeWithOptions(
        { summary: `Read the instance types of ${about.region}` },
        [{ organizationId: about.organizationId, request: input.request }],
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
