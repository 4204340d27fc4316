/**
 * The interface through which activities use a cloud.
 *
 * A *node* is one item of a plan. Its *identity* (owner, uid, type, name, generation) is known before any
 * call, and the cloud stores it in tags and client tokens. A repeated call therefore finds what a lost
 * call created. A *generation* is one attempt to have the node: a token or id of an earlier generation is
 * never used again.
 *
 * All methods are level-triggered: each reads the state of the cloud, takes at most one step, and can be
 * repeated at any moment by any process. Each call to the cloud has a deadline of its own and ends early
 * when `context.signal` aborts. Every failure is thrown as a ProviderError.
 */
import type { ClusterSpec } from '../contract/resources/cluster.ts';
import type { LeftBehind } from '../contract/operations/operation.ts';
import type {
  CloudRef,
  ClusterNetwork,
  JsonObject,
  Ledger,
  Owner,
  PlannedNode,
  ResourceSpec,
} from '../contract/resources/graph.ts';
import type {
  DiscoverRequest,
  DiscoveryMetadata,
  InstanceType,
} from '../contract/resources/instance-types.ts';
import type { RoleCheck, ErrorType, ProviderName } from '../contract/vocabulary.ts';
import type { ConnectionTarget } from './connection-target.ts';
import type { ClusterHealth, EnsuredNode, Readiness, Removal } from './results.ts';

export type { CloudRef, ClusterNetwork, JsonObject, Owner, PlannedNode, ResourceSpec };

export interface NodeRequest {
  owner: Owner;
  node: PlannedNode;
  /** The cloud id of each node that this one depends on, by URN. */
  dependencies: Record<string, CloudRef>;
}

/** How a node gets to another state. A replacement is created before or after the deletion of its predecessor. */
export type Change = 'same' | 'update' | 'create_then_delete' | 'delete_then_create';

export interface CloudResource extends CloudRef {
  urn: string;
  type: string;
  name: string;
  generation: number;
  state: 'creating' | 'available' | 'updating' | 'failed' | 'deleting';
}

export interface CallContext {
  signal: AbortSignal;
}

/** Access to accounts other than the worker's own. */
export interface Connections {
  /**
   * The same cloud with the permissions of the connection's role. The role is assumed when a call needs
   * it, and again before its credentials expire. The credentials stay in this process and never appear in
   * errors or logs.
   */
  through(target: ConnectionTarget): Provider;

  /**
   * Runs one check of a role and resolves to its findings for the client. Changes nothing. Throws a
   * final ProviderError of type `authentication` (the role cannot be assumed, can be assumed without the
   * external id, or belongs to another account), `permission` (with the missing actions) or `quota` (with its name, usage and limit).
   */
  verify(
    target: ConnectionTarget,
    check: RoleCheck,
    context: CallContext,
  ): Promise<Record<string, string>>;

  /** Environment variables that let other programs act as the role. Their values are secrets. */
  environment(target: ConnectionTarget, context: CallContext): Promise<Record<string, string>>;
}

/** The wanted resource, its ledger, and its cloud resources. */
export interface Adoption {
  resource: ResourceSpec;
  ledger: Ledger;
  found: readonly CloudResource[];
}

export interface Provider {
  readonly name: ProviderName;

  /** Access to other accounts. Absent when the provider knows only the worker's own credentials. */
  readonly connections?: Connections;

  /** For how many ms after the deadline of a create with an unknown outcome "not found" proves nothing. */
  readonly consistencyWindowMs: number;

  /** Checks what only the cloud knows. Throws a `validation` ProviderError with all faults as `fieldErrors`. */
  validate(owner: Owner, resource: ResourceSpec, context: CallContext): Promise<void>;

  /**
   * Returns the resource and the ledger with what the cloud decides: its default version of Kubernetes, and
   * a newer one to which it has upgraded a control plane by itself. Changes nothing in the cloud.
   */
  adopt(owner: Owner, state: Adoption, context: CallContext): Promise<Omit<Adoption, 'found'>>;

  /** The nodes of a spec: acyclic, at most 1,000, all with operation `create` and generation 1. Pure, without calls. */
  plan(owner: Owner, resource: ResourceSpec): PlannedNode[];

  /**
   * Returns how a node gets from one state to another, from its properties and dependencies alone. Pure.
   *
   * @param superseded URNs of nodes whose present generation will be deleted. A resource that refers to one of
   *   them, and cannot be changed to refer to another resource, is replaced
   */
  change(
    before: Pick<PlannedNode, 'type' | 'properties' | 'dependsOn'>,
    after: Pick<PlannedNode, 'type' | 'properties'>,
    superseded?: ReadonlySet<string>,
  ): Change;

  /** Returns the properties that differ and are fixed at creation. Because of them, `change` replaces the node. Pure. */
  fixedChanges(
    before: Pick<PlannedNode, 'type' | 'properties'>,
    after: Pick<PlannedNode, 'type' | 'properties'>,
  ): string[];

  /**
   * Gets or creates the resource of the node's generation, found by its identity. Requests a change of an
   * existing resource that differs from the node. Removes other generations first, except the one that the
   * node keeps; until they are gone, throws a retryable error with the code
   * `replacing_previous_generation`. Adopts only resources with this owner's tags, and never creates a
   * second one. Returns as soon as the cloud has accepted the request; the resource may not be ready.
   *
   * An abort of the signal before the create is sent throws the signal's reason. A create that has been
   * sent is waited for, because its outcome would otherwise be unknown.
   *
   * Final errors: `validation`, `permission`, `quota` and `conflict`. A conflict is a foreign resource of
   * this name, or (code `identity_spent`) a generation whose resource is deleted: use a new generation.
   */
  ensure(request: NodeRequest, context: CallContext): Promise<EnsuredNode>;

  /**
   * Polls once the resource that `ensure` returned. Ready means that the node's properties are in force. An
   * invisible resource is pending; once `consistencyWindowMs` has passed since `ensure`, the caller calls
   * `ensure` again. Throws a final ProviderError of type `provider`, with the cloud's reason, when the
   * creation or the change failed.
   */
  awaitReady(request: NodeRequest, ref: CloudRef, context: CallContext): Promise<Readiness>;

  /**
   * Takes one step towards having no generation of the node except `keep`: requests the deletion of the
   * others. `gone` when none is visible or being deleted; the caller waits for `consistencyWindowMs` where
   * the outcome of a create is unknown. A resource that is in use is pending, with its users in the message.
   */
  remove(
    request: { owner: Owner; node: PlannedNode; keep?: number },
    context: CallContext,
  ): Promise<Removal>;

  /** Returns all existing resources with the owner's tags, to verify a result or to recover a lost ledger. */
  read(owner: Owner, context: CallContext): Promise<CloudResource[]>;

  /** Returns what a deletion has kept of things inside of the resource, such as volumes. Absent when nothing can be. */
  leftBehind?(owner: Owner, context: CallContext): Promise<LeftBehind[]>;

  /**
   * Returns the uids of earlier owners of the name whose resources still exist. It looks at those resources that
   * the others depend on, such as a VPC.
   */
  namesakes(owner: Owner, context: CallContext): Promise<string[]>;

  /**
   * Looks once whether the nodes of a cluster are ready and its system pods run, in its Kubernetes API and with
   * the credentials that this provider has. Changes nothing. `nodes` is the result of `read`.
   */
  health(
    owner: Owner,
    spec: ClusterSpec,
    nodes: readonly CloudResource[],
    context: CallContext,
  ): Promise<ClusterHealth>;

  /** Returns the outputs of the finished resource that clients see: small strings, no secrets. */
  outputs(owner: Owner, resource: ResourceSpec, nodes: CloudResource[]): Record<string, string>;

  /** All instance types that match the request, sorted by family, size and name. */
  instanceTypes(request: DiscoverRequest, context: CallContext): Promise<InstanceType[]>;

  /** Returns the CPU and the pods that the system pods of the add-ons need on every node and in the cluster. */
  metadata(request: { addons: readonly string[]; karpenter: boolean }): DiscoveryMetadata;
}

export interface ProviderErrorInput {
  /** A stable code in snake case, for example `vpc_limit_exceeded`. */
  code: string;
  errorType: ErrorType;
  /** The message for the client, without credentials or data of another tenant. */
  publicMessage: string;
  retryable: boolean;
  /** Seconds until a retry makes sense, if known; can be a fraction. */
  retryAfter?: number;
  /** For how long retries make sense, in seconds. Absent: until the deadline of the wait. */
  retryWindowSeconds?: number;
  /** The vendor's request id. */
  requestId?: string;
  fieldErrors?: Record<string, string>;
  /** Details for operators, which are only logged. */
  context?: JsonObject;
  cause?: unknown;
}

/** The error that every failed call to a cloud throws. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: string;
  readonly errorType: ErrorType;
  readonly publicMessage: string;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly retryWindowSeconds: number | undefined;
  readonly requestId: string | undefined;
  readonly fieldErrors: Record<string, string> | undefined;
  readonly context: JsonObject | undefined;

  constructor(input: ProviderErrorInput) {
    super(`${input.code}: ${input.publicMessage}`, { cause: input.cause });
    this.code = input.code;
    this.errorType = input.errorType;
    this.publicMessage = input.publicMessage;
    this.retryable = input.retryable;
    this.retryAfter = input.retryAfter;
    this.retryWindowSeconds = input.retryWindowSeconds;
    this.requestId = input.requestId;
    this.fieldErrors = input.fieldErrors;
    this.context = input.context;
  }
}
