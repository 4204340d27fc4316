/** The complete environment of an engine, the values of secret variables, and the redaction of all secrets. */
import type { RunPhase } from '../../contract/vocabulary.ts';
import { EngineError } from '../engine/error.ts';
import {
  addressMask,
  formsOfSecrets,
  redactorOf,
  type MaskAddress,
  type Redact,
} from '../engine/redaction.ts';
import {
  hostCredentials,
  hostEnvironment,
  type HostCredentials,
} from '../hosts/host-credentials.ts';
import type { DeploymentJob } from '../job.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { maskKey } from '../storage/mask-key.ts';
import type { SecretReader } from '../storage/secrets.ts';
import type { IssuedCredentials } from '../engine/secrets/issued-credentials.ts';
import type { RunDirectory } from './run-directory.ts';

const SEARCH_PATH = '/usr/local/bin:/usr/bin:/bin';
/**
 * The interval in seconds at which the engine writes the state during an apply. The engine rejects values
 * below 20, but with 20 a killed engine would lose up to 20 seconds of its work. The engine counts
 * nanoseconds in 64 bits, so this value overflows to a negative interval, and the engine writes the state
 * after every resource.
 */
const OVERFLOWING_SECONDS = '9223372037';

/**
 * Returns environment variables with the credentials that the job's connection has for the phase. The values
 * are secret and short-lived.
 */
export type CredentialsReader = (
  job: DeploymentJob,
  phase: RunPhase,
  signal: AbortSignal,
) => Promise<Record<string, string>>;

/**
 * The value of a variable whose secret no longer exists. A required variable needs a value, and modules check
 * the length of secrets more often than anything else of them.
 */
const PLACEHOLDER = 'slipway-secret-not-found';

export interface EngineEnvironment {
  env: Record<string, string>;
  /** The value of each secret by the variable that gets it. */
  secrets: Readonly<Record<string, string>>;
  credentials: HostCredentials;
  redact: Redact;
  /** Every form of the secrets that `redact` removes. */
  secretForms: readonly string[];
  maskAddress: MaskAddress;
  /** The names of the secrets that a destroying job works without. */
  missingSecrets: readonly string[];
}

/** Reads the job's secrets and credentials. Throws `secret_not_found`, unless the job is destroying. */
export async function engineEnvironment(
  settings: {
    blobs: BlobStore;
    readSecret: SecretReader;
    credentials?: CredentialsReader;
    issued: IssuedCredentials;
    inheritedEnv: Record<string, string>;
  },
  { job, phase, directory }: { job: DeploymentJob; phase: RunPhase; directory: RunDirectory },
  signal: AbortSignal,
): Promise<EngineEnvironment> {
  const variables = await valuesOf(job.secrets, job, settings.readSecret);
  const environment = await valuesOf(job.environment, job, settings.readSecret);
  const hosts = await valuesOf(job.credentials ?? {}, job, settings.readSecret);
  const credentials = (await settings.credentials?.(job, phase, signal)) ?? {};
  const issued = settings.issued.add(job.uid, Object.values(credentials));
  const sources = [variables, environment, hosts];
  const known = sources.flatMap(({ found }) => Object.values(found));
  const hidden = [...known, ...issued];
  const secretForms = formsOfSecrets(hidden);
  const redact = redactorOf(secretForms);
  return {
    secrets: Object.fromEntries(
      Object.keys(job.secrets).map((name) => [name, variables.found[name] ?? PLACEHOLDER]),
    ),
    redact,
    secretForms,
    credentials: hostCredentials(hosts.found),
    missingSecrets: [...new Set(sources.flatMap(({ missing }) => missing))],
    maskAddress:
      hidden.length === 0
        ? (address) => address
        : addressMask(redact, await maskKey(settings.blobs, job)),
    env: {
      ...settings.inheritedEnv,
      ...credentials,
      ...environment.found,
      ...(Object.keys(hosts.found).length > 0 && hostEnvironment(directory, settings.inheritedEnv)),
      PATH: SEARCH_PATH,
      HOME: directory.home,
      TMPDIR: directory.temporary,
      TF_CLI_CONFIG_FILE: directory.engineConfig,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      TF_STATE_PERSIST_INTERVAL: OVERFLOWING_SECONDS,
      CHECKPOINT_DISABLE: '1',
    },
  };
}

/** Returns the values of secrets by what refers to them, and the names of those that do not exist. */
async function valuesOf(
  references: Record<string, string>,
  { organizationId, destroying }: DeploymentJob,
  read: SecretReader,
): Promise<{ found: Record<string, string>; missing: string[] }> {
  const missing: string[] = [];
  const found = await Promise.all(
    Object.entries(references).map(async ([name, reference]) => {
      try {
        return [[name, await read(organizationId, reference)] as const];
      } catch (error) {
        if (!destroying || !isNotFound(error)) throw error;
        missing.push(reference);
        return [];
      }
    }),
  );
  return { found: Object.fromEntries(found.flat()), missing };
}

function isNotFound(error: unknown): boolean {
  return error instanceof EngineError && error.details.code === 'secret_not_found';
}
