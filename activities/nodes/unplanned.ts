import type { PlannedNode } from '../../contract/resources/graph.ts';
import type { CloudResource } from '../../providers/provider.ts';

/** The deadline for deleting a node that no plan describes. */
const UNPLANNED_NODE_DEADLINE_SECONDS = 900;

/** Returns a node that deletes a cloud resource that no plan describes. */
export function unplannedNode(found: CloudResource): PlannedNode {
  return {
    urn: found.urn,
    type: found.type,
    name: found.name,
    operation: 'delete',
    generation: found.generation,
    dependsOn: [],
    properties: {},
    deadlineSeconds: UNPLANNED_NODE_DEADLINE_SECONDS,
    cloudId: found.cloudId,
  };
}
