/** The graph of a cluster, with the latencies of the simulator. */
import { ledgerSchema } from '../../contract/resources/ledger.ts';
import { RESOURCE_TYPES } from '../../sandboxes/simulated/cloud/resource-types.ts';
import type { Child } from './child.ts';
import { read } from '../load/http.ts';

export interface GraphNode {
  type: string;
  name: string;
  /** The time that the simulated cloud takes to create the resource. */
  ms: number;
  dependsOn: readonly string[];
}

/** Returns the nodes of an existing cluster by URN, from its ledger. */
export async function readGraph(
  api: Child,
  cluster: string,
  speed: number,
): Promise<Map<string, GraphNode>> {
  const { items } = await read(`${api.address}/clusters/${cluster}/resources`, ledgerSchema);
  return new Map(
    items.map(({ urn, type, name, dependsOn }) => [
      urn,
      { type, name, dependsOn, ms: latencyOf(type) / speed },
    ]),
  );
}

function latencyOf(type: string): number {
  const traits = Object.entries(RESOURCE_TYPES).find(([name]) => name === type);
  if (traits === undefined) throw new Error(`the simulator has no resource type ${type}`);
  return traits[1].ready;
}
