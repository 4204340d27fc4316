/** The SDK's clients, one set for each region: every call passes the bucket, a deadline and one translation of errors. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import type { EC2 } from '@aws-sdk/client-ec2';
import type { EKS } from '@aws-sdk/client-eks';
import type { EventBridge } from '@aws-sdk/client-eventbridge';
import type { IAM } from '@aws-sdk/client-iam';
import type { SQS } from '@aws-sdk/client-sqs';
import type { STS } from '@aws-sdk/client-sts';
import type { MiddlewareStack } from '@smithy/types';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { providerError } from './errors.ts';
import { ThrottledOnlyRetry } from './retry.ts';
import { createTokenBucket, type CallRate, type TokenBucket } from './token-bucket.ts';

export interface AccessOptions {
  /** In place of AWS's own endpoints, for example of the sandbox. */
  endpoint?: string | undefined;
  /** The deadline of one request, in milliseconds. */
  requestTimeoutMs: number;
  rate: CallRate;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Hears of each call that is sent, as an IAM action. */
  onCall?: ((action: string) => void) | undefined;
}

/** The services in one region. */
export interface Aws {
  region: string;
  ec2: EC2;
  eks: EKS;
  events: EventBridge;
  iam: IAM;
  sqs: SQS;
  sts: STS;
  /** EKS's updates that this process has asked for: their ids, by what they are to bring about. */
  updates: Map<string, string>;
}

export interface Access {
  /**
   * Runs `work` with the services of a region. Until a call is sent the signal's abort ends it, with its
   * reason; a call that may change something is waited for then, and one that only looks is not.
   */
  run<T>(region: string, signal: AbortSignal, work: (aws: Aws) => Promise<T>): Promise<T>;
}

const LOOKS = /^(Describe|List|Get)/;

export function createAccess(options: AccessOptions): Access {
  const signals = new AsyncLocalStorage<AbortSignal>();
  const regions = new Map<string, Promise<Aws>>();

  function guard<Input extends object, Output extends object>(
    client: { middlewareStack: MiddlewareStack<Input, Output> },
    service: string,
    bucket: TokenBucket,
  ): void {
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const command = (context.commandName ?? '').replace(/Command$/, '');
        const action = `${service}:${command}`;
        const signal = signals.getStore();
        try {
          const call = next(args);
          return await (LOOKS.test(command) ? unlessAborted(call, signal) : call);
        } catch (error) {
          if (signal?.aborted === true && error === signal.reason) throw error;
          throw providerError(error, action);
        }
      },
      { step: 'initialize', name: 'slipwayErrors', priority: 'high' },
    );
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const signal = signals.getStore();
        await bucket.take(signal);
        signal?.throwIfAborted();
        options.onCall?.(`${service}:${(context.commandName ?? '').replace(/Command$/, '')}`);
        return next(args);
      },
      // Inside of the retries, so that each attempt counts.
      { step: 'finalizeRequest', name: 'slipwayRate', priority: 'low' },
    );
  }

  async function connect(region: string): Promise<Aws> {
    // Loaded when first used: together they take seconds, and not every worker needs them.
    const [{ EC2 }, { EKS }, { EventBridge }, { IAM }, { SQS }, { STS }] = await Promise.all([
      import('@aws-sdk/client-ec2'),
      import('@aws-sdk/client-eks'),
      import('@aws-sdk/client-eventbridge'),
      import('@aws-sdk/client-iam'),
      import('@aws-sdk/client-sqs'),
      import('@aws-sdk/client-sts'),
    ]);
    const { endpoint, requestTimeoutMs, rate, clock } = options;
    const bucket = createTokenBucket(rate, clock);
    const config = () => ({
      region,
      retryStrategy: new ThrottledOnlyRetry(),
      requestHandler: new NodeHttpHandler({
        connectionTimeout: requestTimeoutMs,
        requestTimeout: requestTimeoutMs,
        throwOnRequestTimeout: true,
      }),
      ...(endpoint !== undefined && { endpoint }),
    });
    const aws: Aws = {
      region,
      ec2: new EC2(config()),
      eks: new EKS(config()),
      events: new EventBridge(config()),
      iam: new IAM(config()),
      sqs: new SQS({ ...config(), useQueueUrlAsEndpoint: endpoint === undefined }),
      sts: new STS(config()),
      updates: new Map(),
    };
    guard(aws.ec2, 'ec2', bucket);
    guard(aws.eks, 'eks', bucket);
    guard(aws.events, 'events', bucket);
    guard(aws.iam, 'iam', bucket);
    guard(aws.sqs, 'sqs', bucket);
    guard(aws.sts, 'sts', bucket);
    return aws;
  }

  return {
    async run(region, signal, work) {
      signal.throwIfAborted();
      // Many calls of one piece of work listen to it at once.
      setMaxListeners(0, signal);
      const aws = regions.get(region) ?? connect(region);
      regions.set(region, aws);
      const ready = await aws;
      return signals.run(signal, () => work(ready));
    },
  };
}

/** What the call gives, unless the abort comes first. */
async function unlessAborted<T>(call: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return call;
  let end = () => {};
  const aborted = new Promise<never>((_, reject) => {
    end = () => {
      const reason: unknown = signal.reason;
      reject(reason instanceof Error ? reason : new Error('aborted', { cause: reason }));
    };
    signal.addEventListener('abort', end, { once: true });
  });
  // Nobody waits for it any more once the call has been overtaken.
  call.catch(() => {});
  try {
    return await Promise.race([call, aborted]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
