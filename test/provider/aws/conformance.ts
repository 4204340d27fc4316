import { PLANNED_AND_REFUSED } from '../conformance-cases.ts';
import { expect } from 'vitest';
import type { Owner, PlannedNode } from '../../../contract/resources/graph.ts';
import type { AwsSandbox, FaultWish } from '../../support/aws/sandbox.ts';
import { sandboxProvider } from './sandbox-provider.ts';
import type { CloudUnderTest } from '../cloud-under-test.ts';
import { describeProvider } from '../conformance.ts';

/** The provider's tests with every cloud, in the sandbox, which the caller stops. */
export function conformance(sandbox: AwsSandbox): void {
  describeProvider('aws', async () => cloudOf(sandbox));
}

function cloudOf(sandbox: AwsSandbox): CloudUnderTest {
  /** The fault must exist before the next call that may hit it. */
  const armed: Promise<void>[] = [];
  const arm = (fault: FaultWish) => {
    armed.push(sandbox.faults({ faults: [fault] }));
  };
  /** The same node, so that its next create hits this fault. */
  const withFault =
    (kind: 'lost_response' | 'hang' | 'create_failed') =>
    (node: PlannedNode): PlannedNode => {
      arm({ kind, node: `${node.type}/${node.name}` });
      return node;
    };
  const existingIds = async ({ resourceUid }: Owner) => {
    const things = await sandbox.things();
    return things.filter((it) => it.tags['slipway:uid'] === resourceUid).map((it) => it.id);
  };
  const provider = sandboxProvider(sandbox, {
    // moto handles one call at a time. The tests that hang a call wait this long.
    requestTimeoutMs: 5_000,
  });
  return {
    provider: {
      ...provider,
      async ensure(request, context) {
        await Promise.all(armed.splice(0));
        return provider.ensure(request, context);
      },
    },
    region: 'eu-central-1',
    tokenNode: 'nat_gateway/nat-a',
    existingIds,
    async isThere(id) {
      const { Vpcs = [] } = await sandbox.ec2.describeVpcs({});
      return Vpcs.some(({ VpcId }) => VpcId === id);
    },
    async makeForeign(_owner, node) {
      expect(node.type).toBe('vpc');
      return sandbox.foreignVpc();
    },
    withLostResponse: withFault('lost_response'),
    failing: withFault('create_failed'),
    hanging: withFault('hang'),
    changingNode: 'control_plane/main',
    async changes(owner) {
      const ids = new Set(await existingIds(owner));
      const calls = await sandbox.calls();
      return calls.filter(({ resourceId }) => resourceId !== undefined && ids.has(resourceId))
        .length;
    },
    stateOf: async (id) => (await sandbox.things()).find((it) => it.id === id),
    withChange: (node) => ({
      ...node,
      properties: {
        ...node.properties,
        tags: { stage: 'prod' },
        ...(node.type === 'control_plane' && { kubernetesVersion: '1.34' }),
      },
    }),
    withFailingChange(node) {
      arm({ kind: 'create_failed', action: '^UpdateClusterVersion$' });
      return node;
    },
    besideType: 'node_group',
    ...PLANNED_AND_REFUSED,
    // The test of the permissions has the whole life of a cluster.
    wholeSpecs: PLANNED_AND_REFUSED.specs.filter(({ resourceType }) => resourceType === 'network'),
    async stop() {
      await Promise.all(armed);
    },
  };
}
