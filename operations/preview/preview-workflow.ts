/**
 * The workflow that plans an operation without carrying it out. It is not an operation, locks
 * nothing, and is deleted after its answer.
 */
import { ApplicationFailure, WorkflowFailedError, type Client } from '@temporalio/client';
import { ActivityFailure } from '@temporalio/common';
import { PREVIEW_DEPLOYMENT_WORKFLOW, PREVIEW_WORKFLOW } from '../../contract/temporal/names.ts';
import type {
  CloudOperationSubject,
  OperationInput,
  OperationSubject,
  PreviewAnswer,
  PreviewDeploymentInput,
  PreviewInput,
} from '../../contract/temporal/operation-input.ts';
import type { FailureDetails } from '../../contract/problems/failure.ts';
import { isFailureDetails } from '../../contract/guards.ts';
import { shownAs } from '../../contract/operations/node-progress.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import type { PlannedNode } from '../../contract/resources/graph.ts';
import type { PlanPreview } from '../../contract/temporal/engine.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { noWorker } from '../entities/ledger.ts';
import { NoAnswerError, within } from '../temporal/calls.ts';

const DELETE_MS = 1_800;
const DESCRIBE_MS = 1_800;
/**
 * Started, task scheduled, task started, task completed, first activity scheduled: a worker has taken
 * it up.
 */
const TAKEN_UP_EVENTS = 5;
const RETRY_AFTER_SECONDS = 5;

/** Codes of failures that only another request can fix, beside those of type `validation`. */
const REQUEST_FAULTS: ReadonlySet<string> = new Set([
  'git_access_denied',
  'git_path_not_found',
  'git_ref_not_found',
  'git_repository_not_found',
  'local_exec_refused',
  'provider_refused',
  'secret_not_found',
]);

/** A plan may have to wait until the effects of earlier calls are visible. */
const MAX_PREVIEW_MS = 25_000;
/** The providers of a module may have to be downloaded first. */
const MAX_DEPLOYMENT_PREVIEW_MS = 55_000;

interface CloudPreview extends Pick<PlanPreview, 'resources'> {
  /** Absent if the operation has no plan. */
  nodes?: PlannedNode[];
}

type PreviewWorkflow =
  | { type: typeof PREVIEW_WORKFLOW; input: PreviewInput }
  | { type: typeof PREVIEW_DEPLOYMENT_WORKFLOW; input: PreviewDeploymentInput };

/** Plans an operation that a provider would carry out. For the errors see plan. */
export async function planCloudOperation(
  client: Client,
  taskQueue: string,
  operationId: string,
  input: OperationInput,
  target: PreviewInput['target'],
): Promise<CloudPreview> {
  const { subject, timings, connectionId } = input;
  if (!isCloudSubject(subject)) throw new Error(`operation ${subject.operation} has no provider`);
  const answer = await plan<PreviewAnswer>(
    client,
    taskQueue,
    operationId,
    {
      type: PREVIEW_WORKFLOW,
      input: { subject, timings, target, ...(connectionId !== undefined && { connectionId }) },
    },
    MAX_PREVIEW_MS,
  );
  if (Array.isArray(answer)) return { resources: answer };
  const { nodes } = answer;
  return { resources: nodes.map(shownAs), nodes };
}

/** Plans an operation on a deployment. For the errors see plan. */
export async function planDeployment(
  client: Client,
  taskQueue: string,
  input: PreviewDeploymentInput,
  maxMs = MAX_DEPLOYMENT_PREVIEW_MS,
): Promise<PlanPreview> {
  const preview = { type: PREVIEW_DEPLOYMENT_WORKFLOW, input } as const;
  type Answer = PlanPreview | ProgressResource[];
  const answer = await plan<Answer>(client, taskQueue, input.operationId, preview, maxMs);
  // Workers of earlier versions answer the resources alone.
  return Array.isArray(answer) ? { resources: answer } : answer;
}

/**
 * Throws `invalid_request` for faults that only a worker can find, `no_worker` and
 * `cloud_unavailable`.
 */
async function plan<Answer>(
  client: Client,
  taskQueue: string,
  operationId: string,
  { type, input }: PreviewWorkflow,
  maxMs: number,
): Promise<Answer> {
  const workflowId = `preview-${operationId}`;
  const { resourceType, resourceId } = input.subject;
  try {
    return await within(client, maxMs, () =>
      client.workflow.execute<(input: PreviewWorkflow['input']) => Promise<Answer>>(type, {
        workflowId,
        taskQueue,
        args: [input],
        workflowExecutionTimeout: maxMs,
        staticSummary: `Preview of an operation on ${resourceType} ${resourceId}`,
      }),
    );
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw refusalOf(error) ?? error;
    throw (await isTakenUp(client, workflowId)) ? tooSlow(maxMs) : noWorker();
  } finally {
    // If this fails, Temporal deletes the workflow after its retention.
    void within(client, DELETE_MS, () =>
      client.workflowService.deleteWorkflowExecution({
        namespace: client.options.namespace,
        workflowExecution: { workflowId },
      }),
    ).catch(() => undefined);
  }
}

function isCloudSubject(subject: OperationSubject): subject is CloudOperationSubject {
  return subject.provider !== undefined && subject.region !== undefined;
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

function tooSlow(maxMs: number): RequestError {
  return new RequestError(
    'cloud_unavailable',
    `The plan took longer than ${Math.round(maxMs / 1000)} s. Nothing was changed.`,
    { retryAfter: RETRY_AFTER_SECONDS },
  );
}

/**
 * The failure of the provider or the engine as an answer to the request; undefined for any other
 * error.
 */
function refusalOf(error: unknown): RequestError | undefined {
  const details = detailsIn(error);
  if (details === undefined) return undefined;
  const { code, errorType, message, fieldErrors = {} } = details;
  if (errorType === 'validation' || REQUEST_FAULTS.has(code)) {
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
