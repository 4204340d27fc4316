/**
 * Collects how long the resources of this worker took, and sends the durations in batches to the workflows that keep
 * them. See contract/temporal/durations.ts.
 */
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy, type Client } from '@temporalio/client';
import { durationsWorkflowId } from '../../contract/ids.ts';
import {
  workKey,
  type KnownDurations,
  type NotedDuration,
} from '../../contract/temporal/durations.ts';
import { DURATIONS_WORKFLOW, SIGNALS } from '../../contract/temporal/names.ts';
import type { NodeOperation, ProviderName } from '../../contract/vocabulary.ts';

/** Many resources end within a few seconds of each other. */
const SEND_AFTER_MS = 3_000;
const SEND_DEADLINE_MS = 5_000;
/** More durations in one batch are forgotten. */
const MAX_BATCH = 500;

export interface DurationNotes {
  note(work: {
    provider: ProviderName;
    region: string;
    operation: NodeOperation;
    type: string;
    ms: number;
  }): void;
}

/** A batch that cannot be sent is forgotten: an estimate is not worth a retry. */
export function createDurationNotes(options: {
  client: Client;
  taskQueue: string;
  logger: { warn(fields: object, message: string): void };
}): DurationNotes {
  const { client, taskQueue, logger } = options;
  /** By the id of their workflow. */
  const batches = new Map<string, NotedDuration[]>();

  async function send(workflowId: string, batch: NotedDuration[]): Promise<void> {
    batches.delete(workflowId);
    try {
      await client.withDeadline(Date.now() + SEND_DEADLINE_MS, () =>
        client.workflow.signalWithStart<
          (known: KnownDurations) => Promise<void>,
          [NotedDuration[]]
        >(DURATIONS_WORKFLOW, {
          workflowId,
          taskQueue,
          args: [{}],
          signal: SIGNALS.noteDurations,
          signalArgs: [batch],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          staticSummary: `How long resources take (${workflowId})`,
        }),
      );
    } catch (err) {
      logger.warn({ err, workflowId }, 'durations of resources were not kept');
    }
  }

  return {
    note({ provider, region, operation, type, ms }) {
      const workflowId = durationsWorkflowId(provider, region);
      const batch = batches.get(workflowId);
      const noted = { work: workKey(operation, type), ms: Math.round(ms) };
      if (batch === undefined) {
        const begun = [noted];
        batches.set(workflowId, begun);
        setTimeout(() => void send(workflowId, begun), SEND_AFTER_MS).unref();
      } else if (batch.length < MAX_BATCH) batch.push(noted);
    },
  };
}
