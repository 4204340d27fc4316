import type { PlannedNode } from '../../contract/resources/graph.ts';
import type { CloudResource } from '../../providers/provider.ts';

/** How long a node may take to go when only the cloud knows of it. */
const UNKNOWN_NODE_DEADLINE_SECONDS = 900;

/** Of a resource that no plan names. */
export function asNode(found: CloudResource): PlannedNode {
  return {
    urn: found.urn,
    type: found.type,
    name: found.name,
    operation: 'delete',
    generation: found.generation,
    dependsOn: [],
    properties: {},
    deadlineSeconds: UNKNOWN_NODE_DEADLINE_SECONDS,
    cloudId: found.cloudId,
  };
}
