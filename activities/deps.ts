/** The dependencies that the worker passes to the activities. */
import type { Client } from '@temporalio/client';
import type { ProviderName } from '../contract/vocabulary.ts';
import type { Deployer } from '../deployments/deployer.ts';
import type { Provider } from '../providers/provider.ts';
import type { EngineSlots } from './engine/engine-slots.ts';
import type { DurationNotes } from './nodes/duration-notes.ts';
import type { WebhookDeps } from './webhooks/source-commands.ts';

export interface ActivityDeps {
  /** Reaches the entities. Every call through it has a deadline. */
  client: Client;
  providers: Record<ProviderName, Provider>;
  /** The providers whose own credentials resources without a connection may use. */
  ownAccounts: readonly ProviderName[];
  /** For estimates of how long operations take. */
  durations: DurationNotes;
  deployer: Deployer;
  /** The activities of both task queues share the slots. */
  engineSlots: EngineSlots;
  /** For deployments that follow a git repository. */
  webhooks: WebhookDeps;
  logger: { warn(fields: object, message: string): void };
  /** Deadline of one call to a cloud, ms. A call without an answer may still take effect until then. */
  cloudTimeoutMs: number;
  /**
   * Aborts on worker shutdown. Activities that are only waiting then fail with a retryable error, so
   * that another worker resumes them.
   */
  stopping: AbortSignal;
}
