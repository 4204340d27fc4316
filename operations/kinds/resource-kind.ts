/**
 * The interface between the commands and one kind of resource. Each kind has a file in this folder; `kinds.ts` is the
 * table. A method prepares one operation: it checks the request, reserves what is needed, and returns the
 * input to start the operation with. Methods that fail leave nothing behind.
 */
import type { Client } from '@temporalio/client';
import type { GitProtocol } from '../../contract/resources/fields/git-source.ts';
import type { CreateRequestOf, UpdateRequestOf } from '../../contract/resources/schemas.ts';
import type { PlanPreview } from '../../contract/temporal/engine.ts';
import type { OperationInput } from '../../contract/temporal/operation-input.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import type { ProviderName, ResourceType, TypesWith } from '../../contract/vocabulary.ts';
import type { LintSettings } from '../../deployments/lint/rules.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import type { Reservations } from '../admission/reservation.ts';
import type { Submission } from '../admission/submission.ts';
import type { StateAccess } from '../state/access.ts';
import type { OperationSource } from '../read/view.ts';

export interface ResourceKind<Type extends ResourceType> {
  /**
   * Throws `already_exists`, `record_lost`, and `invalid_request` when the request names a resource
   * that does not fit.
   */
  create(submission: Submission, request: CreateRequestOf<Type>): Promise<OperationInput>;
  /**
   * Repeats an operation that failed or was canceled, from the state that it left. Throws `not_found`,
   * `already_exists`, `record_lost`, `resource_busy` and `superseded`.
   *
   * @param input the input of the earlier operation, with the subject of the new one
   */
  retry(
    submission: Submission,
    input: OperationInput,
    earlier: OperationSource,
  ): Promise<OperationInput>;
  /**
   * Resolves to the effect that the operation would have; changes nothing. Throws `invalid_request` for
   * faults that only a worker can find, `no_worker` and `cloud_unavailable`.
   */
  preview(operationId: string, input: OperationInput, maxMs?: number): Promise<PlanPreview>;
}

export interface UpdatableKind<Type extends TypesWith<'update'>> {
  /**
   * Throws `not_found`, `record_lost`, `resource_busy` and `precondition_failed`; `invalid_request` when
   * the resource cannot be changed as the patch requires.
   */
  update(submission: Submission, id: string, patch: UpdateRequestOf<Type>): Promise<OperationInput>;
}

export interface DeleteOptions {
  /** Only for a deployment: gives it up, and leaves its resources as they are. */
  keepResources?: boolean;
}

export interface DeletableKind {
  /** Throws `not_found`, `resource_busy`, `in_use` and `precondition_failed`. */
  delete(submission: Submission, id: string, how?: DeleteOptions): Promise<OperationInput>;
}

export interface RefreshableKind {
  /**
   * Resolves the ref of the source anew, and applies the commit that it names now. Throws like `update`;
   * `invalid_request` if the source is not in a git repository.
   */
  refreshSource(submission: Submission, id: string): Promise<OperationInput>;
}

export interface RecoverableKind {
  /**
   * Rebuilds the record of a resource whose entity was ended outside of Slipway. Throws `not_found`,
   * `not_lost` and `resource_busy`.
   */
  recover(submission: Submission, id: string): Promise<OperationInput>;
}

/** Every kind, with the verbs that it has an operation for. */
export type ResourceKinds = { [Type in ResourceType]: ResourceKind<Type> } & {
  [Type in TypesWith<'update'>]: UpdatableKind<Type>;
} & Record<TypesWith<'delete'>, DeletableKind> &
  Record<TypesWith<'recover'>, RecoverableKind> & { deployment: RefreshableKind };

export interface DeploymentLimits {
  /** How long a plan waits for its confirmation, in milliseconds. */
  confirmationTimeoutMs: number;
  /** How long one run of the engine may take, in milliseconds. */
  engineTimeoutMs: number;
}

export interface KindDeps {
  client: Client;
  taskQueue: string;
  reservations: Reservations;
  /** Where the files of deployments are kept. */
  blobs: BlobStore;
  limits: DeploymentLimits;
  /** What the modules of deployments may contain. */
  moduleRules: LintSettings;
  /** The protocols of the git repositories that sources may name. */
  gitProtocols: readonly GitProtocol[];
  /** Who may read the states of deployments. */
  access: StateAccess;
  /** False if the service offers no deployments. */
  runsEngines: boolean;
  /** The providers that requests without a connection may use. */
  ownAccounts: readonly ProviderName[];
  timings: Timings;
  /** How long the verification of a connection waits for the role, in milliseconds. */
  roleWaitMs: number;
  newId(): string;
  /** Returns a new external id for a connection of the organization. */
  newExternalId(organizationId: string): string;
}
