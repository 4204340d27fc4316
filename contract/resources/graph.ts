/**
 * A plan's graph of cloud resources and the ledger of what exists. Types only: workflows use them.
 *
 * A *node* is one cloud resource of a plan. Its *identity* (owner, uid, type, name, generation) is
 * known before anything is made. A *generation* is one attempt to have the node: a token or id of an
 * earlier generation is never used again.
 */
import type { SpecOf } from './schemas.ts';
import type { Region } from './provider-fields.ts';
import type { CloudType, LedgerStatus, NodeOperation, ResourceType } from '../vocabulary.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** The resource on whose behalf a provider acts. */
export interface Owner {
  organizationId: string;
  resourceType: ResourceType;
  resourceId: string;
  /** New with every incarnation of the name. */
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
  /** URNs that must be ready before this node, and outlive it. Every URN is in the same plan. */
  dependsOn: string[];
  generation: number;
  /** The desired state, in the provider's own terms. */
  properties: JsonObject;
  /** How long it may take to get ready or to go, in seconds at normal speed. */
  deadlineSeconds: number;
  /** The cloud's id, where it is known. */
  cloudId?: string;
  /** Of one that is there: what others may need of it. */
  outputs?: Record<string, string>;
  /** Another generation that stays beside this one until everything else is done; older, or on the way back newer. */
  keepsGeneration?: number;
  /** The last generation that was ever asked for, where it is a later one. */
  lastUsedGeneration?: number;
  /** What the ledger says of it, which a failed change goes back to. */
  previous?: Previous;
}

/** A node as it was before an operation began to change it. */
export interface Previous {
  generation: number;
  properties: JsonObject;
  cloudId?: string;
  /** An earlier change of it was begun, and nobody knows how far that got. */
  uncertain?: true;
}

export type { LedgerStatus };

/** What a resource's ledger says of one node. */
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
  /** The last generation that was ever asked for, where it is a later one. */
  lastUsedGeneration?: number;
  /** With `intended` and `failed`: what it was before the operation that meant to change it. */
  previous?: Previous;
  /** RFC 3339; when the status last changed. */
  changedAt: string;
  /** The operation that last changed it. */
  operationId: string;
}

/** By URN. */
export type Ledger = Record<string, LedgerEntry>;

/** What a provider needs to know to plan a resource. */
export type ResourceSpec = {
  [Type in CloudType]: { resourceType: Type; spec: SpecOf<Type> } & (Type extends 'cluster'
    ? { network: ClusterNetwork }
    : unknown);
}[CloudType];

/**
 * Where a cluster stands: on a network of its own, which is part of its plan, or on a network
 * resource, whose outputs say what is there.
 */
export type ClusterNetwork =
  | { own: true }
  | { own: false; networkId: string; outputs: Record<string, string> };

/** A cloud resource that exists. */
export interface CloudRef {
  cloudId: string;
  /** What others may need of it, for example an endpoint; small strings only. */
  outputs: Record<string, string>;
}
