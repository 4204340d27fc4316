/** What every provider must plan, and what it must refuse. */
import { clusterSpecSchema } from '../../contract/resources/cluster.ts';
import { networkSpecSchema } from '../../contract/resources/network.ts';
import type { CloudUnderTest } from './cloud-under-test.ts';

export const PLANNED_AND_REFUSED = {
  specs: [
    { resourceType: 'network', spec: networkSpecSchema.parse({ natGateways: 'per_zone' }) },
    {
      resourceType: 'cluster',
      spec: clusterSpecSchema.parse({ kubernetesVersion: '1.33', karpenter: true }),
      network: { own: true },
    },
  ],
  invalid: {
    resource: {
      resourceType: 'cluster',
      spec: clusterSpecSchema.parse({
        nodeGroups: [
          { name: 'mixed', instanceTypes: ['m5.large', 'm6g.large'] },
          { name: 'unknown', instanceTypes: ['m5.large', 'm5.small'] },
          { name: 'elsewhere', instanceTypes: ['p5.48xlarge'] },
        ],
      }),
      network: { own: false, networkId: 'base', outputs: {} },
    },
    fields: [
      'nodeGroups.0.instanceTypes',
      'nodeGroups.1.instanceTypes.1',
      'nodeGroups.2.instanceTypes.0',
      'networkId',
    ],
  },
} satisfies Pick<CloudUnderTest, 'specs' | 'invalid'>;
