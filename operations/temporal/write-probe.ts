/**
 * Checks that Temporal can write, by the same call that accepts requests: it starts a workflow, and deletes
 * it. When a disk is full or a database is read-only, all reads still work.
 */
import type { Client } from '@temporalio/client';
import { READINESS_WORKFLOW, readinessTaskQueue } from '../../contract/temporal/names.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { withDeadline, within } from './calls.ts';

/** How long a successful write answers for all checks. A failure answers for none. */
const TRUSTED_FOR_MS = 5_000;
const DELETE_MS = 2_000;
/** Temporal ends a workflow that could not be deleted. */
const MAX_LIFE_MS = 60_000;
const RETRY_AFTER_SECONDS = 2;

export interface WriteProbe {
  /** Throws `temporal_unavailable` when Temporal stores nothing in time. Concurrent callers share a write. */
  check(): Promise<void>;
}

export function createWriteProbe(deps: {
  client: Client;
  taskQueue: string;
  newId(): string;
  now(): number;
}): WriteProbe {
  const { client, taskQueue, newId, now } = deps;
  let writtenAt = -Infinity;
  let inFlight: Promise<void> | undefined;

  async function write(): Promise<void> {
    const workflowId = `readiness-${newId()}`;
    try {
      await withDeadline(client, () =>
        client.workflow.start(READINESS_WORKFLOW, {
          workflowId,
          taskQueue: readinessTaskQueue(taskQueue),
          workflowExecutionTimeout: MAX_LIFE_MS,
          staticSummary: 'Checks that Temporal can write',
        }),
      );
    } catch (cause) {
      throw new RequestError(
        'temporal_unavailable',
        'Temporal stores nothing at the moment. If it can be reached, its disk may be full, or its database read-only.',
        { retryAfter: RETRY_AFTER_SECONDS, cause },
      );
    }
    writtenAt = now();
    void within(client, DELETE_MS, () =>
      client.workflowService.deleteWorkflowExecution({
        namespace: client.options.namespace,
        workflowExecution: { workflowId },
      }),
    ).catch(() => undefined);
  }

  return {
    check() {
      if (now() - writtenAt < TRUSTED_FOR_MS) return Promise.resolve();
      inFlight ??= write().finally(() => {
        inFlight = undefined;
      });
      return inFlight;
    },
  };
}
