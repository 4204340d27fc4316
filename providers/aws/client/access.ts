/** Access to AWS, region by region: every call passes the bucket, a deadline and one translation of errors. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import type { MiddlewareStack } from '@smithy/types';
import { ACTION_PREFIXES, createClients, type ClientOptions, type Clients } from './clients.ts';
import { providerError } from './errors.ts';
import { createTokenBucket, type CallRate, type TokenBucket } from './token-bucket.ts';

export interface AccessOptions extends ClientOptions {
  /** Of all calls to one region. */
  rate: CallRate;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Hears of each call that is sent, as an IAM action. */
  onCall?: ((action: string) => void) | undefined;
}

/** The services in one region. */
export interface Aws extends Clients {
  region: string;
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

/** What outlives the clients of a region, which are made anew with new credentials. */
interface Region {
  bucket: TokenBucket;
  updates: Map<string, string>;
  clients?: Promise<Clients>;
}

/** Of the rate of all calls: how much of it each service keeps when AWS throttles. */
const SLOWEST_PART = 0.25;
const LOOKS = /^(Describe|List|Get)/;

export function createAccess(options: AccessOptions): Access {
  const { rate, clock, onCall } = options;
  const signals = new AsyncLocalStorage<AbortSignal>();
  const regions = new Map<string, Region>();

  function guard<Input extends object, Output extends object>(
    client: { middlewareStack: MiddlewareStack<Input, Output> },
    service: string,
    region: Region,
  ): void {
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const command = (context.commandName ?? '').replace(/Command$/, '');
        const signal = signals.getStore();
        try {
          if (!LOOKS.test(command)) return await next(args);
          const again = (error: unknown) => {
            if (isReset(error) && signal?.aborted !== true) return next(args);
            throw error;
          };
          return await unlessAborted(next(args).catch(again), signal);
        } catch (error) {
          if (signal?.aborted === true && error === signal.reason) throw error;
          const translated = providerError(error, `${service}:${command}`);
          // The SDK keeps credentials until they say themselves that they are old.
          if (translated.code === 'credentials_expired') delete region.clients;
          throw translated;
        }
      },
      { step: 'initialize', name: 'slipwayErrors', priority: 'high' },
    );
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const signal = signals.getStore();
        await region.bucket.take(signal);
        signal?.throwIfAborted();
        onCall?.(`${service}:${(context.commandName ?? '').replace(/Command$/, '')}`);
        return next(args);
      },
      // Inside of the retries, so that each attempt counts.
      { step: 'finalizeRequest', name: 'slipwayRate', priority: 'low' },
    );
  }

  async function connect(name: string, region: Region): Promise<Clients> {
    const clients = await createClients(name, options, rate.perSecond * SLOWEST_PART);
    guard(clients.ec2, ACTION_PREFIXES.ec2, region);
    guard(clients.eks, ACTION_PREFIXES.eks, region);
    guard(clients.elb, ACTION_PREFIXES.elb, region);
    guard(clients.elbv2, ACTION_PREFIXES.elbv2, region);
    guard(clients.events, ACTION_PREFIXES.events, region);
    guard(clients.iam, ACTION_PREFIXES.iam, region);
    guard(clients.quotas, ACTION_PREFIXES.quotas, region);
    guard(clients.sqs, ACTION_PREFIXES.sqs, region);
    guard(clients.sts, ACTION_PREFIXES.sts, region);
    return clients;
  }

  function regionOf(name: string): Region {
    const known = regions.get(name);
    if (known !== undefined) return known;
    const made = { bucket: createTokenBucket(rate, clock), updates: new Map<string, string>() };
    regions.set(name, made);
    return made;
  }

  return {
    async run(name, signal, work) {
      signal.throwIfAborted();
      // Many calls of one piece of work listen to it at once.
      setMaxListeners(0, signal);
      const region = regionOf(name);
      region.clients ??= connect(name, region);
      const aws: Aws = { ...(await region.clients), region: name, updates: region.updates };
      return signals.run(signal, () => work(aws));
    },
  };
}

/** Of a connection that was kept too long: AWS has closed it while the request was on its way. */
function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
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
