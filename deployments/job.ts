import type { EngineName } from '../contract/vocabulary.ts';

/** What an engine is to work on: references only, so that it may stand in a history. */
export interface DeploymentJob {
  organizationId: string;
  /** The deployment's. */
  uid: string;
  operationId: string;
  /** The operation that this one tries again. */
  retryOf?: string;
  engine: EngineName;
  sourceDigest: string;
  variables: Record<string, unknown>;
  /** Names of secrets, by variable and by environment variable. */
  secrets: Record<string, string>;
  environment: Record<string, string>;
  /** Whose rights its providers have. */
  connectionId?: string;
  /** Addresses; all of the module when there are none. */
  targets: string[];
  /** Only looks: takes no lock, keeps no plan. Its source may lie where it is taken away again. */
  rehearsal?: true;
}
