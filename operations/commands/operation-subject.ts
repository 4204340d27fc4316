/** What the inputs of operations have in common. */
import type { CloudRecord, ResourceRecord } from '../../contract/resources/schemas.ts';
import type { CloudOperationSubject } from '../../contract/temporal/operation-input.ts';
import type { OperationKind } from '../../contract/vocabulary.ts';
import { timeOfId } from '../../contract/ids.ts';
import type { Identity } from '../admission/idempotency.ts';
import type { CloudType, StoredType } from '../entities/resources.ts';
import type { Principal } from '../temporal/calls.ts';

export function cloudSubjectOf<Kind extends OperationKind>(
  operation: Kind,
  principal: Principal,
  resourceType: CloudType,
  { id, uid, provider, region }: Pick<CloudRecord, 'id' | 'uid' | 'provider' | 'region'>,
  identity: Pick<Identity, 'fingerprint'>,
): CloudOperationSubject<Kind> {
  const target = subjectOf(principal, resourceType, { id, uid }, identity);
  return { operation, ...target, provider, region };
}

/** Who asked, and of which resource. */
export function subjectOf<Type extends StoredType>(
  principal: Principal,
  resourceType: Type,
  { id, uid }: Pick<ResourceRecord, 'id' | 'uid'>,
  { fingerprint }: Pick<Identity, 'fingerprint'>,
) {
  return {
    ...principal,
    resourceType,
    resourceId: id,
    resourceUid: uid,
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

/** A resource in its region, as it is before anything of it exists. */
export function newRecord(
  uid: string,
  principal: Principal,
  identity: Pick<Identity, 'operationId'>,
  { name, provider, region }: { name: string } & Pick<CloudRecord, 'provider' | 'region'>,
): Omit<CloudRecord, 'spec'> {
  return { ...emptyRecord(uid, principal, identity, name), provider, region };
}

/**
 * What every resource has before anything of it exists.
 *
 * @param uid a new, time-sorted id, which says when that was
 */
export function emptyRecord(
  uid: string,
  { organizationId }: Principal,
  { operationId }: Pick<Identity, 'operationId'>,
  name: string,
): Omit<ResourceRecord, 'spec' | 'provider' | 'region'> {
  const at = new Date(timeOfId(uid)).toISOString();
  return {
    id: name,
    uid,
    organizationId,
    name,
    status: 'creating',
    outputs: {},
    operationId,
    createdAt: at,
    updatedAt: at,
  };
}
