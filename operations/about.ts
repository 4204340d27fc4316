/** What the inputs of operations have in common. */
import type { CloudRecord, OperationAbout, StartableKind } from '../contract/durable.ts';
import { timeOfId } from '../contract/ids.ts';
import type { Identity } from './idempotency.ts';
import type { CloudType } from './resources.ts';
import type { Principal } from './temporal.ts';

export function aboutOf(
  operation: StartableKind,
  principal: Principal,
  resourceType: CloudType,
  { id, uid, provider, region }: Pick<CloudRecord, 'id' | 'uid' | 'provider' | 'region'>,
  { fingerprint }: Pick<Identity, 'fingerprint'>,
): OperationAbout {
  return {
    operation,
    ...principal,
    resourceType,
    resourceId: id,
    resourceUid: uid,
    provider,
    region,
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

/** What it stands on. */
export function placesOf(resource: {
  networkId?: string | undefined;
  connectionId?: string | undefined;
}): {
  networkId?: string;
  connectionId?: string;
} {
  const { networkId, connectionId } = resource;
  return {
    ...(networkId !== undefined && { networkId }),
    ...(connectionId !== undefined && { connectionId }),
  };
}

/**
 * A resource as it is before anything of it exists.
 *
 * @param uid a new, time-sorted id, which says when that was
 */
export function newRecord(
  uid: string,
  { organizationId }: Principal,
  { operationId }: Pick<Identity, 'operationId'>,
  { name, provider, region }: { name: string } & Pick<CloudRecord, 'provider' | 'region'>,
): Omit<CloudRecord, 'spec'> {
  const at = new Date(timeOfId(uid)).toISOString();
  return {
    id: name,
    uid,
    organizationId,
    name,
    provider,
    region,
    status: 'creating',
    outputs: {},
    operationId,
    createdAt: at,
    updatedAt: at,
  };
}
