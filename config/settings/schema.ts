import { homedir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { DNS_LABEL_PATTERN } from '../../contract/ids.ts';
import { awsDefinition } from '../../contract/providers/aws.ts';
import { PROVIDERS } from '../../contract/vocabulary.ts';
import { deploymentSettings } from './deployments.ts';
import { webhookSettings } from './webhooks.ts';
import { milliseconds, number, port, releases, wholeNumber } from './types.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'] as const;

/** All settings of all processes. The names are environment variables; docs/settings.md describes them. */
export const settingsSchema = z.object({
  /**
   * The address on which the API listens. Only loopback addresses are allowed, because requests are not
   * authenticated.
   */
  HOST: z
    .enum(LOOPBACK, {
      error: `must be a loopback address (${LOOPBACK.join(', ')}): requests are not authenticated yet, so the API must not be reachable from other machines`,
    })
    .default('127.0.0.1'),
  PORT: port.default(3000),
  TEMPORAL_PORT: port.default(7233),
  TEMPORAL_UI_PORT: port.default(8233),
  SIMULATOR_PORT: port.default(3100),
  AWS_SANDBOX_PORT: port.default(3200),
  /** The cloud of the simulated provider. Defaults to the simulator on SIMULATOR_PORT. */
  SIMULATOR_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .optional(),
  /** The speed of the simulator. At 1, a cluster takes about 40 s; at 10, a tenth of that. */
  SIMULATOR_SPEED: number('must be a number above 0, at most 10000', (value) =>
    value.positive().max(10_000),
  ).default(1),
  /**
   * Whether clusters of the simulated cloud have a real Kubernetes API. `auto` has one if the programs are in the
   * cache, where `npm run kubernetes` puts them.
   */
  SIMULATOR_KUBERNETES: z
    .enum(['auto', 'real', 'off'], { error: 'must be auto, real or off' })
    .default('auto'),
  /** The providers that requests may name. The first one is the default. */
  SLIPWAY_PROVIDERS: z
    .string()
    .regex(new RegExp(`^(${PROVIDERS.join('|')})(,(${PROVIDERS.join('|')}))*$`), {
      error: `must be one of ${PROVIDERS.join(', ')}, or several with commas between them`,
    })
    .default('simulated')
    .transform((text) =>
      PROVIDERS.filter((name) => text.split(',').includes(name)).toSorted(
        (a, b) => text.indexOf(a) - text.indexOf(b),
      ),
    ),
  /** The region of AWS resources if a request names none. */
  SLIPWAY_AWS_REGION: z
    .enum(awsDefinition.regions, { error: `must be one of ${awsDefinition.regions.join(', ')}` })
    .default('eu-central-1'),
  /** Replaces AWS's own endpoints, for example with the AWS sandbox. */
  AWS_ENDPOINT_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .optional(),
  /** The identity of the workers in AWS, which the trust policies of connections name. */
  SLIPWAY_AWS_PRINCIPAL: z
    .string()
    .regex(/^arn:[a-z][a-z0-9-]*:(iam|sts)::\d{12}:.+$/, {
      error: 'must be an ARN, such as arn:aws:iam::999999999999:role/slipway-worker',
    })
    // AWS refuses a policy with this text, so nobody can overlook it.
    .default('ARN-OF-THE-WORKERS-IDENTITY'),
  /** Whether requests without a connection may use the account of the worker's own credentials. */
  SLIPWAY_AWS_OWN_ACCOUNT: z
    .enum(['refused', 'allowed'], { error: 'must be refused or allowed' })
    .default('refused'),
  /** How many times as fast as AWS the cloud at AWS_ENDPOINT_URL is. */
  SLIPWAY_AWS_SPEED: number('must be a number above 0, at most 10000', (value) =>
    value.positive().max(10_000),
  ).default(1),
  /** Calls of one worker to one AWS region: the long-term rate per second, and the burst. */
  SLIPWAY_AWS_CALLS_PER_SECOND: number('must be a number above 0', (value) =>
    value.positive(),
  ).default(20),
  SLIPWAY_AWS_CALL_BURST: number('must be a whole number, 1 or more', (value) =>
    value.int().min(1),
  ).default(100),
  SLIPWAY_DATA_DIR: z.string().min(1).default('.slipway'),
  /** The directory of downloaded and built tools, shared by all copies of Slipway. */
  SLIPWAY_CACHE_DIR: z
    .string()
    .min(1, { error: 'must be set, because this user has no home directory' })
    .prefault(defaultCacheDirectory),
  ...deploymentSettings,
  ...webhookSettings,
  SLIPWAY_ORGANIZATION: z
    .string()
    .regex(DNS_LABEL_PATTERN, { error: 'must be a DNS label' })
    .default('local'),
  SLIPWAY_MEMBER: z
    .string()
    .regex(DNS_LABEL_PATTERN, { error: 'must be a DNS label' })
    .default('me'),
  /** A prefix of all paths, for example /api/v1. */
  SLIPWAY_BASE_PATH: z
    .string()
    .regex(/^(\/[A-Za-z0-9._~-]+)*$/, {
      error: 'must be empty or like /api/v1, without a slash at the end',
    })
    .default(''),
  /** The URL under which clients reach the API, for example through a proxy. Links in answers begin with it. */
  SLIPWAY_PUBLIC_URL: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })], {
      error: 'must be an http:// or https:// URL',
    })
    .default(''),
  /** An existing Temporal server. Without it, `npm start` runs one. */
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, { error: 'must be host:port' })
    .optional(),
  /** The base URL for downloads of Temporal's server. */
  SLIPWAY_TEMPORAL_RELEASES: releases('https://github.com/temporalio/cli/releases/download'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  SLIPWAY_TASK_QUEUE: z.string().min(1).default('slipway'),
  /** How many activities a worker runs at once. Most of them only wait for a cloud. */
  SLIPWAY_ACTIVITY_SLOTS: wholeNumber(1).default(400),
  /** How many workflows a worker keeps in memory; 0 means as many as its heap allows. */
  SLIPWAY_CACHED_WORKFLOWS: wholeNumber(0).default(0),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` })
    .default('info'),
  /** The heartbeat timeout. An activity that sends no heartbeat for this long is considered dead. */
  SLIPWAY_HEARTBEAT_TIMEOUT_MS: milliseconds.default(10_000),
  /** The deadline of one request to a cloud. */
  SLIPWAY_CLOUD_TIMEOUT_MS: milliseconds.default(10_000),
  /** How long a reservation without a claim waits before it checks that its operation exists. */
  SLIPWAY_RESERVATION_MS: milliseconds.default(60_000),
  /** A factor for every node's deadline; below 1 for tests with a fast simulator. */
  SLIPWAY_DEADLINE_FACTOR: number('must be a number above 0', (value) => value.positive()).default(
    1,
  ),
  /** The pause after the first failed call to a cloud. It doubles each time, up to 20 times this value. */
  SLIPWAY_RETRY_INTERVAL_MS: milliseconds.default(500),
  /** The minimum time between two updates of an operation's memo. */
  SLIPWAY_MEMO_INTERVAL_MS: milliseconds.default(5_000),
  /** How many requests per second each API process accepts from one member; 0 means no limit. */
  SLIPWAY_RATE_LIMIT: wholeNumber(0).default(0),
  /**
   * How long the API keeps an idle connection open. A load balancer in front must close it first, or it sends
   * a request into a connection that is being closed.
   */
  SLIPWAY_KEEP_ALIVE_MS: milliseconds.default(80_000),
  /** How long the verification of a connection waits until the role has its trust policy. */
  SLIPWAY_ROLE_WAIT_MS: milliseconds.default(3_600_000),
  /** The API's deadline for a workflow query. */
  SLIPWAY_QUERY_TIMEOUT_MS: milliseconds.default(1_500),
});

/** Returns an empty text for a user without a home directory, as in some containers. */
function defaultCacheDirectory(): string {
  const caches = process.env['XDG_CACHE_HOME'];
  if (caches) return path.join(caches, 'slipway');
  try {
    return path.join(homedir(), '.cache', 'slipway');
  } catch {
    return '';
  }
}
