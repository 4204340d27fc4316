/** Access to AWS by region. Every call has a rate limit, a deadline and one translation of its errors. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import type { MiddlewareStack } from '@smithy/types';
import { ACTION_PREFIXES, createClients, type ClientOptions, type Clients } from './clients.ts';
import { providerError } from './errors.ts';
import { wholeList } from './whole-lists.ts';
import { createBuckets, type CallRate, type TokenBucket } from './token-bucket.ts';

export interface AccessOptions extends ClientOptions {
  /** The rate of all calls to one region. */
  rate: CallRate;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** How long AWS's answers may be older than a change. */
  consistencyWindowMs: number;
  /** The buckets to share with other accesses to the same account. By default, of this access alone. */
  bucketOf?: (region: string) => TokenBucket;
  /** Called for each request that is sent, with its IAM action. */
  onCall?: ((action: string) => void) | undefined;
}

/** The services in one region. */
export interface Aws extends Clients {
  region: string;
  /** The last EKS update of each resource that this process has requested. */
  updates: Map<string, RequestedUpdate>;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** How long AWS's answers may be older than a change. */
  consistencyWindowMs: number;
}

interface RequestedUpdate {
  /** The resource and its wanted state. */
  what: string;
  id: string;
  /** When this process first saw that EKS had completed the update, in milliseconds since the epoch. */
  succeededAt?: number;
}

export interface Access {
  /**
   * Runs `work` with the services of a region. An abort ends the work with the signal's reason, before the
   * next request. It also ends a read in flight, but not a request that changes something.
   */
  run<T>(region: string, signal: AbortSignal, work: (aws: Aws) => Promise<T>): Promise<T>;
}

/** The state of a region. Its clients are replaced with new credentials; the rest stays. */
interface Region {
  bucket: TokenBucket;
  updates: Map<string, RequestedUpdate>;
  clients?: Promise<Clients>;
}

/** The share of the total rate that each service still gets while AWS throttles it. */
const SLOWEST_PART = 0.25;
const READS = /^(Describe|List|Get)/;

export function createAccess(options: AccessOptions): Access {
  const { rate, clock, consistencyWindowMs, onCall } = options;
  const { bucketOf = createBuckets(rate, clock) } = options;
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
          if (!READS.test(command)) return await next(args);
          const read = async (fields: object) => {
            const page = { ...args, input: { ...args.input, ...fields } };
            try {
              return await next(page);
            } catch (error) {
              if (!isReset(error) || signal?.aborted === true) throw error;
              return await next(page);
            }
          };
          const first = await unlessAborted(read({}), signal);
          const output = await wholeList(first.output, async (fields) => {
            signal?.throwIfAborted();
            const later = await unlessAborted(read(fields), signal);
            return later.output;
          });
          return { ...first, output };
        } catch (error) {
          if (signal?.aborted === true && error === signal.reason) throw error;
          const translated = providerError(error, `${service}:${command}`);
          // The SDK keeps credentials until their own expiry date.
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
      // Runs inside the retries, so that each attempt counts towards the rate.
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
    guard(clients.globalQuotas, ACTION_PREFIXES.globalQuotas, region);
    guard(clients.iam, ACTION_PREFIXES.iam, region);
    guard(clients.logs, ACTION_PREFIXES.logs, region);
    guard(clients.quotas, ACTION_PREFIXES.quotas, region);
    guard(clients.sqs, ACTION_PREFIXES.sqs, region);
    guard(clients.ssm, ACTION_PREFIXES.ssm, region);
    guard(clients.sts, ACTION_PREFIXES.sts, region);
    return clients;
  }

  function regionOf(name: string): Region {
    const known = regions.get(name);
    if (known !== undefined) return known;
    const made = { bucket: bucketOf(name), updates: new Map<string, RequestedUpdate>() };
    regions.set(name, made);
    return made;
  }

  return {
    async run(name, signal, work) {
      signal.throwIfAborted();
      // Many concurrent calls of one `work` listen to the signal.
      setMaxListeners(0, signal);
      const region = regionOf(name);
      region.clients ??= connect(name, region);
      const aws: Aws = {
        ...(await region.clients),
        region: name,
        updates: region.updates,
        clock,
        consistencyWindowMs,
      };
      return signals.run(signal, () => work(aws));
    },
  };
}

/** Returns true if AWS closed an idle connection while the request was being sent. */
function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

/** Resolves to the result of the call. Rejects with the signal's reason if the signal aborts first. */
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
  // After an abort nothing else handles the call's rejection.
  call.catch(() => {});
  try {
    return await Promise.race([call, aborted]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
