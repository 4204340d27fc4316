/** The dependencies of a saga. Workflows pass activities and scopes, tests pass doubles. */
import type { ProvisionNodeRequest, RemoveNodeRequest } from '../../activities/nodes/nodes.ts';
import type { CloudRef, LedgerEntry } from '../../contract/resources/graph.ts';
import type { Verb } from '../operation/activity-options.ts';
import type { Tracker } from '../operation/tracker.ts';

type NodeRequest<Request> = Omit<Request, 'provider' | 'owner' | 'deadlineMs' | 'retryIntervalMs'>;

export interface SagaDeps {
  operationId: string;
  tracker: Pick<Tracker, 'plan' | 'node'>;
  scopes: Scopes;
  provisionNode(verb: Verb, request: NodeRequest<ProvisionNodeRequest>): Promise<CloudRef>;
  removeNode(verb: Verb, request: NodeRequest<RemoveNodeRequest>): Promise<void>;
  writeLedger(summary: string, entries: LedgerEntry[]): Promise<void>;
  /** The URNs of everything in the cloud that belongs to the resource. */
  listCloudResources(summary: string): Promise<string[]>;
  /** Writes a warning to the worker's log. */
  warn(message: string, context: Record<string, unknown>): void;
}

/** Cancellation scopes, as in `@temporalio/workflow`. */
export interface Scopes {
  /** The scope of the calling code. */
  current(): Pick<Scope, 'isCanceled'>;
  /** Runs `work` in a scope of its own. That scope is canceled with the current one, or by its own `cancel`. */
  cancellable(work: (scope: Scope) => Promise<void>): Promise<void>;
  /** Runs `work` so that a cancel of the current scope does not reach it. */
  nonCancellable<T>(work: () => Promise<T>): Promise<T>;
}

export interface Scope {
  cancel(): void;
  isCanceled(): boolean;
}
