import { nodeUrn } from '../../contract/ids.ts';
import type { Json } from '../../contract/resources/graph.ts';
import { nodeKey } from '../identity.ts';
import type { JsonObject, Owner, PlannedNode } from '../provider.ts';

/** The form of every kind's properties. A property that does not apply is absent or undefined. */
export type RowProperties = Readonly<Record<string, Json | undefined>>;

interface RowBase<Type extends string> {
  type: Type;
  /** The name of the node, unique within its type. */
  name: string;
  /** The keys (`type/name`) of this node's dependencies: they must be ready first and are deleted after it. */
  needs?: readonly string[];
  /** Further dependencies, which the resource in the cloud does not refer to. */
  waitsFor?: readonly string[];
  /** How long this node can take, in seconds, if that is not the same for all nodes of its type. */
  deadlineSeconds?: number;
}

/** One node of a plan. `properties` can be omitted if the kind requires none. */
export type PlanRow<Type extends string, Properties extends object> = RowBase<Type> &
  (HasRequired<Properties> extends true ? { properties: Properties } : { properties?: Properties });

/** False for a record without keys of its own, which is how zod types an empty object. */
type HasRequired<Properties extends object> = string extends keyof Properties
  ? false
  : Partial<Properties> extends Properties
    ? false
    : true;

/** A row of any kind. */
export type AnyRow = RowBase<string> & { properties?: RowProperties };

export interface RowOptions {
  /** Properties that every node has besides those of its row, for example the user's tags. */
  common: RowProperties;
  /** How long a node of the type can take to get ready or to be deleted, in seconds. */
  deadlineSeconds(type: string): number;
}

/** Converts a table of rows into a plan. Throws when a row needs a node that is not in the table. */
export function toNodes(
  owner: Owner,
  rows: readonly AnyRow[],
  { common, deadlineSeconds }: RowOptions,
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
    properties: withoutUndefined({
      ...row.properties,
      waitsFor: row.waitsFor?.map(urnOf),
      ...common,
    }),
    deadlineSeconds: row.deadlineSeconds ?? deadlineSeconds(row.type),
  }));
}

/** Returns the object without keys whose value is undefined, which JSON does not have. */
export function withoutUndefined(object: RowProperties): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
