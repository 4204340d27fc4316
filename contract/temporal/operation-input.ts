/** The inputs of all kinds of operation. Everything here is stored in Temporal's history. */
import type { ProgressResource } from '../operations/operation.ts';
import type { ConnectionSpec } from '../resources/connection.ts';
import type { DeploymentSpec } from '../resources/deployment.ts';
import type { Ledger, PlannedNode, ResourceSpec } from '../resources/graph.ts';
import type { DiscoverRequest } from '../resources/instance-types.ts';
import type { Region } from '../resources/provider-fields.ts';
import type { RecordOf, SpecOf } from '../resources/schemas.ts';
import type {
  CloudType,
  OperationKind,
  OperationsOf,
  ProviderName,
  ResourceType,
  TypesWith,
} from '../vocabulary.ts';
import type { StateSource } from './engine.ts';
import type { Timings } from './timings.ts';

/**
 * The resource that an operation works on, and its organization and member. Never changes. In the
 * memo under `subject`.
 */
export interface OperationSubject<Kind extends OperationKind = OperationKind> {
  operation: Kind;
  organizationId: string;
  memberId: string;
  resourceType: ResourceType;
  resourceId: string;
  resourceUid?: string;
  /** Absent for a deployment: the module says where its resources are. */
  provider?: ProviderName;
  region?: Region;
  retryOf?: string;
  /** Why the earlier operation is retried. */
  retryReason?: string;
  /** Hash of the request; only with an idempotency key. */
  fingerprint?: string;
  /** The id of the request that started the operation. */
  requestId?: string;
}

/** The subject of an operation that a provider carries out. */
export interface CloudOperationSubject<
  Kind extends OperationKind = OperationKind,
> extends OperationSubject<Kind> {
  provider: ProviderName;
  region: Region;
}

/**
 * The requested configuration of a cloud resource. Its record and the inputs of its operations repeat
 * it.
 */
export type Wanted<Type extends CloudType> = {
  spec: SpecOf<Type>;
  connectionId?: string;
} & ('networkId' extends keyof RecordOf<Type> ? { networkId?: string } : unknown);

/** The input of an operation that a provider carries out. */
interface CloudInput<Kind extends OperationKind> {
  subject: CloudOperationSubject<Kind>;
  connectionId?: string;
  timings: Timings;
}
interface Precondition {
  /**
   * The `updatedAt` that the resource must still have. Anything else is a change by another
   * operation.
   */
  unchangedSince?: string;
}

/** The input of an operation that follows from the resource's kind and the verb alone. */
type CloudInputOf<Kind extends OperationKind> = {
  [Type in CloudType]: Kind extends OperationsOf<Type, 'create' | 'recover'>
    ? CloudInput<Kind> & Wanted<Type>
    : Kind extends OperationsOf<Type, 'update'>
      ? CloudInput<Kind> & Wanted<Type> & Precondition
      : Kind extends OperationsOf<Type, 'delete'>
        ? CloudInput<Kind> & Precondition
        : never;
}[CloudType];

/** How one operation plans a module. Not part of the spec. */
export interface RunOptions {
  /** Addresses of the resources to replace, although their configuration has not changed. */
  replace?: string[];
  /** The operation only records what others have changed. */
  refreshOnly?: true;
  /** The operation makes this state the current one. */
  state?: StateSource;
}

interface DeploymentInput<Kind extends OperationKind> extends Precondition {
  subject: OperationSubject<Kind>;
  connectionId?: string;
  /** How long one run of the engine may take, in milliseconds. */
  engineTimeoutMs: number;
  timings: Timings;
}

/** The inputs of operations that have no provider's plan. */
interface OtherInputs {
  discover_instance_types: CloudInput<'discover_instance_types'> & { request: DiscoverRequest };
  verify_connection: CloudInput<'verify_connection'> & {
    /** Without the external id, which only the record has. */
    spec: ConnectionSpec;
    /** How long the check of the role waits for its trust policy. Absent: it does not wait. */
    roleWaitMs?: number;
  };
  apply_deployment: DeploymentInput<'apply_deployment'> & {
    spec: DeploymentSpec;
    run?: RunOptions;
    /** Nothing of the deployment existed before this operation. */
    creating: boolean;
    /** How long a plan waits for its confirmation, in milliseconds. */
    confirmationTimeoutMs: number;
  };
  destroy_deployment: DeploymentInput<'destroy_deployment'> & {
    /** As above, for a deployment whose plans are confirmed. Absent in the inputs of earlier versions. */
    confirmationTimeoutMs?: number;
    /** Gives up the deployment, and leaves its resources as they are. */
    keepResources?: true;
  };
}

export type InputOf<Kind extends OperationKind> = Kind extends keyof OtherInputs
  ? OtherInputs[Kind]
  : CloudInputOf<Kind>;
/** The input of any operation; `subject.operation` tells which. */
export type OperationInput = { [Kind in OperationKind]: InputOf<Kind> }[OperationKind];

export type CreateClusterInput = InputOf<'create_cluster'>;
export type UpdateClusterInput = InputOf<'update_cluster'>;
export type RecoverInput = InputOf<'recover_cluster'>;
export type CreateInput = InputOf<OperationsOf<CloudType, 'create'>>;
export type DeleteInput = InputOf<OperationsOf<CloudType & TypesWith<'delete'>, 'delete'>>;
export type DiscoverInput = InputOf<'discover_instance_types'>;
export type VerifyConnectionInput = InputOf<'verify_connection'>;
export type ApplyDeploymentInput = InputOf<'apply_deployment'>;
export type DestroyDeploymentInput = InputOf<'destroy_deployment'>;

/** Whether this is the input of an operation of one of these kinds. */
export function isInputOf<Kind extends OperationKind>(
  input: OperationInput,
  ...kinds: readonly Kind[]
): input is Extract<OperationInput, { subject: { operation: Kind } }> {
  return kinds.some((kind) => kind === input.subject.operation);
}

/** The input of the workflow that plans an operation and changes nothing. */
export interface PreviewInput {
  subject: CloudOperationSubject;
  connectionId?: string;
  timings: Timings;
  target:
    | { kind: 'change' | 'recover'; resource: ResourceSpec; ledger: Ledger }
    | { kind: 'delete'; ledger: Ledger }
    | ({ kind: 'verify' } & Pick<ConnectionSpec, 'planRoleArn'>)
    | { kind: 'none' };
}

/**
 * The answer of a preview: the nodes of a plan. A preview without a plan, and workers of earlier versions, answer the
 * resources as an operation shows them.
 */
export type PreviewAnswer = { nodes: PlannedNode[] } | ProgressResource[];

export interface PreviewDeploymentInput {
  /** The id that the operation would have. */
  operationId: string;
  subject: OperationSubject;
  spec: DeploymentSpec;
  run?: RunOptions;
  /** Absent without a connection, and in the inputs of older previews. */
  connectionId?: string;
  destroy: boolean;
  engineTimeoutMs: number;
  timings: Timings;
}
