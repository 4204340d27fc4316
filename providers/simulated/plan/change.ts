import { isDeepStrictEqual } from 'node:util';
import { createChange } from '../../change.ts';
import { RESERVED_TAG_PREFIX, TAGS } from '../../identity.ts';
import type { JsonObject, PlannedNode } from '../../provider.ts';
import type { CloudView, UpdateCall } from '../client/client.ts';
import { desiredOf, referencesOf } from './creation.ts';
import { NODE_TYPES } from './kinds.ts';

const TYPES = Object.entries(NODE_TYPES);

/** Ignores simulated faults: they are not part of a node's state. */
export const comparison = createChange({
  fixed: Object.fromEntries(TYPES.map(([type, { fixed = [] }]) => [type, fixed])),
  createdBeside: new Set(TYPES.filter(([, it]) => it.createdBeside).map(([type]) => type)),
  comparable(nodeProperties) {
    const { properties, tags } = desiredOf({ properties: nodeProperties });
    return { ...properties, tags };
  },
  fixedReferences: referencesOf,
});

/** Returns the update that makes a resource match its node; undefined when they match already. */
export function updateTo(
  resource: Pick<CloudView, 'properties' | 'tags'>,
  node: Pick<PlannedNode, 'properties'>,
): UpdateCall | undefined {
  const wanted = desiredOf(node);
  const properties = patch(resource.properties, wanted.properties);
  const tags = patch(userTags(resource), wanted.tags);
  if (properties === undefined && tags === undefined) return undefined;
  return {
    ...(properties && { properties }),
    tags: { ...tags, [TAGS.simulation]: wanted.simulation ?? null },
  };
}

function userTags({ tags }: Pick<CloudView, 'tags'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => !key.startsWith(RESERVED_TAG_PREFIX)),
  );
}

/** A shallow merge patch; undefined when there is nothing to change. */
function patch<Value extends JsonObject[string]>(
  from: Record<string, Value>,
  to: Record<string, Value>,
): Record<string, Value | null> | undefined {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changed = keys.filter((key) => !isDeepStrictEqual(from[key], to[key]));
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((key) => [key, to[key] ?? null]));
}
