/** The messages between operations, the API and the entities of resources. */
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
  /** Hash of the request that reserved the name; only with an idempotency key. */
  fingerprint?: string;
  /**
   * The uids of the resources that use this one: by cluster id for a network, by collection and id
   * for a connection.
   */
  attachments?: Record<string, string>;
}

export interface ResourceInput extends ResourceMemo {
  timings: Timings;
  /** The entity's state before continue-as-new. */
  continued?: { ledger: Ledger; wasClaimed: boolean; statusBeforeClaim: ResourceStatus };
}

/** The answer of the update `claim` and of the query `resource`. */
export interface ResourceView {
  record: ResourceRecord;
  ledger: Ledger;
}

export interface ClaimRequest {
  operationId: string;
  resourceUid: string;
  /** The status of the resource while the operation holds it. */
  status: ResourceStatus;
  /** The `updatedAt` that the resource must still have. */
  unchangedSince?: string;
  /** With the status `deleting`: only the record has to be deleted, so it is deleted at once. */
  deleteImmediately?: true;
}
export type ClaimAnswer =
  | { granted: true; resource: ResourceView }
  | { granted: false; code: 'resource_busy'; conflictingOperationId: string }
  | { granted: false; code: 'not_found' }
  | { granted: false; code: 'changed' }
  | { granted: false; code: 'in_use'; attachments: string[] };

/** Writes ledger entries. The answer is `held: false` when the operation does not hold the lock. */
export interface WriteLedgerRequest {
  operationId: string;
  entries: LedgerEntry[];
}
export interface ReleaseRequest {
  operationId: string;
  entries: LedgerEntry[];
  /** The operation changed nothing. The resource returns to its state before the claim. */
  unchanged?: true;
  /**
   * The new state of the resource. If it is absent, the resource is deleted and the name free again,
   * unless other entries remain in the ledger.
   */
  record?: {
    status: ResourceStatus;
    /** The spec of an updated cluster or an applied deployment. */
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
