/**
 * A resource as the simulator keeps it. Its state is never stored: it follows from the recorded times
 * and the clock, so nothing runs in the background and a restart has nothing to catch up with.
 *
 *   creating ──► available ◄──► updating        any of them ──► deleting ──► deleted
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
  /** Grows with every create; lists are sorted by it. */
  sequence: z.number(),
  type: z.enum(RESOURCE_TYPE_NAMES),
  name: z.string(),
  region: regionSchema,
  properties: propertiesSchema,
  references: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  clientToken: z.string().optional(),
  /** Hash of what a replay of the client token must repeat. */
  fingerprint: z.string(),
  createdAt: z.number(),
  /** Before this, reads and lists do not show it. */
  visibleAt: z.number(),
  /** When creating ends; null: never. */
  readyAt: z.number().nullable(),
  /** Set if creating ends in `failed`. */
  failure: z.string().optional(),
  update: z
    .object({
      since: z.number(),
      /** null: never. */
      until: z.number().nullable(),
      previous: propertiesSchema,
      /** Set if it ends without effect. */
      failure: z.string().optional(),
    })
    .optional(),
  deletion: z.object({ since: z.number(), until: z.number() }).optional(),
});
export type StoredResource = z.infer<typeof storedResourceSchema>;

export type ResourceState =
  | 'creating'
  | 'available'
  | 'updating'
  | 'failed'
  | 'deleting'
  | 'deleted';

/** The state at `now`, and since when it has been that. */
export function stateOf(
  resource: StoredResource,
  now: number,
): { state: ResourceState; since: number } {
  const { deletion, update, readyAt } = resource;
  if (deletion !== undefined) {
    return now >= deletion.until
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

/** The properties that are in force: an update shows only once it is done. */
export function effectiveProperties(resource: StoredResource, now: number): Properties {
  const isUpdating = stateOf(resource, now).state === 'updating';
  return isUpdating ? (resource.update?.previous ?? {}) : wantedProperties(resource, now);
}

/** The properties that it has, or is getting: those from before once an update has failed. */
export function wantedProperties(resource: StoredResource, now: number): Properties {
  const { update } = resource;
  return updateFailure(resource, now) !== undefined && update !== undefined
    ? update.previous
    : resource.properties;
}

/** Why the last update had no effect; undefined: it had, or is not done. */
export function updateFailure({ update }: StoredResource, now: number): string | undefined {
  const until = update?.until ?? Infinity;
  return now >= until ? update?.failure : undefined;
}

/** Equal for two create requests that mean the same, whatever the order of their keys. */
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
