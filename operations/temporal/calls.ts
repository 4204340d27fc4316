/** Calls Temporal with a deadline, and classifies the errors. */
import { isGrpcServiceError, ServiceError, type Client } from '@temporalio/client';
import { RequestError } from '../../contract/problems/problem-codes.ts';

/** Also the time after which a client learns that Temporal is unreachable. */
const CALL_DEADLINE_MS = 1_800;
/** gRPC status codes: https://grpc.io/docs/guides/status-codes/ */
const DEADLINE_EXCEEDED = 4;
export const NOT_FOUND = 5;
export const RESOURCE_EXHAUSTED = 8;
const UNREACHABLE: ReadonlySet<number> = new Set([1, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, 14]);
const RETRY_AFTER_SECONDS = 2;
const RESET_MS = 1_000;

/** The caller of the API. The only source of organization and member ids. */
export interface Principal {
  organizationId: string;
  memberId: string;
  /** The id of the request in the log. */
  requestId?: string;
}

/** Returns the first gRPC status code in the error's chain of causes. */
export function grpcCode(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error ? grpcCode(error.cause) : undefined;
}

/** Whether the call timed out, by the clock of this process or of the server. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof NoAnswerError || grpcCode(error) === DEADLINE_EXCEEDED;
}

/**
 * Runs a call to Temporal with a deadline. Throws `temporal_unavailable` when Temporal does not
 * answer in time.
 */
export async function withDeadline<T>(
  client: Client,
  call: () => Promise<T>,
  deadlineMs = CALL_DEADLINE_MS,
): Promise<T> {
  try {
    return await within(client, deadlineMs, call);
  } catch (error) {
    const code = grpcCode(error);
    const unavailable =
      error instanceof NoAnswerError ||
      (code === undefined ? isConnectionFailure(error) : UNREACHABLE.has(code));
    if (!unavailable) throw error;
    throw new RequestError(
      'temporal_unavailable',
      'Temporal does not answer at the moment. Either this request changed nothing, or it can be repeated safely.',
      { retryAfter: RETRY_AFTER_SECONDS, cause: error },
    );
  }
}

/**
 * Runs a call with a strict deadline. The client's own retries check their deadline only before the
 * next attempt, which can be seconds too late.
 */
export async function within<T>(
  client: Client,
  deadlineMs: number,
  call: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswerError()), deadlineMs);
  });
  try {
    return await Promise.race([client.withDeadline(Date.now() + deadlineMs, call), timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Lets any worker answer the next query. For about 10 s Temporal otherwise sends queries to the worker
 * that last ran the workflow, which may be dead. Runs in the background, and may fail.
 */
export function resetStickyWorker(client: Client, workflowId: string, runId?: string): void {
  void within(client, RESET_MS, () =>
    client.workflowService.resetStickyTaskQueue({
      namespace: client.options.namespace,
      execution: { workflowId, ...(runId !== undefined && { runId }) },
    }),
  ).catch(() => undefined);
}

export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  constructor() {
    super('no answer before the deadline');
  }
}

function isConnectionFailure(error: unknown): boolean {
  return error instanceof ServiceError && error.cause === undefined;
}
