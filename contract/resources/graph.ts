/**
 * A plan's graph of cloud resources and the ledger of what exists. Types only: workflows use them.
 *
 * A *node* is one item of a plan. Its *identity* (owner, uid, type, name, generation) is known before
 * the node is created. A *generation* is one attempt to create the node. A token or id of an earlier
 * generation is never used again.
 */
import type { SpecOf } from './schemas.ts';
import type { Region } from './provider-fields.ts';
import type { PlanReason } from '../plans/reasons.ts';
import type { CloudType, LedgerStatus, NodeOperation, ResourceType } from '../vocabulary.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** The resource on whose behalf a provider acts. */
export interface Owner {
  organizationId: string;
  resourceType: ResourceType;
  resourceId: string;
  /** Every resource gets a new uid, also when a name is used again. */
  resourceUid: string;
  region: Region;
  connectionId?: string;
}

/** A node as the plan states it. Plain data: it is stored in Temporal's history. */
export interface PlannedNode {
  urn: string;
  /** snake_case, for example `route_table`. */
  type: string;
  /** Unique within its type and owner. */
  name: string;
  operation: NodeOperation;
  /**
   * The URNs of nodes that must be ready before this one and deleted after it. All are in the same
   * plan.
   */
  dependsOn: string[];
  generation: number;
  /** The desired state, in the provider's own terms. */
  properties: JsonObject;
  /** How long the node may take to become ready or to be deleted, in seconds at normal speed. */
  deadlineSeconds: number;
  /** The cloud's id, if it is known. */
  cloudId?: string;
  /** Values of an existing node that other nodes may need. */
  outputs?: Record<string, string>;
  /**
   * Another generation that stays until all other nodes are done: an older one, or during an undo a
   * newer one.
   */
  keepsGeneration?: number;
  /** The last generation that was ever requested, if it is later than `generation`. */
  lastUsedGeneration?: number;
  /** The node as the ledger has it. A failed change restores this state. */
  previous?: Previous;
  /** The properties that an undo takes back. Only in an undo. */
  undoes?: JsonObject;
  /** Absent if the attributes say it all, and in plans of earlier versions. */
  why?: PlanCause;
}

/** Why a plan replaces a node, or changes it although its properties stay. */
export interface PlanCause {
  reason: PlanReason;
  /** With `cannot_update`: the changed properties that are fixed at creation. */
  properties?: string[];
}

/** The state of a node before an operation began to change it. */
export interface Previous {
  generation: number;
  properties: JsonObject;
  /** The dependencies before the operation, if it changes them. */
  dependsOn?: string[];
  cloudId?: string;
  /** An earlier change was begun, and it is unknown how far it got. */
  uncertain?: true;
}

export type { LedgerStatus };

/** The entry of one node in a resource's ledger. */
export interface LedgerEntry {
  urn: string;
  type: string;
  name: string;
  generation: number;
  dependsOn: string[];
  properties: JsonObject;
  status: LedgerStatus;
  deadlineSeconds: number;
  cloudId?: string;
  /** The last generation that was ever requested, if it is later than `generation`. */
  lastUsedGeneration?: number;
  /**
   * With the statuses `intended` and `failed`: the state before the operation that was to change the
   * node.
   */
  previous?: Previous;
  /** When the status last changed, in RFC 3339. */
  changedAt: string;
  /** The operation that last changed it. */
  operationId: string;
}

/** The entries of all nodes, by URN. */
export type Ledger = Record<string, LedgerEntry>;

/** The input of a provider's plan for a resource. */
export type ResourceSpec<Of extends CloudType = CloudType> = {
  [Type in CloudType]: { resourceType: Type; spec: SpecOf<Type> } & (Type extends 'cluster'
    ? { network: ClusterNetwork }
    : unknown);
}[Of];

/**
 * The network that a cluster uses: a network of its own, which is part of its plan, or a network
 * resource, whose outputs identify its nodes.
 */
export type ClusterNetwork =
  | { own: true }
  | { own: false; networkId: string; outputs: Record<string, string> };

/** A cloud resource that exists. */
export interface CloudRef {
  cloudId: string;
  /** Values that other nodes may need, for example an endpoint. Small strings only. */
  outputs: Record<string, string>;
}
