/**
 * What a cloud must offer so that Slipway can provision on it.
 *
 * Terms: a *node* is one cloud resource of a plan. Its *identity* (owner, uid, type, name, generation)
 * is known before anything is made, and the cloud remembers it in tags and client tokens; so a
 * repeated call finds what a lost call made. A *generation* is one attempt to have the node: a token
 * or id of an earlier generation is never used again.
 *
 * All methods are level-triggered: each looks at the cloud as it is, takes at most one step, and can
 * be repeated at any moment by any process. Each call to the cloud has a deadline of its own and ends
 * early when `context.signal` aborts. Whatever goes wrong is thrown as a ProviderError.
 */
import type { ConnectionSpec } from '../contract/resources/connection.ts';
import type {
  CloudRef,
  ClusterNetwork,
  JsonObject,
  Owner,
  PlannedNode,
  ResourceSpec,
} from '../contract/resources/graph.ts';
import type {
  DiscoverRequest,
  DiscoveryMetadata,
  InstanceType,
} from '../contract/resources/instance-types.ts';
import type { Region } from '../contract/resources/provider-fields.ts';
import type { ConnectionCheck, ErrorType, ProviderName } from '../contract/vocabulary.ts';

export type { CloudRef, ClusterNetwork, JsonObject, Owner, PlannedNode, ResourceSpec };

export interface NodeRequest {
  owner: Owner;
  node: PlannedNode;
  /** The cloud id of each node that this one depends on, by URN. */
  dependencies: Record<string, CloudRef>;
}

/**
 * What it takes to bring a node from one state to another. A replacement is made beside the previous one
 * where the cloud allows it, else after it.
 */
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

/** One look at something that takes its time. `lookAgainMs`: when the next look makes sense. */
export type Readiness =
  | { state: 'ready'; outputs: Record<string, string> }
  | {
      state: 'pending';
      lookAgainMs: number;
      message: string;
      /** It is not visible: too new, or taken away by somebody else. */
      unseen?: true;
      /** It is there and quiet, but not as the node wants it: `ensure` again. */
      outdated?: true;
    };
export type Removal =
  | { state: 'gone' }
  | {
      state: 'pending';
      lookAgainMs: number;
      message: string;
      /** Something holds it that may never go by itself; the message names it. */
      blocked?: true;
    };

/** A role in an account, which is assumed for whoever works there. */
export interface ConnectionTarget extends Pick<
  ConnectionSpec,
  'accountId' | 'roleArn' | 'externalId'
> {
  /** Where it is verified. */
  region: Region;
}

/** Access to accounts other than the worker's own. */
export interface Connections {
  /**
   * The same cloud with the rights of the connection's role. That is assumed when a call needs it, and
   * again before its credentials expire; they stay in this process, and are in no error and no log.
   */
  through(target: ConnectionTarget): Provider;

  /**
   * One check of a connection; resolves to what a client is told of it. Makes nothing. Throws a final
   * ProviderError of type `authentication` (the role cannot be assumed, or leads to another account),
   * `permission` (with what is missing) or `quota` (with its name, how much of it is used, and the limit).
   */
  verify(
    target: ConnectionTarget,
    check: ConnectionCheck,
    context: CallContext,
  ): Promise<Record<string, string>>;

  /** Environment variables with which other programs work as the role; their values are secrets. */
  environment(target: ConnectionTarget, context: CallContext): Promise<Record<string, string>>;
}

export interface Provider {
  readonly name: ProviderName;

  /** Absent: the worker's own credentials are all there is. */
  readonly connections?: Connections;

  /**
   * How long, in milliseconds after the deadline of a create whose outcome is unknown, the thing may
   * still appear. Before that, "not there" is not to be believed.
   */
  readonly consistencyWindowMs: number;

  /**
   * Checks what only the cloud knows (instance types, zones). Makes nothing. Throws a ProviderError of
   * type `validation` whose `fieldErrors` hold every fault at once.
   */
  validate(owner: Owner, resource: ResourceSpec, context: CallContext): Promise<void>;

  /**
   * The nodes that the spec asks for, acyclic, at most 1,000, all `create` with generation 1. Pure: no
   * call, the same answer for the same spec.
   */
  plan(owner: Owner, resource: ResourceSpec): PlannedNode[];

  /** What tells two states of one node apart, by their properties alone. Pure. */
  change(
    before: Pick<PlannedNode, 'type' | 'properties'>,
    after: Pick<PlannedNode, 'type' | 'properties'>,
  ): Change;

  /**
   * Get or create: finds the node's generation by its identity, else creates it; what is there and
   * differs from the node's properties is asked to change. What is left of an earlier generation, other
   * than the one that the node keeps (which may be a later one), is removed first: until it is gone this throws a retryable error
   * with the code `replacing_previous_generation`. Adopts only what carries this owner's tags. Never makes a
   * second one, whatever was lost before. Returns as soon as the cloud has taken the request; the thing
   * may not be ready yet.
   *
   * `signal` stops it before the create is sent, and then its reason is thrown as it is; a create that
   * has been sent is waited for, because giving it up half-way would leave its outcome unknown.
   *
   * Final errors: `validation`, `permission`, `quota`, `conflict` (exists and is not ours; or, code
   * `identity_spent`, the token of this generation belongs to something dead: use a new generation).
   */
  ensure(request: NodeRequest, context: CallContext): Promise<CloudRef>;

  /**
   * One look at what `ensure` returned. Not visible counts as pending; once `consistencyWindowMs` has
   * passed since the `ensure`, the caller repeats that. Ready means that the node's properties are in
   * force. Throws a final ProviderError of type `provider`, with the cloud's reason, when the cloud calls
   * it failed, or could not change it.
   */
  awaitReady(request: NodeRequest, ref: CloudRef, context: CallContext): Promise<Readiness>;

  /**
   * One step towards having no generation of the node but `keep`: asks for the deletion of what is there.
   * `gone` when nothing is visible and nothing is being deleted; the caller waits out
   * `consistencyWindowMs` where a create's outcome is unknown. Still referenced counts as pending,
   * with the blockers in the message.
   */
  remove(
    request: { owner: Owner; node: PlannedNode; keep?: number },
    context: CallContext,
  ): Promise<Removal>;

  /** Everything that exists and carries the owner's tags: to verify, to recover a lost ledger, to test. */
  read(owner: Owner, context: CallContext): Promise<CloudResource[]>;

  /** What a client is told of the finished resource: small strings, no secret. */
  outputs(owner: Owner, resource: ResourceSpec, nodes: CloudResource[]): Record<string, string>;

  /** Every instance type that fits the question, sorted by family, size and name. */
  instanceTypes(request: DiscoverRequest, context: CallContext): Promise<InstanceType[]>;

  /** What the system's pods take, as the add-ons ask for it. */
  metadata(request: { addons: readonly string[]; karpenter: boolean }): DiscoveryMetadata;
}

export interface ProviderErrorInput {
  /** Stable snake_case, for example `vpc_limit_exceeded`. */
  code: string;
  errorType: ErrorType;
  /** For the client: no credential, nothing of another tenant. */
  publicMessage: string;
  retryable: boolean;
  /** Seconds until a new attempt makes sense, where that is known; may be a fraction. */
  retryAfter?: number;
  /** The vendor's request id. */
  requestId?: string;
  fieldErrors?: Record<string, string>;
  /** For operators: goes to the log only. */
  context?: JsonObject;
  cause?: unknown;
}

/** Everything that goes wrong at a cloud. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: string;
  readonly errorType: ErrorType;
  readonly publicMessage: string;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
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
    this.requestId = input.requestId;
    this.fieldErrors = input.fieldErrors;
    this.context = input.context;
  }
}
