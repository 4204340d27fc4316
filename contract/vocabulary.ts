/**
 * The words of the API, each list in the order in which things happen.
 * This file imports nothing, so that workflows can use it.
 */

export const OPERATION_KINDS = [
  'create_cluster',
  'update_cluster',
  'delete_cluster',
  'recover_cluster',
  'create_network',
  'delete_network',
  'discover_instance_types',
  'verify_connection',
  'apply_deployment',
  'destroy_deployment',
] as const;
/** What an operation does. */
export type OperationKind = (typeof OPERATION_KINDS)[number];

export const OPERATION_STATUSES = [
  'pending',
  'running',
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

export const NODE_OPERATIONS = ['create', 'update', 'replace', 'delete', 'read', 'same'] as const;
/** What an operation does to one resource of its plan. */
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

export const RESOURCE_TYPES = ['cluster', 'network', 'connection', 'deployment'] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** The collection of each resource type: the segment of its URL and of its entity's workflow id. */
export const COLLECTIONS = {
  cluster: 'clusters',
  network: 'networks',
  connection: 'connections',
  deployment: 'deployments',
} as const satisfies Record<ResourceType, string>;

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

export const CONNECTION_CHECKS = ['role', 'identity', 'permissions', 'quotas'] as const;
/** What is verified of a connection, in this order. */
export type ConnectionCheck = (typeof CONNECTION_CHECKS)[number];

export const ON_FAILURE = ['rollback', 'retain'] as const;
export type OnFailure = (typeof ON_FAILURE)[number];

export const ENGINES = ['opentofu', 'terraform'] as const;
/** What carries out a deployment's module. */
export type EngineName = (typeof ENGINES)[number];

export const CONFIRMATIONS = ['auto', 'manual'] as const;
export const DEPLOYMENT_ON_FAILURE = ['retain', 'destroy'] as const;

/** Characters of what an operation says of itself, in words. */
export const MAX_MESSAGE_LENGTH = 1024;

/**
 * The connection, where it stands for credentials other than the worker's own. For those there is a
 * built-in one for each provider, called like it, which always exists and needs no verification.
 */
export function storedConnection(connectionId: string | undefined): string | undefined {
  return PROVIDERS.some((name) => name === connectionId) ? undefined : connectionId;
}

export function isTerminal(status: OperationStatus): status is TerminalStatus {
  return (TERMINAL_STATUSES as readonly OperationStatus[]).includes(status);
}
