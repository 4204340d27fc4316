import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type ConnectionOptions,
} from '@temporalio/client';
import { RESOURCE_EXHAUSTED } from './calls.ts';

const QUERY = '/QueryWorkflow';
const HISTORY = '/GetWorkflowExecutionHistory';
/**
 * A workflow accepts one query while its task is pending. That state ends within moments, or lasts.
 */
const QUICK_RETRIES = 2;
const QUICK_RETRY_MS = 40;
/** A history call with a deadline beyond this is a long poll. */
const LONG_CALL_MS = 10_000;

/**
 * gRPC's default backoff grows to two minutes. A server that is back would go unnoticed for that
 * long.
 */
const RECONNECT = {
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1_000,
};

/**
 * Returns a client that connects with its first call, so that a process can start while Temporal is
 * unreachable.
 */
export function connectLazily(options: ConnectionOptions, namespace: string): Client {
  const connection = Connection.lazy({
    ...options,
    channelArgs: { ...RECONNECT, ...options.channelArgs },
    interceptors: [...(options.interceptors ?? []), retries()],
  });
  return new Client({ connection, namespace });
}

/**
 * The client's default retries, with two exceptions. A query that is refused for now is retried almost
 * at once. A long poll is not retried, so that its caller learns that the connection is lost.
 */
function retries(): ReturnType<typeof makeGrpcRetryInterceptor> {
  const defaults = defaultGrpcRetryOptions();
  const normal = makeGrpcRetryInterceptor(defaults);
  const quick = makeGrpcRetryInterceptor({
    delayFunction: (attempt, status) =>
      isExhausted(status) ? QUICK_RETRY_MS : defaults.delayFunction(attempt, status),
    retryableDecider: (attempt, status) =>
      defaults.retryableDecider(attempt, status) &&
      (!isExhausted(status) || attempt <= QUICK_RETRIES),
  });
  const never = makeGrpcRetryInterceptor({ ...defaults, retryableDecider: () => false });
  return (options, nextCall) => {
    const { path } = options.method_definition;
    if (path.endsWith(QUERY)) return quick(options, nextCall);
    const longPoll = path.endsWith(HISTORY) && timeLeft(options.deadline) > LONG_CALL_MS;
    return (longPoll ? never : normal)(options, nextCall);
  };
}

function isExhausted({ code }: { code: number }): boolean {
  return code === RESOURCE_EXHAUSTED;
}

function timeLeft(deadline: Date | number | undefined): number {
  return deadline === undefined ? Infinity : Number(deadline) - Date.now();
}
