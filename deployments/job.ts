import type { StateSource } from '../contract/temporal/engine.ts';
import type { EngineName } from '../contract/vocabulary.ts';

/**
 * The module that the engine works on, and the inputs of the run. Contains references only, no secrets,
 * because histories store it.
 */
export interface DeploymentJob {
  organizationId: string;
  /** The uid of the deployment. */
  uid: string;
  operationId: string;
  /** The member who requested the operation. Absent in the histories of earlier versions. */
  memberId?: string;
  /** The operation that this one retries. */
  retryOf?: string;
  engine: EngineName;
  sourceDigest: string;
  /** The digest of the archive that has the files; absent if the source itself has them. */
  archive?: string;
  /** The folder of the source in which the engine runs; the root if absent. */
  workingDirectory?: string;
  variables: Record<string, unknown>;
  /** The names of secrets, by the variable that gets the value. */
  secrets: Record<string, string>;
  /** The names of secrets, by the environment variable that gets the value. */
  environment: Record<string, string>;
  /** The names of secrets, by the host of git repositories or of a registry that needs the value. */
  credentials?: Record<string, string>;
  /** The connection whose credentials the module's providers get. */
  connectionId?: string;
  /** Addresses of the resources to change; the whole module if empty. */
  targets: string[];
  /** Addresses of the resources to leave out. */
  excludes?: string[];
  /** Addresses of the resources to replace, although their configuration has not changed. */
  replace?: string[];
  /** The operation only records what others have changed. */
  refreshOnly?: true;
  /** The state that the operation plans against, and that becomes the current one before its apply. */
  state?: StateSource;
  /**
   * True for a preview, which only reads: it takes no lock and keeps no plan. The source may be a temporary
   * one.
   */
  preview?: true;
  /**
   * True if the job only destroys. It then works without secrets that no longer exist, because their resources
   * must remain destroyable.
   */
  destroying?: true;
}
