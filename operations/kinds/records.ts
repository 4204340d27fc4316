/** Builds the common parts of resource records and of operation inputs. */
import { timeOfId } from '../../contract/ids.ts';
import type { CloudRecord, ResourceRecord } from '../../contract/resources/schemas.ts';
import type {
  CloudOperationSubject,
  OperationSubject,
} from '../../contract/temporal/operation-input.ts';
import type { ResourceType } from '../../contract/vocabulary.ts';
import type { Submission } from '../admission/submission.ts';

/** The subject of an operation, without its kind. */
export type Target = Omit<OperationSubject, 'operation'>;
/** The subject of an operation that a provider carries out, without its kind. */
export type CloudTarget = Omit<CloudOperationSubject, 'operation'>;

export function targetOf(
  { principal, fingerprint }: Submission,
  resourceType: ResourceType,
  { id, uid }: Pick<ResourceRecord, 'id' | 'uid'>,
): Target {
  return {
    ...principal,
    resourceType,
    resourceId: id,
    resourceUid: uid,
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

export function cloudTargetOf(
  submission: Submission,
  resourceType: ResourceType,
  record: Pick<CloudRecord, 'id' | 'uid' | 'provider' | 'region'>,
): CloudTarget {
  const { provider, region } = record;
  return { ...targetOf(submission, resourceType, record), provider, region };
}

/** The other resources that this one names. */
export function referencesOf(resource: {
  networkId?: string | undefined;
  connectionId?: string | undefined;
}): { networkId?: string; connectionId?: string } {
  const { networkId, connectionId } = resource;
  return {
    ...(networkId !== undefined && { networkId }),
    ...(connectionId !== undefined && { connectionId }),
  };
}

/**
 * The first record of a resource that belongs to no provider.
 *
 * @param uid a new time-sorted id; its time is the time of creation
 */
export function newRecord(
  uid: string,
  { principal, operationId }: Submission,
  name: string,
): Omit<ResourceRecord, 'spec' | 'provider' | 'region'> {
  const at = new Date(timeOfId(uid)).toISOString();
  return {
    id: name,
    uid,
    organizationId: principal.organizationId,
    name,
    status: 'creating',
    outputs: {},
    operationId,
    createdAt: at,
    updatedAt: at,
  };
}

/**
 * The record of a resource in a region of a provider, before any of its nodes exists. For `uid` see
 * newRecord.
 */
export function newCloudRecord(
  uid: string,
  submission: Submission,
  { name, provider, region }: { name: string } & Pick<CloudRecord, 'provider' | 'region'>,
): Omit<CloudRecord, 'spec'> {
  return { ...newRecord(uid, submission, name), provider, region };
}
