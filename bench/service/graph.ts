/** The graph of a cluster, with the simulator's own latencies. */
import { ledgerSchema } from '../../contract/resources/ledger.ts';
import { RESOURCE_TYPES } from '../../sandboxes/simulated/cloud/resource-types.ts';
import type { Child } from './child.ts';
import { read } from '../load/http.ts';

export interface GraphNode {
  type: string;
  name: string;
  /** How long the simulated cloud takes to make it. */
  ms: number;
  dependsOn: readonly string[];
}

/** By URN, from the ledger of a cluster that is there. */
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
  if (traits === undefined) throw new Error(`the simulator makes no ${type}`);
  return traits[1].ready;
}
