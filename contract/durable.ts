/**
 * What Slipway's processes say to each other through Temporal: names, inputs and memos of workflows.
 * Apart from names and one number it is types only, so that workflows can use it.
 */
import type { Cluster } from './resources/cluster.ts';
import type { Connection, ConnectionSpec } from './resources/connection.ts';
import type { Deployment, DeploymentSpec } from './resources/deployment.ts';
import type { Ledger, LedgerEntry, ResourceSpec } from './resources/graph.ts';
import type { DiscoverRequest } from './resources/instance-types.ts';
import type { Network } from './resources/network.ts';
import type {
  OperationError,
  OperationResult,
  ProgressResource,
  ProgressSummary,
} from './operations/operation.ts';
import type { Region } from './resources/provider-fields.ts';
import type {
  NodeOperation,
  NodeStatus,
  OperationKind,
  OperationStatus,
  ProviderName,
  ResourceStatus,
  ResourceType,
  Stage,
} from './vocabulary.ts';

/** The workflow type of each kind of operation that exists. */
export const OPERATION_WORKFLOWS = {
  create_cluster: 'createCluster',
  update_cluster: 'updateCluster',
  delete_cluster: 'deleteCluster',
  recover_cluster: 'recoverCluster',
  create_network: 'createNetwork',
  delete_network: 'deleteNetwork',
  discover_instance_types: 'discoverInstanceTypes',
  verify_connection: 'verifyConnection',
  apply_deployment: 'applyDeployment',
  destroy_deployment: 'destroyDeployment',
} as const satisfies Partial<Record<OperationKind, string>>;
export type StartableKind = keyof typeof OPERATION_WORKFLOWS;

/** The workflow type that plans and does nothing; it is no operation, and is forgotten once it has answered. */
export const PREVIEW_WORKFLOW = 'previewOperation';
/** The same for a deployment. */
export const PREVIEW_DEPLOYMENT_WORKFLOW = 'previewDeployment';

/** The workflow type of the entity that stands for a resource. */
export const RESOURCE_WORKFLOW = 'resource';

export const QUERIES = {
  stage: 'stage',
  progress: 'progress',
  result: 'result',
  operation: 'operation',
  resource: 'resource',
} as const;

export const UPDATES = {
  claim: 'claim',
  writeLedger: 'writeLedger',
  release: 'release',
  attach: 'attach',
  detach: 'detach',
  submitPlanDecision: 'submitPlanDecision',
} as const;

export const SIGNALS = { engineProgress: 'engineProgress' } as const;

export const SEARCH_ATTRIBUTES = {
  organization: 'SlipwayOrganization',
  member: 'SlipwayMember',
  status: 'SlipwayStatus',
  stage: 'SlipwayStage',
  resourceType: 'SlipwayResourceType',
  resource: 'SlipwayResource',
  resourceUid: 'SlipwayResourceUid',
  provider: 'SlipwayProvider',
  region: 'SlipwayRegion',
} as const;

/** Durations in milliseconds, which the API passes on so that a history is its own explanation. */
export interface Timings {
  /** A worker that says nothing for so long is taken for dead. */
  heartbeatTimeoutMs: number;
  /** How long an unclaimed reservation waits before it looks whether its operation exists. */
  reservationTimeoutMs: number;
  /** Multiplies every node's deadline. */
  deadlineFactor: number;
  /** The first pause after a failed call; each further one doubles, up to MAX_PAUSE_FACTOR times the first. */
  retryIntervalMs: number;
  /** The shortest time between two updates of an operation's memo that only show changes of its resources. */
  memoIntervalMs: number;
}
export const MAX_PAUSE_FACTOR = 20;
/** The type of an activity's failure that only waits for what may never go by itself. */
export const BLOCKED = 'blocked';

/** What an operation is about; does not change while it runs. In the memo under `subject`. */
export interface OperationSubject {
  operation: StartableKind;
  organizationId: string;
  memberId: string;
  resourceType: ResourceType;
  resourceId: string;
  resourceUid?: string;
  /** A deployment has neither: its module says where it stands. */
  provider?: ProviderName;
  region?: Region;
  retryOf?: string;
  /** Hash of the request, with an idempotency key. */
  fingerprint?: string;
  /** Of the request that started it. */
  requestId?: string;
}

/** Of what a provider works on. */
export interface CloudOperationSubject extends OperationSubject {
  provider: ProviderName;
  region: Region;
}

interface OperationInputBase {
  subject: CloudOperationSubject;
  connectionId?: string;
  timings: Timings;
}
export interface CreateClusterInput extends OperationInputBase {
  spec: Cluster['spec'];
  networkId?: string;
}
export interface CreateNetworkInput extends OperationInputBase {
  spec: Network['spec'];
}
export interface UpdateClusterInput extends CreateClusterInput {
  /** The `updatedAt` that the resource must still have; anything else is another's change. */
  unchangedSince?: string;
}
export interface DeleteInput extends OperationInputBase {
  unchangedSince?: string;
}
export interface RecoverInput extends OperationInputBase {
  spec: Cluster['spec'];
  networkId?: string;
}
export interface DiscoverInput extends OperationInputBase {
  request: DiscoverRequest;
}
export interface VerifyConnectionInput extends OperationInputBase {
  spec: ConnectionSpec;
}
export interface ApplyDeploymentInput {
  subject: OperationSubject;
  spec: DeploymentSpec;
  connectionId?: string;
  /** Nothing of it was there before. */
  creating: boolean;
  /** The `updatedAt` that the deployment must still have. */
  unchangedSince?: string;
  /** How long a plan waits for its confirmation. */
  confirmationTimeoutMs: number;
  /** How long one run of the engine may take. */
  engineTimeoutMs: number;
  timings: Timings;
}
export type DestroyDeploymentInput = Pick<
  ApplyDeploymentInput,
  'subject' | 'connectionId' | 'engineTimeoutMs' | 'timings' | 'unchangedSince'
>;
export type OperationInput =
  | ApplyDeploymentInput
  | DestroyDeploymentInput
  | CreateClusterInput
  | UpdateClusterInput
  | CreateNetworkInput
  | DeleteInput
  | RecoverInput
  | DiscoverInput
  | VerifyConnectionInput;

/** What an operation would do. */
export interface PreviewInput {
  subject: CloudOperationSubject;
  connectionId?: string;
  timings: Timings;
  target:
    | { kind: 'change' | 'recover'; resource: ResourceSpec; ledger: Ledger }
    | { kind: 'delete'; ledger: Ledger }
    | { kind: 'verify' }
    | { kind: 'none' };
}

export interface PreviewDeploymentInput {
  /** Of the operation as it would be. */
  operationId: string;
  subject: OperationSubject;
  spec: DeploymentSpec;
  destroy: boolean;
  engineTimeoutMs: number;
  timings: Timings;
}

/** The part of an operation that a list shows. In the memo under `state`. */
export interface OperationState {
  /** Grows by one with every change that a client can see. */
  version: number;
  status: OperationStatus;
  stage: Stage;
  message: string;
  summary: ProgressSummary;
  /** RFC 3339 in UTC with milliseconds, as all times here. */
  updatedAt?: string;
  startedAt?: string;
  completedAt?: string;
}

/** All that the workflow knows of its operation: the answer of the query `operation`, and its outcome. */
export interface OperationSnapshot extends OperationState {
  resources: ProgressResource[];
  result?: OperationResult;
  error?: OperationError;
}

/** The memo of an operation's workflow. */
export interface OperationMemo {
  subject: OperationSubject;
  state: OperationState;
  /** Only of a canceled one: its close event has no room for an outcome. */
  outcome?: OperationSnapshot;
}

/** A resource's record, as clients see it. */
export type ResourceRecord = CloudRecord | Deployment | Connection;
/** Of what a provider makes. */
export type CloudRecord = Cluster | Network;

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
    spec?: Cluster['spec'] | DeploymentSpec;
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

/** The answer to a plan that waits for it. */
export type PlanDecision = 'confirm' | 'discard';

/** What has changed of a resource that an engine works on; times by the engine's clock. */
export interface EngineChange {
  urn: string;
  operation?: NodeOperation;
  status: NodeStatus;
  startedAt?: string;
  /** Milliseconds. */
  duration?: number;
}
