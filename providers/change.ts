import { isDeepStrictEqual } from 'node:util';
import { alignMeaning } from '../contract/plans/same-meaning.ts';
import type { Change, JsonObject, PlannedNode, Provider } from './provider.ts';

const NONE: ReadonlySet<string> = new Set();

/** The rules by which a cloud changes its nodes, by their type. */
export interface ChangeRules {
  /** Properties that the cloud sets only at creation. A change of one replaces the node. */
  fixed: Readonly<Record<string, readonly string[]>>;
  /**
   * Types of which two generations can exist at once. Their replacement is created before the old
   * generation is deleted.
   */
  createdBeside: ReadonlySet<string>;
  /** Returns the properties to compare; all of them unless given. */
  comparable?(properties: JsonObject): JsonObject;
  /** Returns the URNs that the resource of a node refers to from its creation to its end; none unless given. */
  fixedReferences?(node: Pick<PlannedNode, 'properties' | 'dependsOn'>): readonly string[];
}

/**
 * Creates the comparison of nodes from the rules of a cloud. Properties that mean the same are no change, for
 * example an absent default and a written one.
 */
export function createChange({
  fixed,
  createdBeside,
  comparable = (properties) => properties,
  fixedReferences = () => [],
}: ChangeRules): Pick<Provider, 'change' | 'fixedChanges'> {
  type Node = Pick<PlannedNode, 'type' | 'properties'>;

  function aligned(before: Node, after: Node): [from: unknown, to: unknown] {
    return alignMeaning(comparable(before.properties), comparable(after.properties));
  }

  function fixedChanges(before: Node, after: Node): string[] {
    const [from, to] = aligned(before, after).map((side) => new Map(Object.entries(side ?? {})));
    return (fixed[after.type] ?? []).filter(
      (key) => !isDeepStrictEqual(from?.get(key), to?.get(key)),
    );
  }

  return {
    fixedChanges,
    change(before, after, superseded = NONE): Change {
      const isReplaced =
        fixedChanges(before, after).length > 0 ||
        fixedReferences(before).some((urn) => superseded.has(urn));
      if (isReplaced) {
        return createdBeside.has(after.type) ? 'create_then_delete' : 'delete_then_create';
      }
      const [from, to] = aligned(before, after);
      return isDeepStrictEqual(from, to) ? 'same' : 'update';
    },
  };
}
