import { homedir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { DNS_LABEL_PATTERN } from '../contract/ids.ts';
import { awsDefinition } from '../contract/providers/aws.ts';
import { PROVIDERS } from '../contract/vocabulary.ts';
import {
  readTemporalEnvironment,
  type TemporalCredentials,
  type TemporalEnvironment,
} from './temporal.ts';

/** 0 takes any free port. */
const port = number('must be a port: a whole number from 0 to 65535', (value) =>
  value.int().min(0).max(65_535),
);
const milliseconds = number('must be a whole number of milliseconds, 1 or more', (value) =>
  value.int().min(1),
);
const release = z
  .string()
  .regex(/^(\d+\.\d+\.\d+(-[a-z0-9.]+)?)?$/, { error: 'must be a release, like 1.12.6' })
  .default('');
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'] as const;

/** Every setting of every process. Names are environment variables; docs/settings.md lists them. */
const settingsSchema = z.object({
  /** Where the API listens. Loopback only, until requests are authenticated. */
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
  /** Where the simulated provider finds its cloud; by default the simulator on SIMULATOR_PORT. */
  SIMULATOR_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .optional(),
  /** 1: a cluster takes about 40 s; 10 is ten times as fast. */
  SIMULATOR_SPEED: number('must be a number above 0, at most 10000', (value) =>
    value.positive().max(10_000),
  ).default(1),
  /** What requests may ask for; the first is meant where they name none. */
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
  /** Where AWS's things are made when a request does not say. */
  SLIPWAY_AWS_REGION: z
    .enum(awsDefinition.regions, { error: `must be one of ${awsDefinition.regions.join(', ')}` })
    .default('eu-central-1'),
  /** In place of AWS's own endpoints, for example of the AWS sandbox. */
  AWS_ENDPOINT_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .optional(),
  /** How many times as fast as AWS the cloud at AWS_ENDPOINT_URL is. */
  SLIPWAY_AWS_SPEED: number('must be a number above 0, at most 10000', (value) =>
    value.positive().max(10_000),
  ).default(1),
  /** All calls of one worker to one region of AWS: how many a second in the long run, and at once. */
  SLIPWAY_AWS_CALLS_PER_SECOND: number('must be a number above 0', (value) =>
    value.positive(),
  ).default(20),
  SLIPWAY_AWS_CALL_BURST: number('must be a whole number, 1 or more', (value) =>
    value.int().min(1),
  ).default(100),
  SLIPWAY_DATA_DIR: z.string().min(1).default('.slipway'),
  /** Tools that were downloaded or built once, shared by all copies. */
  SLIPWAY_CACHE_DIR: z
    .string()
    .min(1)
    .default(path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'slipway')),
  /** An OpenTofu to use in place of one on PATH or in the cache. */
  SLIPWAY_TOFU: z.string().default(''),
  /** The release of OpenTofu that must be used; without one, any that is new enough. */
  SLIPWAY_TOFU_VERSION: release,
  /** Where releases of OpenTofu are downloaded from. */
  SLIPWAY_TOFU_RELEASES: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .default('https://github.com/opentofu/opentofu/releases/download'),
  /** A Terraform to use in place of one on PATH. */
  SLIPWAY_TERRAFORM: z.string().default(''),
  /** The release of Terraform that must be used. */
  SLIPWAY_TERRAFORM_VERSION: release,
  /** Which providers modules may use; `*` is every one. */
  SLIPWAY_DEPLOYMENT_PROVIDERS: z
    .string()
    .regex(/^(\*|[a-z0-9_-]+\/[a-z0-9_-]+(,[a-z0-9_-]+\/[a-z0-9_-]+)*)$/, {
      error: 'must be `*`, or like hashicorp/random,hashicorp/null',
    })
    .default('hashicorp/random,hashicorp/null'),
  /** Which backends of their own modules may keep their state in. */
  SLIPWAY_DEPLOYMENT_BACKENDS: z
    .string()
    .regex(/^([a-z0-9_]+(,[a-z0-9_]+)*)?$/, { error: 'must be empty, or like s3,gcs' })
    .default(''),
  /** Whether modules may run programs on the worker's machine. */
  SLIPWAY_DEPLOYMENT_LOCAL_EXEC: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false'),
  /** How long one run of an engine may take, and how long it may take to end in order. */
  SLIPWAY_DEPLOYMENT_TIMEOUT_MS: milliseconds.default(3_600_000),
  SLIPWAY_DEPLOYMENT_GRACE_MS: milliseconds.default(60_000),
  /** How long a plan waits for its confirmation. */
  SLIPWAY_CONFIRMATION_MS: milliseconds.default(604_800_000),
  /** States, plans and sources of deployments; by default in SLIPWAY_DATA_DIR. */
  SLIPWAY_BLOBS_DIR: z.string().min(1).optional(),
  /** Files with secrets, a directory for each organization; by default in SLIPWAY_DATA_DIR. */
  SLIPWAY_SECRETS_DIR: z.string().min(1).optional(),
  SLIPWAY_ORGANIZATION: z
    .string()
    .regex(DNS_LABEL_PATTERN, { error: 'must be a DNS label' })
    .default('local'),
  SLIPWAY_MEMBER: z
    .string()
    .regex(DNS_LABEL_PATTERN, { error: 'must be a DNS label' })
    .default('me'),
  /** Moves every path, for example to /api/v1. */
  SLIPWAY_BASE_PATH: z
    .string()
    .regex(/^(\/[A-Za-z0-9._~-]+)*$/, {
      error: 'must be empty or like /api/v1, without a slash at the end',
    })
    .default(''),
  /** A Temporal server that is there already; without it `npm start` runs one. */
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, { error: 'must be host:port' })
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  SLIPWAY_TASK_QUEUE: z.string().min(1).default('slipway'),
  /** How many activities a worker runs at once. Most wait for a cloud most of the time. */
  SLIPWAY_ACTIVITY_SLOTS: number('must be a whole number, 1 or above', (value) =>
    value.int().min(1),
  ).default(400),
  /** How many workflows a worker keeps in memory; 0: as many as its heap allows. */
  SLIPWAY_CACHED_WORKFLOWS: number('must be a whole number, 0 or above', (value) =>
    value.int().min(0),
  ).default(0),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` })
    .default('info'),
  /** A worker that says nothing for so long is taken for dead. */
  SLIPWAY_HEARTBEAT_TIMEOUT_MS: milliseconds.default(10_000),
  /** The deadline of one request to a cloud. */
  SLIPWAY_CLOUD_TIMEOUT_MS: milliseconds.default(10_000),
  /** How long an unclaimed reservation waits before it looks whether its operation exists. */
  SLIPWAY_RESERVATION_MS: milliseconds.default(60_000),
  /** Stretches or shrinks every node's deadline; below 1 for tests with a fast simulator. */
  SLIPWAY_DEADLINE_FACTOR: number('must be a number above 0', (value) => value.positive()).default(
    1,
  ),
  /** The first pause after a failed call to a cloud; each further one doubles, up to 20 times the first. */
  SLIPWAY_RETRY_INTERVAL_MS: milliseconds.default(500),
  /** How often, at most, the memo of an operation follows changes of its resources. */
  SLIPWAY_MEMO_INTERVAL_MS: milliseconds.default(5_000),
  /** How many requests a second each API process takes of one member; 0: as many as come. */
  SLIPWAY_RATE_LIMIT: number('must be a whole number, 0 or above', (value) =>
    value.int().min(0),
  ).default(0),
  /** The API's deadline for a question to a workflow. */
  SLIPWAY_QUERY_TIMEOUT_MS: milliseconds.default(1_500),
});
type ParsedSettings = z.infer<typeof settingsSchema>;
export type Settings = ParsedSettings & {
  SIMULATOR_URL: string;
  TEMPORAL_ADDRESS: string;
  SLIPWAY_BLOBS_DIR: string;
  SLIPWAY_SECRETS_DIR: string;
  /** From the rest of Temporal's own environment; secret, never to be logged. */
  temporalCredentials: TemporalCredentials;
  /** No server is named, so `npm start` runs one. */
  ownsTemporal: boolean;
};

/** A setting that cannot be used; the message is one sentence a setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Parses the environment once, at a process's start. Throws a SettingsError that names every fault. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value !== '') present[name] = value;
  }
  const sentences: string[] = [];
  const temporal = temporalEnvironment(present, sentences);
  const parsed = settingsSchema.safeParse({
    ...present,
    ...(temporal?.address !== undefined && { TEMPORAL_ADDRESS: temporal.address }),
    ...(temporal?.namespace !== undefined && { TEMPORAL_NAMESPACE: temporal.namespace }),
  });
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    sentences.push(`${name}=${present[name] ?? ''} ${sentenceEnd(issue.message)}`);
  }
  if (!parsed.success || temporal === undefined) throw new SettingsError(sentences.join('\n'));
  const settings = parsed.data;
  return {
    ...settings,
    SIMULATOR_URL: settings.SIMULATOR_URL ?? `http://127.0.0.1:${settings.SIMULATOR_PORT}`,
    TEMPORAL_ADDRESS: settings.TEMPORAL_ADDRESS ?? `127.0.0.1:${settings.TEMPORAL_PORT}`,
    SLIPWAY_BLOBS_DIR: settings.SLIPWAY_BLOBS_DIR ?? path.join(settings.SLIPWAY_DATA_DIR, 'blobs'),
    SLIPWAY_SECRETS_DIR:
      settings.SLIPWAY_SECRETS_DIR ?? path.join(settings.SLIPWAY_DATA_DIR, 'secrets'),
    temporalCredentials: temporal.credentials,
    ownsTemporal: settings.TEMPORAL_ADDRESS === undefined,
  };
}

function temporalEnvironment(
  env: Record<string, string>,
  sentences: string[],
): TemporalEnvironment | undefined {
  try {
    return readTemporalEnvironment(env);
  } catch (error) {
    sentences.push(
      `Temporal's environment cannot be read: ${sentenceEnd(error instanceof Error ? error.message : String(error))}`,
    );
    return undefined;
  }
}

function sentenceEnd(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

/** A number written in decimal; `sentence` says what is asked for, whichever check fails. */
function number(sentence: string, check: (value: z.ZodNumber) => z.ZodNumber) {
  return z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, { error: sentence })
    .transform(Number)
    .pipe(z.number().refine((value) => check(z.number()).safeParse(value).success, sentence));
}
