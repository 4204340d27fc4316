import { outputsOf } from './outputs.ts';
import { stateOf, updateFailure, wantedProperties, type StoredResource } from './resource.ts';

/**
 * A resource as the API returns it.
 *
 * @param now milliseconds since the epoch
 * @param lookup finds the resources that it references
 * @param waitsFor what its host waits for, if it is not ready
 */
export function resourceView(
  resource: StoredResource,
  now: number,
  lookup: (id: string) => StoredResource | undefined,
  waitsFor?: string,
): object {
  const { state, since } = stateOf(resource, now);
  const { id, type, name, region, references, tags, clientToken, failure } = resource;
  const isChanging = state === 'creating' || state === 'updating' || state === 'deleting';
  const updateFailed = updateFailure(resource, now);
  return {
    id,
    type,
    name,
    region,
    state,
    ...(state === 'failed' && { stateReason: failure }),
    ...(isChanging && waitsFor !== undefined && { stateReason: waitsFor }),
    ...(updateFailed !== undefined && { updateFailure: updateFailed }),
    properties: wantedProperties(resource, now),
    references,
    tags,
    ...(clientToken !== undefined && { clientToken }),
    outputs: outputsOf(resource, now, lookup),
    createdAt: new Date(resource.createdAt).toISOString(),
    stateSince: new Date(since).toISOString(),
  };
}
