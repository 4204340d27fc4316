/** The whole life of a cluster in a VPC that Slipway has not made, through the HTTP API. */
import { expect, test } from 'vitest';
import { makeForeignVpc, stateOfVpc } from '../../support/aws/foreign-vpc.ts';
import type { AwsStack } from '../../support/aws/stack.ts';

const LONG = { timeoutMs: 90_000 };
const TEST_MS = 200_000;

export function existingVpc(aws: AwsStack): void {
  test(
    'a cluster in an existing VPC is created, undone, changed, recovered and deleted, and leaves the VPC as it was',
    async () => {
      const { sandbox, stack, thingsOf } = aws;
      const vpc = await makeForeignVpc(sandbox);
      const before = await stateOfVpc(sandbox, vpc);
      const spec = { name: 'placed', kubernetesVersion: '1.33', addons: ['vpc-cni'], aws: { vpc } };

      const wrong = { ...vpc, privateSubnetIds: vpc.privateSubnetIds.slice(1) };
      const refused = await stack.submit('/clusters', { ...spec, aws: { vpc: wrong } });
      expect((await stack.finished(refused.id, LONG)).error).toMatchObject({
        code: 'invalid_spec',
        message: expect.stringContaining('a cluster needs subnets in 2 zones'),
      });

      await sandbox.faults({ faults: [{ kind: 'create_failed', node: 'node_group/default' }] });
      const failed = await stack.submit('/clusters', spec);
      expect((await stack.finished(failed.id, LONG)).status).toBe('failed');
      expect(await thingsOf('clusters/placed')).toEqual([]);
      expect(await stateOfVpc(sandbox, vpc)).toEqual(before);

      await stack.succeeded((await stack.submit('/clusters', spec)).id, LONG);
      const change = { karpenter: true, nodeGroups: [{ name: 'default', desiredSize: 3 }] };
      const changed = await stack.patch('/clusters/placed', change);
      expect((await stack.succeeded(changed.id, LONG)).result?.outputs).toMatchObject({
        vpcId: vpc.id,
        subnetIds: vpc.privateSubnetIds.join(','),
      });

      const client = await stack.temporalClient();
      await client.workflow.getHandle(`${stack.organizationId}/clusters/placed`).terminate();
      const recovered = await stack.submit('/clusters/placed:recover');
      await stack.succeeded(recovered.id, LONG);

      await stack.succeeded((await stack.remove('/clusters/placed')).id, LONG);
      expect(await thingsOf('clusters/placed')).toEqual([]);
      expect(await stateOfVpc(sandbox, vpc)).toEqual(before);
    },
    TEST_MS,
  );
}
