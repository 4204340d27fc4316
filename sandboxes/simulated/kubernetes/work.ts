/** What the host of control planes has to do for a resource. Pure. */
import type { StoredResource } from '../cloud/resource.ts';

/** The types of resources that exist in a real Kubernetes API. */
const HOSTED_TYPES = ['control_plane', 'node_group', 'addon'] as const;
export type HostedType = (typeof HOSTED_TYPES)[number];
export type Work = 'create' | 'update' | 'delete';

export function hostedType(type: string): HostedType | undefined {
  return HOSTED_TYPES.find((hosted) => hosted === type);
}

/** Returns the change of a resource that has begun and waits for its host; undefined if there is none. */
export function workOf(resource: StoredResource): Work | undefined {
  const { hosted, deletion, readyAt, update } = resource;
  if (hosted === undefined) return undefined;
  if (deletion !== undefined) return deletion.until === null ? 'delete' : undefined;
  if (readyAt === null) return 'create';
  return update?.until === null && update.isHeld !== true ? 'update' : undefined;
}

/**
 * Returns the resource after the end of its work.
 *
 * @param now milliseconds since the epoch
 * @param result the outputs of the resource, or why the work failed
 */
export function afterWork(
  resource: StoredResource,
  work: Work,
  now: number,
  result: { outputs?: Record<string, string>; failure?: string },
): StoredResource {
  const { outputs, failure } = result;
  const { deletion, update, hosted } = resource;
  const reason = failure !== undefined && { failure };
  const ended = { ...resource, ...(outputs !== undefined && { hosted: { ...hosted, outputs } }) };
  switch (work) {
    case 'create':
      return { ...ended, readyAt: now, ...reason };
    case 'update':
      return update === undefined
        ? ended
        : { ...ended, update: { ...update, until: now, ...reason } };
    case 'delete':
      return deletion === undefined ? ended : { ...ended, deletion: { ...deletion, until: now } };
  }
}
