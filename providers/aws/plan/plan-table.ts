import { nodeUrn } from '../../../contract/ids.ts';
import { nodeKey } from '../../identity.ts';
import type { JsonObject, Owner, PlannedNode } from '../../provider.ts';
import type { KindName } from '../kinds/index.ts';
import { deadlineSeconds } from './timing.ts';

/** One thing in AWS, by `type/name`. */
export interface PlanRow {
  type: KindName;
  /** Unique within its type. */
  name: string;
  /** The `type/name` of what must be ready before it, and outlives it. */
  needs?: readonly string[];
  properties?: JsonObject;
}

/** The plan that a table of rows describes; the user's tags go into every node's properties. */
export function toNodes(
  owner: Owner,
  rows: readonly PlanRow[],
  tags: Record<string, string> | undefined,
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
    dependsOn: (row.needs ?? []).map(urnOf),
    generation: 1,
    properties: { ...row.properties, ...(tags !== undefined && { tags }) },
    deadlineSeconds: deadlineSeconds(row.type),
  }));
}
