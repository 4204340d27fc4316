import type { EngineName } from '../contract/vocabulary.ts';

/** What the engine works on. Contains references only, no secrets, because histories store it. */
export interface DeploymentJob {
  organizationId: string;
  /** The uid of the deployment. */
  uid: string;
  operationId: string;
  /** The operation that this one retries. */
  retryOf?: string;
  engine: EngineName;
  sourceDigest: string;
  variables: Record<string, unknown>;
  /** Names of secrets by variable. */
  secrets: Record<string, string>;
  /** Names of secrets by environment variable. */
  environment: Record<string, string>;
  /** The connection whose credentials the module's providers get. */
  connectionId?: string;
  /** Addresses of the resources to change; the whole module if empty. */
  targets: string[];
  /** Reads only: takes no lock and keeps no plan. The source may be a temporary one. */
  preview?: true;
}
