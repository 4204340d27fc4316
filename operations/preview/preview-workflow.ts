/** The workflow that makes a plan and is forgotten: how it is asked, and what its failures mean. */
import { ApplicationFailure, WorkflowFailedError, type Client } from '@temporalio/client';
import { ActivityFailure } from '@temporalio/common';
import type {
  PREVIEW_DEPLOYMENT_WORKFLOW,
  PREVIEW_WORKFLOW,
} from '../../contract/temporal/names.ts';
import type {
  PreviewDeploymentInput,
  PreviewInput,
} from '../../contract/temporal/operation-input.ts';
import type { FailureDetails } from '../../contract/problems/failure.ts';
import { isFailureDetails } from '../../contract/guards.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { noWorker } from '../entities/ledger.ts';
import { NoAnswerError, within } from '../temporal/calls.ts';

const DELETE_MS = 1_800;
const DESCRIBE_MS = 1_800;
/** Started, scheduled, taken up, completed, and its first activity: a worker is there. */
const TAKEN_UP_EVENTS = 5;
const RETRY_AFTER_SECONDS = 5;

/** What is wrong with the request itself, beside what its validation finds. */
const OF_THE_REQUEST: ReadonlySet<string> = new Set([
  'local_exec_refused',
  'provider_refused',
  'secret_not_found',
]);

type PreviewWorkflow =
  | { type: typeof PREVIEW_WORKFLOW; input: PreviewInput }
  | { type: typeof PREVIEW_DEPLOYMENT_WORKFLOW; input: PreviewDeploymentInput };

/** Throws `invalid_request` with what only a worker can find out, `no_worker` and `cloud_unavailable`. */
export async function planned(
  client: Client,
  workflow: PreviewWorkflow & {
    workflowId: string;
    taskQueue: string;
    /** A plan may have to wait until all that was asked for before can be seen. */
    longestMs: number;
    summary: string;
  },
): Promise<ProgressResource[]> {
  const { type, workflowId, taskQueue, input, longestMs, summary } = workflow;
  try {
    return await within(client, longestMs, () =>
      client.workflow.execute<(input: typeof workflow.input) => Promise<ProgressResource[]>>(type, {
        workflowId,
        taskQueue,
        args: [input],
        workflowExecutionTimeout: longestMs,
        staticSummary: summary,
      }),
    );
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw refusalOf(error) ?? error;
    throw (await isTakenUp(client, workflowId)) ? tooSlow(longestMs) : noWorker();
  } finally {
    // Should this fail, its retention ends it.
    void within(client, DELETE_MS, () =>
      client.workflowService.deleteWorkflowExecution({
        namespace: client.options.namespace,
        workflowExecution: { workflowId },
      }),
    ).catch(() => undefined);
  }
}

async function isTakenUp(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { historyLength } = await within(client, DESCRIBE_MS, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    return historyLength >= TAKEN_UP_EVENTS;
  } catch {
    return false;
  }
}

function tooSlow(longestMs: number): RequestError {
  return new RequestError(
    'cloud_unavailable',
    `The plan took longer than ${Math.round(longestMs / 1000)} s. Nothing was changed.`,
    { retryAfter: RETRY_AFTER_SECONDS },
  );
}

/** What the provider or the engine said, as an answer to a request. */
function refusalOf(error: unknown): RequestError | undefined {
  const details = detailsIn(error);
  if (details === undefined) return undefined;
  const { code, errorType, message, fieldErrors = {} } = details;
  if (errorType === 'validation' || OF_THE_REQUEST.has(code)) {
    const faults = Object.entries(fieldErrors).map(([path, detail]) => ({
      pointer: `/${path.replaceAll('.', '/')}`,
      detail,
    }));
    return new RequestError('invalid_request', message, { faults, cause: error });
  }
  return new RequestError('cloud_unavailable', `The plan could not be made: ${message}`, {
    retryAfter: details.retryAfter ?? RETRY_AFTER_SECONDS,
    cause: error,
  });
}

function detailsIn(error: unknown): FailureDetails | undefined {
  const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
  const failure = cause instanceof ActivityFailure ? cause.cause : cause;
  if (!(failure instanceof ApplicationFailure)) return undefined;
  const details: unknown = failure.details?.[0];
  return isFailureDetails(details) ? details : undefined;
}
