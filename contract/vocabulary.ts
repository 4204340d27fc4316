/**
 * The vocabulary of the API: kinds, statuses, stages and codes. Each list is in the order of events.
 * This file imports nothing, so that workflows can use it.
 */

interface ResourceKind {
  /** Its segment in URLs and in the workflow ids of entities. */
  collection: string;
  /** Whether its resources belong to a provider and a region. */
  hasProvider: boolean;
  /** Whether a provider plans its nodes and creates them in a cloud. */
  hasPlan: boolean;
  /** The kind of operation that carries out each verb. */
  operations: { readonly [verb in Verb]?: string };
}
export type Verb = 'create' | 'update' | 'delete' | 'recover' | 'discover';

/**
 * Every kind of resource that the API manages. Each layer has a table of its own for its part of a
 * kind.
 */
export const RESOURCE_KINDS = {
  cluster: {
    collection: 'clusters',
    hasProvider: true,
    hasPlan: true,
    operations: {
      create: 'create_cluster',
      update: 'update_cluster',
      delete: 'delete_cluster',
      recover: 'recover_cluster',
    },
  },
  network: {
    collection: 'networks',
    hasProvider: true,
    hasPlan: true,
    operations: { create: 'create_network', delete: 'delete_network' },
  },
  connection: {
    collection: 'connections',
    hasProvider: true,
    hasPlan: false,
    operations: { discover: 'discover_instance_types', create: 'verify_connection' },
  },
  deployment: {
    collection: 'deployments',
    hasProvider: false,
    hasPlan: false,
    operations: {
      create: 'apply_deployment',
      update: 'apply_deployment',
      delete: 'destroy_deployment',
    },
  },
} as const satisfies Record<string, ResourceKind>;

type ResourceKinds = typeof RESOURCE_KINDS;
export type ResourceType = keyof ResourceKinds;
export const RESOURCE_TYPES: readonly ResourceType[] =
  Object.keys(RESOURCE_KINDS).filter(isResourceType);

/** A type whose nodes a provider plans and creates in a cloud. */
export type CloudType = {
  [Type in ResourceType]: ResourceKinds[Type]['hasPlan'] extends true ? Type : never;
}[ResourceType];
export const CLOUD_TYPES: readonly CloudType[] = RESOURCE_TYPES.filter(isCloudType);

/** The types that have an operation for the verb. */
export type TypesWith<V extends Verb> = {
  [Type in ResourceType]: V extends keyof ResourceKinds[Type]['operations'] ? Type : never;
}[ResourceType];

/** The kinds of operation that carry out these verbs on these types. */
export type OperationsOf<Type extends ResourceType, V extends Verb = Verb> = {
  [T in Type]: ResourceKinds[T]['operations'][V & keyof ResourceKinds[T]['operations']];
}[Type];
/** What an operation does. */
export type OperationKind = OperationsOf<ResourceType>;
export const OPERATION_KINDS: readonly OperationKind[] = [
  ...new Set(
    Object.values(RESOURCE_KINDS).flatMap(({ operations }): OperationKind[] =>
      Object.values(operations),
    ),
  ),
];

export const OPERATION_STATUSES = [
  'pending',
  'running',
  'awaiting_confirmation',
  'canceling',
  'succeeded',
  'failed',
  'canceled',
] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

/** The statuses after which an operation never changes again. */
export const TERMINAL_STATUSES = [
  'succeeded',
  'failed',
  'canceled',
] as const satisfies readonly OperationStatus[];
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number];

export const STAGES = [
  'queued',
  'claiming',
  'validating',
  'planning',
  'awaiting_confirmation',
  'provisioning',
  'verifying',
  'rolling_back',
  'finalizing',
  'done',
] as const;
export type Stage = (typeof STAGES)[number];

export const NODE_OPERATIONS = [
  'create',
  'update',
  'replace',
  'delete',
  'import',
  'move',
  'forget',
  'refresh',
  'read',
  'same',
] as const;
/**
 * What an operation does to one resource of its plan. An engine adopts an existing resource with `import`,
 * changes its address in the state with `move`, drops it from the state with `forget`, and records with
 * `refresh` how it was changed by others.
 */
export type NodeOperation = (typeof NODE_OPERATIONS)[number];

export const NODE_STATUSES = ['pending', 'running', 'succeeded', 'failed', 'unchanged'] as const;
export type NodeStatus = (typeof NODE_STATUSES)[number];

export const ERROR_TYPES = [
  'validation',
  'authentication',
  'permission',
  'not_found',
  'conflict',
  'quota',
  'throttling',
  'not_stabilized',
  'timeout',
  'provider',
  'internal',
  'canceled',
] as const;
export type ErrorType = (typeof ERROR_TYPES)[number];

export const RESOURCE_STATUSES = ['creating', 'active', 'updating', 'deleting', 'failed'] as const;
export type ResourceStatus = (typeof RESOURCE_STATUSES)[number];

/**
 * `intended`: may or may not exist; `present`: seen ready; `failed`: exists in a broken state;
 * `gone`: seen gone.
 */
export const LEDGER_STATUSES = ['intended', 'present', 'failed', 'gone'] as const;
export type LedgerStatus = (typeof LEDGER_STATUSES)[number];

export const PROVIDERS = ['simulated', 'aws'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export const ROLE_CHECKS = ['role', 'identity', 'permissions', 'quotas'] as const;
/** What a provider can check of one role. */
export type RoleCheck = (typeof ROLE_CHECKS)[number];

export const CONNECTION_CHECKS = [
  'role',
  'plan_role',
  'identity',
  'permissions',
  'quotas',
] as const;
/** The checks of a connection, in the order in which they run. */
export type ConnectionCheck = (typeof CONNECTION_CHECKS)[number];

/**
 * The phases in which a connection is used. A plan only reads, and uses the connection's plan role if there
 * is one. An apply changes something.
 */
export type RunPhase = 'plan' | 'apply';

export const ON_FAILURE = ['rollback', 'retain'] as const;
export type OnFailure = (typeof ON_FAILURE)[number];

export const ENGINES = ['opentofu', 'terraform'] as const;
/** The program that runs a deployment's module. */
export type EngineName = (typeof ENGINES)[number];

export const CONFIRMATIONS = ['auto', 'manual'] as const;

export const CONFIRMATION_REASONS = ['plan_changed'] as const;
/** Why a plan must be confirmed again: the remaining changes differ from those that were confirmed. */
export type ConfirmationReason = (typeof CONFIRMATION_REASONS)[number];

export const DEPLOYMENT_ON_FAILURE = ['retain', 'destroy'] as const;

/** What a deployment does after a push to its branch, and with a pull request to it. The first one is the default. */
export const ON_PUSH = ['ignore', 'plan', 'apply'] as const;
export const ON_PULL_REQUEST = ['plan', 'ignore'] as const;

/** The maximum length of an operation's message, in characters. */
export const MAX_MESSAGE_LENGTH = 1024;

/**
 * Returns the id of a connection that a user created; undefined for a built-in one. Each provider has a
 * built-in connection with the provider's name. It uses the worker's own credentials and needs no
 * verification.
 */
export function storedConnection(connectionId: string | undefined): string | undefined {
  return PROVIDERS.some((name) => name === connectionId) ? undefined : connectionId;
}

export function isTerminal(status: OperationStatus): status is TerminalStatus {
  return (TERMINAL_STATUSES as readonly OperationStatus[]).includes(status);
}

export function isCloudType(type: ResourceType): type is CloudType {
  return RESOURCE_KINDS[type].hasPlan;
}

/** Returns the types that have an operation for the verb, in the order of the table. */
export function typesWith<V extends Verb>(verb: V): readonly TypesWith<V>[] {
  return RESOURCE_TYPES.filter((type): type is TypesWith<V> =>
    Object.hasOwn(RESOURCE_KINDS[type].operations, verb),
  );
}

/** Returns the kind of operation that carries out the verb; undefined when the type has none. */
export function operationFor(type: ResourceType, verb: Verb): OperationKind | undefined {
  const operations: { readonly [verb in Verb]?: OperationKind } = RESOURCE_KINDS[type].operations;
  return operations[verb];
}

function isResourceType(name: string): name is ResourceType {
  return Object.hasOwn(RESOURCE_KINDS, name);
}
