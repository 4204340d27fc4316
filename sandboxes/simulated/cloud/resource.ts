/**
 * A resource as the simulator stores it. Its state is not stored, but follows from the recorded times
 * and the clock. So nothing runs in the background, and a restart has nothing to resume.
 *
 *   creating ──► available ◄──► updating        any state ──► deleting ──► deleted
 *           └──► failed ──────► updating
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { regionSchema } from './regions.ts';
import { RESOURCE_TYPE_NAMES } from './resource-types.ts';

export const propertiesSchema = z.record(z.string(), z.json());
export type Properties = z.infer<typeof propertiesSchema>;

/** Times are milliseconds since the epoch. */
export const storedResourceSchema = z.object({
  id: z.string(),
  /** Increases with every create. Lists are sorted by it. */
  sequence: z.number(),
  type: z.enum(RESOURCE_TYPE_NAMES),
  name: z.string(),
  region: regionSchema,
  properties: propertiesSchema,
  references: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  clientToken: z.string().optional(),
  /** A hash of the parameters that must be the same when the client token is used again. */
  fingerprint: z.string(),
  createdAt: z.number(),
  /** Reads and lists do not show the resource before this time. */
  visibleAt: z.number(),
  /** The end of the create; null if it never ends. */
  readyAt: z.number().nullable(),
  /** The reason, if the create fails. */
  failure: z.string().optional(),
  update: z
    .object({
      since: z.number(),
      /** null if the update never ends. */
      until: z.number().nullable(),
      previous: propertiesSchema,
      /** The reason, if the update fails and changes nothing. */
      failure: z.string().optional(),
      /** True if the host must not work on it, as a requested fault. */
      isHeld: z.boolean().optional(),
    })
    .optional(),
  /** `until` is null as long as the end is not known. */
  deletion: z.object({ since: z.number(), until: z.number().nullable() }).optional(),
  /**
   * Present if the resource exists in a real Kubernetes API. The host decides when its create, updates and
   * deletion end; until then, their end is null.
   */
  hosted: z
    .object({
      outputs: z.record(z.string(), z.string()).optional(),
      /** True if it must never be ready, as a requested fault. */
      isStuck: z.boolean().optional(),
    })
    .optional(),
});
export type StoredResource = z.infer<typeof storedResourceSchema>;

export type ResourceState =
  | 'creating'
  | 'available'
  | 'updating'
  | 'failed'
  | 'deleting'
  | 'deleted';

/** The state at `now`, and the time since which it has been in that state. */
export function stateOf(
  resource: StoredResource,
  now: number,
): { state: ResourceState; since: number } {
  const { deletion, update, readyAt } = resource;
  if (deletion !== undefined) {
    return deletion.until !== null && now >= deletion.until
      ? { state: 'deleted', since: deletion.until }
      : { state: 'deleting', since: deletion.since };
  }
  if (readyAt === null || now < readyAt) return { state: 'creating', since: resource.createdAt };
  if (update !== undefined) {
    return update.until !== null && now >= update.until
      ? { state: 'available', since: update.until }
      : { state: 'updating', since: update.since };
  }
  return { state: resource.failure === undefined ? 'available' : 'failed', since: readyAt };
}

/** The properties that are in effect. An update takes effect when it ends. */
export function effectiveProperties(resource: StoredResource, now: number): Properties {
  const isUpdating = stateOf(resource, now).state === 'updating';
  return isUpdating ? (resource.update?.previous ?? {}) : wantedProperties(resource, now);
}

/** The properties after the current update. A failed update changes none. */
export function wantedProperties(resource: StoredResource, now: number): Properties {
  const { update } = resource;
  return updateFailure(resource, now) !== undefined && update !== undefined
    ? update.previous
    : resource.properties;
}

/** @returns why the last update failed; undefined if it succeeded or has not ended */
export function updateFailure({ update }: StoredResource, now: number): string | undefined {
  const until = update?.until ?? Infinity;
  return now >= until ? update?.failure : undefined;
}

/** A hash of a create request that does not depend on the order of keys. */
export function fingerprintOf(create: {
  type: string;
  name: string;
  properties: Properties;
}): string {
  const { type, name, properties } = create;
  return createHash('sha256')
    .update(canonical([type, name, properties]))
    .digest('base64url');
}

function canonical(value: z.core.util.JSONType): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}
