import type { Thing } from '../../support/aws/inventory.ts';

/** What `npm test` creates where the full campaign creates clusters of full size: few nodes, on a network. */
export const SMALL = { networkId: 'base', karpenter: false, addons: ['vpc-cni', 'coredns'] };

export function isOfCluster({ tags }: Thing): boolean {
  return tags['slipway:resource']?.startsWith('clusters/') === true;
}
