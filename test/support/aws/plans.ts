/** Owners, specs and single nodes of AWS plans, for tests of the provider alone. */
import { randomBytes } from 'node:crypto';
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import type {
  CloudRef,
  Owner,
  PlannedNode,
  ResourceSpec,
} from '../../../contract/resources/graph.ts';
import { timeSortedId } from '../../../contract/ids.ts';
import { networkSpecSchema } from '../../../contract/resources/network.ts';
import { nodeKey } from '../../../providers/identity.ts';

export function ownerOf(resourceType: 'cluster' | 'network', resourceId: string): Owner {
  const resourceUid = timeSortedId(Date.now(), randomBytes(16));
  return { organizationId: 'acme', resourceType, resourceId, resourceUid, region: 'eu-central-1' };
}

/** A cluster on a network of its own, of Kubernetes 1.33 unless the spec says otherwise. */
export function cluster(spec: object): ResourceSpec {
  const versioned = { kubernetesVersion: '1.33', ...spec };
  return {
    resourceType: 'cluster',
    spec: clusterSpecSchema.parse(versioned),
    network: { own: true },
  };
}

export function network(spec: object): ResourceSpec {
  return { resourceType: 'network', spec: networkSpecSchema.parse(spec) };
}

/** @param key its `type/name` */
export function nodeOf(plan: readonly PlannedNode[], key: string): PlannedNode {
  const node = plan.find((it) => nodeKey(it) === key);
  if (node === undefined) throw new Error(`the plan has no ${key}`);
  return node;
}

export function dependenciesOf(
  node: PlannedNode,
  refs: ReadonlyMap<string, CloudRef>,
): Record<string, CloudRef> {
  return Object.fromEntries(
    node.dependsOn.map((urn) => [urn, refs.get(urn) ?? { cloudId: '', outputs: {} }]),
  );
}
