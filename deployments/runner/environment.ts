/** The complete environment of an engine, the values of secret variables, and the redaction of all secrets. */
import type { RunPhase } from '../../contract/vocabulary.ts';
import { addressMask, redactor, type MaskAddress, type Redact } from '../engine/redaction.ts';
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

export interface EngineEnvironment {
  env: Record<string, string>;
  /** The value of each secret by the variable that gets it. */
  secrets: Readonly<Record<string, string>>;
  redact: Redact;
  maskAddress: MaskAddress;
}

/** Reads the job's secrets and credentials. Throws `secret_not_found`. */
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
  const secrets = await valuesOf(job.secrets, job, settings.readSecret);
  const environment = await valuesOf(job.environment, job, settings.readSecret);
  const credentials = (await settings.credentials?.(job, phase, signal)) ?? {};
  const issued = settings.issued.add(job.uid, Object.values(credentials));
  const hidden = [...Object.values(secrets), ...Object.values(environment), ...issued];
  const redact = redactor(hidden);
  return {
    secrets,
    redact,
    maskAddress:
      hidden.length === 0
        ? (address) => address
        : addressMask(redact, await maskKey(settings.blobs, job)),
    env: {
      ...settings.inheritedEnv,
      ...credentials,
      ...environment,
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

async function valuesOf(
  references: Record<string, string>,
  { organizationId }: DeploymentJob,
  read: SecretReader,
): Promise<Record<string, string>> {
  return Object.fromEntries(
    await Promise.all(
      Object.entries(references).map(
        async ([name, reference]) => [name, await read(organizationId, reference)] as const,
      ),
    ),
  );
}
