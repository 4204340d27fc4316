/** What it takes to turn one state of a node into another. */
import { isDeepStrictEqual } from 'node:util';
import type { Change, JsonObject, PlannedNode } from '../../provider.ts';
import type { CloudView, UpdateCall } from '../client/client.ts';
import { desiredOf, type Desired } from './creation.ts';
import { OWN_TAGS, TAGS } from '../../identity.ts';

/** Properties that the cloud sets once. A node group can exist twice for a while; a network cannot. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  node_group: ['instanceTypes', 'capacityType', 'diskGiB', 'outsideIds'],
  vpc: ['cidr'],
  subnet: ['cidr', 'availabilityZone', 'access'],
  control_plane: ['outsideIds'],
  security_group: ['outsideIds'],
};
const MADE_BESIDE: ReadonlySet<string> = new Set(['node_group']);

type Planned = Pick<PlannedNode, 'type' | 'properties'>;

/** Faults to simulate are no difference. */
export function changeBetween(before: Planned, after: Planned): Change {
  const [had, wanted] = [desiredOf(before), desiredOf(after)];
  const fixed = FIXED[after.type] ?? [];
  if (fixed.some((key) => !isDeepStrictEqual(had.properties[key], wanted.properties[key]))) {
    return MADE_BESIDE.has(after.type) ? 'create_then_delete' : 'delete_then_create';
  }
  const isSame =
    isDeepStrictEqual(had.properties, wanted.properties) &&
    isDeepStrictEqual(had.tags, wanted.tags);
  return isSame ? 'same' : 'update';
}

/** The call that makes a resource what its node asks for; undefined when it is that already, or getting there. */
export function updateTo(resource: CloudView, node: Planned): UpdateCall | undefined {
  const wanted = desiredOf(node);
  const properties = patch(resource.properties, wanted.properties);
  const tags = patch(usersTags(resource), wanted.tags);
  if (properties === undefined && tags === undefined) return undefined;
  return {
    ...(properties && { properties }),
    tags: { ...tags, ...faultsOf(wanted) },
  };
}

function usersTags({ tags }: CloudView): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith(OWN_TAGS)));
}

function faultsOf({ simulation }: Desired): Record<string, string | null> {
  return { [TAGS.simulation]: simulation ?? null };
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
