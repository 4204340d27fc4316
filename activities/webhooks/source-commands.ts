/** What the activities of webhooks exchange with the workflow, and what they need of Slipway's own commands. */
import type { ForgeAccess } from '../../forges/open-forge.ts';
import type { Forge } from '../../forges/forge.ts';
import type { Operation } from '../../contract/operations/operation.ts';
import type { Deployment } from '../../contract/resources/deployment.ts';
import type {
  CommitReport,
  ForgeName,
  Repository,
} from '../../contract/temporal/repository-events.ts';
import type { ON_PUSH } from '../../contract/vocabulary.ts';

/** A deployment whose source is in the repository. */
export interface SourceDeployment {
  name: string;
  uid: string;
  onPush: (typeof ON_PUSH)[number];
}

/** A deployment, and the repository that it follows. */
export interface SourceSubject {
  organizationId: string;
  forge: ForgeName;
  repository: Repository;
  deployment: SourceDeployment;
}

/** A speculative plan, as a forge shows it. */
export interface SourcePlan {
  report: CommitReport;
  /** Markdown. */
  text: string;
}

/** What follows from a push. Without an operation there is nothing to wait for. */
export interface StartedPush {
  operationId?: string;
  report?: CommitReport;
  /** Another operation works on the deployment. */
  waitsFor?: string;
}

/** How an operation stands. */
export interface FollowedOperation {
  /** Identifies what is shown. */
  known: string;
  isOver: boolean;
  /** Another operation took the deployment before this one could. */
  hasLostClaim: boolean;
  /** The commit that it applies, once it is known. It can be newer than the one of the push. */
  commit?: string;
  report: CommitReport;
}

/** Whose change it is: the forge acts as a member of this name. */
export interface SourceRequest {
  organizationId: string;
  forge: ForgeName;
  name: string;
}

/** The commands of the service. They throw a RequestError. */
export interface SourceCommands {
  deployments(organizationId: string): Promise<Deployment[]>;
  /** Resolves to undefined if there is none. */
  deployment(organizationId: string, name: string): Promise<Deployment | undefined>;
  /** Plans the deployment with its source at this commit, and stores nothing. */
  preview(request: SourceRequest, commit: string): Promise<Operation>;
  /**
   * Starts the operation that brings the deployment to the newest commit of its branch. With the same key it resolves to the
   * same operation.
   */
  refresh(request: SourceRequest, key: string): Promise<{ id: string }>;
  operation(request: SourceRequest, operationId: string): Promise<Operation>;
  /** The page of an operation; undefined if the service has no public URL. */
  pageOf(operationId: string): string | undefined;
}

export interface WebhookDeps {
  sources: SourceCommands;
  openForge(access: ForgeAccess): Forge;
  /** Reads a secret of an organization. Throws an EngineError. */
  readSecret(organizationId: string, name: string): Promise<string>;
}
