import { nodeUrn } from '../../../contract/ids.ts';
import type { Simulation } from '../../../contract/providers/simulation.ts';
import { nodeKey } from '../../identity.ts';
import type { JsonObject, Owner, PlannedNode } from '../../provider.ts';
import { deadlineSeconds } from './timing.ts';

/** One cloud resource of a plan, by `type/name`. */
export interface PlanRow {
  type: string;
  /** Unique within its type. */
  name: string;
  /** The `type/name` of what must be ready before it, and outlives it. */
  needs?: readonly string[];
  /** The same, where the cloud itself sees no connection. */
  waitsFor?: readonly string[];
  properties?: JsonObject;
}

/**
 * What every node's properties hold beside the cloud's own: the user's tags and faults to simulate,
 * which `ensure` sends as tags, and `waitsFor`, the URNs among `dependsOn` to which it does not refer. A
 * row may add `outsideIds`: what it stands on outside of the plan.
 */
interface PlanExtras {
  tags?: Record<string, string> | undefined;
  simulation?: Simulation | undefined;
}

/** The plan that a table of rows describes. */
export function toNodes(
  owner: Owner,
  rows: readonly PlanRow[],
  { tags, simulation }: PlanExtras,
): PlannedNode[] {
  const urns = new Map(rows.map((row) => [nodeKey(row), nodeUrn(owner, row.type, row.name)]));
  const urnOf = (key: string): string => {
    const urn = urns.get(key);
    if (urn === undefined) throw new Error(`the plan has no node ${key}`);
    return urn;
  };
  return rows.map((row) => ({
    urn: urnOf(nodeKey(row)),
    type: row.type,
    name: row.name,
    operation: 'create',
    dependsOn: [...(row.needs ?? []), ...(row.waitsFor ?? [])].map(urnOf),
    generation: 1,
    properties: {
      ...row.properties,
      ...(row.waitsFor && { waitsFor: row.waitsFor.map(urnOf) }),
      ...(tags !== undefined && { tags }),
      ...(simulation !== undefined && { simulation: { faults: simulation.faults.map(plain) } }),
    },
    deadlineSeconds: deadlineSeconds(row.type),
  }));
}

/** Without keys whose value is undefined, which JSON has not. */
function plain(fault: Simulation['faults'][number]): JsonObject {
  return Object.fromEntries(
    Object.entries(fault).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
