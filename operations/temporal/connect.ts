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
/** A workflow takes one question while a task of it is pending; that is over in a moment, or not at all. */
const QUICK_RETRIES = 2;
const QUICK_RETRY_MS = 40;
/** A call that may wait so long is a long poll. */
const LONG_CALL_MS = 10_000;

/** gRPC's own pace doubles up to two minutes, in which a server that is back would go unnoticed. */
const RECONNECT = {
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1_000,
};

/** A client whose connection is made with the first call, so that a process comes up while Temporal is away. */
export function connectLazily(options: ConnectionOptions, namespace: string): Client {
  const connection = Connection.lazy({
    ...options,
    channelArgs: { ...RECONNECT, ...options.channelArgs },
    interceptors: [...(options.interceptors ?? []), retries()],
  });
  return new Client({ connection, namespace });
}

/**
 * The client's own retries, but for two: a question that is refused for now is asked again at once,
 * and a long poll is not repeated, so that whoever holds it learns that the connection is gone.
 */
function retries(): ReturnType<typeof makeGrpcRetryInterceptor> {
  const usual = defaultGrpcRetryOptions();
  const patient = makeGrpcRetryInterceptor(usual);
  const quick = makeGrpcRetryInterceptor({
    delayFunction: (attempt, status) =>
      isExhausted(status) ? QUICK_RETRY_MS : usual.delayFunction(attempt, status),
    retryableDecider: (attempt, status) =>
      usual.retryableDecider(attempt, status) && (!isExhausted(status) || attempt <= QUICK_RETRIES),
  });
  const never = makeGrpcRetryInterceptor({ ...usual, retryableDecider: () => false });
  return (options, nextCall) => {
    const { path } = options.method_definition;
    if (path.endsWith(QUERY)) return quick(options, nextCall);
    const longPoll = path.endsWith(HISTORY) && timeLeft(options.deadline) > LONG_CALL_MS;
    return (longPoll ? never : patient)(options, nextCall);
  };
}

function isExhausted({ code }: { code: number }): boolean {
  return code === RESOURCE_EXHAUSTED;
}

function timeLeft(deadline: Date | number | undefined): number {
  return deadline === undefined ? Infinity : Number(deadline) - Date.now();
}
