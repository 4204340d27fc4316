import { isDeepStrictEqual } from 'node:util';
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

/** Creates `Provider.change` from the rules of a cloud. */
export function createChange({
  fixed,
  createdBeside,
  comparable = (properties) => properties,
  fixedReferences = () => [],
}: ChangeRules): Provider['change'] {
  return (before, after, superseded = NONE): Change => {
    const [from, to] = [comparable(before.properties), comparable(after.properties)];
    const isReplaced =
      (fixed[after.type] ?? []).some((key) => !isDeepStrictEqual(from[key], to[key])) ||
      fixedReferences(before).some((urn) => superseded.has(urn));
    if (isReplaced) {
      return createdBeside.has(after.type) ? 'create_then_delete' : 'delete_then_create';
    }
    return isDeepStrictEqual(from, to) ? 'same' : 'update';
  };
}
