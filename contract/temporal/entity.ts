/** What operations, the API and the entities of resources say to each other. */
import type { DeploymentSpec } from '../resources/deployment.ts';
import type { Ledger, LedgerEntry } from '../resources/graph.ts';
import type { ResourceRecord, SpecOf } from '../resources/schemas.ts';
import type { CloudType, ResourceStatus, ResourceType } from '../vocabulary.ts';
import type { Timings } from './timings.ts';

/** The memo of an entity's workflow. */
export interface ResourceMemo {
  resourceType: ResourceType;
  record: ResourceRecord;
  /** The operation that holds the lock; absent when it is free. */
  claimedBy?: string;
  /** Of the request that reserved the name, with an idempotency key. */
  fingerprint?: string;
  /** What stands on it: of a network the uids of clusters, by id; of a connection by collection and id. */
  attachments?: Record<string, string>;
}

export interface ResourceInput extends ResourceMemo {
  timings: Timings;
  /** After continue-as-new. */
  continued?: { ledger: Ledger; wasClaimed: boolean; statusBeforeClaim: ResourceStatus };
}

/** What `claim` and the query `resource` answer. */
export interface ResourceView {
  record: ResourceRecord;
  ledger: Ledger;
}

export interface ClaimRequest {
  operationId: string;
  resourceUid: string;
  /** The status that the resource has from now on. */
  status: ResourceStatus;
  /** The `updatedAt` that it must have until then. */
  unchangedSince?: string;
  /** With the status `deleting`: nothing but the record has to go, which goes at once. */
  deleteImmediately?: true;
}
export type ClaimAnswer =
  | { granted: true; resource: ResourceView }
  | { granted: false; code: 'resource_busy'; conflictingOperationId: string }
  | { granted: false; code: 'not_found' }
  | { granted: false; code: 'changed' }
  | { granted: false; code: 'in_use'; attachments: string[] };

/** Writes ledger entries; refused (`held: false`) when the operation does not hold the lock. */
export interface WriteLedgerRequest {
  operationId: string;
  entries: LedgerEntry[];
}
export interface ReleaseRequest {
  operationId: string;
  entries: LedgerEntry[];
  /** It changed nothing: the resource is again what it was before the claim. */
  unchanged?: true;
  /** The resource as it is from now on; absent when it is gone and the name is free again, unless the ledger knows of more than the entries. */
  record?: {
    status: ResourceStatus;
    /** Of a cluster that was updated, or of a deployment that was applied. */
    spec?: SpecOf<CloudType> | DeploymentSpec;
    statusReason?: string;
    outputs?: Record<string, string>;
    externalClusterId?: string;
    externalStatus?: string;
    withheldOutputs?: string[];
  };
}
export interface HeldAnswer {
  held: boolean;
}

export interface AttachRequest {
  resourceId: string;
  resourceUid: string;
}
export type AttachAnswer =
  | { attached: true; uid: string; outputs: Record<string, string> }
  | { attached: false; code: 'not_active' };
