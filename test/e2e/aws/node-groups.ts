/** The images of node groups through the HTTP API: their families, and releases that follow on request. */
import { expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import type { AwsStack } from '../../support/aws/stack.ts';

const LONG = { timeoutMs: 90_000 };
const TEST_MS = 200_000;
const AL2023 = { name: 'blue', instanceTypes: ['m5.large'], release: 'latest' };
const BOTTLEROCKET = {
  name: 'green',
  instanceTypes: ['m6g.large'],
  release: 'latest',
  aws: { amiFamily: 'bottlerocket', maxPods: 20, nodeRepair: { enabled: true } },
};

export function nodeGroups(aws: AwsStack): void {
  const releases = ({ result }: Operation) => result?.outputs?.['nodeReleases'];
  const changed = ({ progress }: Operation) =>
    progress.resources
      .filter(({ operation }) => operation !== 'same')
      .map(({ type, name, operation }) => `${operation} ${type}/${name}`)
      .toSorted();
  const change = async (body: object): Promise<Operation> => {
    const { id } = await aws.stack.patch('/clusters/fleet', body);
    return aws.stack.succeeded(id, LONG);
  };

  test(
    'node groups have the image of their family, and follow its newest release on each request',
    async () => {
      const { sandbox, stack } = aws;
      const latest = { nodeGroups: [AL2023, BOTTLEROCKET] };
      const spec = { name: 'fleet', kubernetesVersion: '1.33', addons: ['vpc-cni'], ...latest };
      const created = await stack.succeeded((await stack.submit('/clusters', spec)).id, LONG);
      expect(releases(created)).toBe('blue=1.33.1-20260101,green=1.24313.1-0a1b2c3d');
      const names = { clusterName: 'fleet', nodegroupName: 'green' };
      const { nodegroup } = await sandbox.eks.describeNodegroup(names);
      expect(nodegroup).toMatchObject({
        amiType: 'BOTTLEROCKET_ARM_64',
        nodeRepairConfig: { enabled: true },
      });
      const recorded = async () => {
        const found = await stack.entity('cluster', 'fleet');
        const { nodeGroups: groups } = clusterSpecSchema.parse(found?.record.spec);
        return groups.map(({ release }) => release);
      };
      expect(await recorded()).toEqual(['1.33.1-20260101', '1.24313.1-0a1b2c3d']);

      // There is no newer release.
      const same = await change(latest);
      expect(changed(same)).toEqual([]);

      await sandbox.rules({ imagesOf: '2026-02-03' });
      const planned = await stack.preview('PATCH', '/clusters/fleet', latest);
      const both = ['update node_group/blue', 'update node_group/green'];
      expect(changed(planned)).toEqual(both);
      // A change of something else leaves the release as it is.
      const tagged = await change({ tags: { team: 'blue' } });
      expect(releases(tagged)).toBe(releases(created));
      const followed = await change(latest);
      expect(changed(followed)).toEqual(both);
      expect(releases(followed)).toBe('blue=1.33.1-20260203,green=1.24314.3-0a1b2c3d');
      expect(await recorded()).toEqual(['1.33.1-20260203', '1.24314.3-0a1b2c3d']);

      // The recorded release of Amazon Linux is one of Kubernetes 1.33.
      const upgraded = await change({ kubernetesVersion: '1.34' });
      expect(releases(upgraded)).toBe('blue=1.34.1-20260203,green=1.24314.3-0a1b2c3d');

      const refused = await stack.submit('/clusters', {
        ...spec,
        name: 'huge',
        nodeGroups: [{ name: 'blue', desiredSize: 400, maxSize: 400 }],
      });
      expect((await stack.finished(refused.id, LONG)).error).toMatchObject({
        code: 'quota_too_low',
        message: expect.stringMatching(/L-1216C47A\) \d+ of 640 vCPUs are used/),
      });
      await stack.succeeded((await stack.remove('/clusters/fleet')).id, LONG);
      await sandbox.rules({});
    },
    TEST_MS,
  );
}
