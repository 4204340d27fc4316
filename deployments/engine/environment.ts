/** All that an engine finds in its environment, and what of it must never be said. */
import type { DeploymentJob } from '../job.ts';
import { redactor, type Redact } from './redaction.ts';
import type { RunDirectory } from '../runner/run-directory.ts';
import type { SecretReader } from '../storage/secrets.ts';

const SEARCH_PATH = '/usr/local/bin:/usr/bin:/bin';
/**
 * Seconds between two writes of the state while an apply runs. The engine refuses less than 20, and 20
 * would forget up to as many seconds of work when it is killed. Its clock counts nanoseconds in 64 bits:
 * of this many seconds it makes a negative time, which has always passed already, so that it writes
 * after every resource.
 */
const ALWAYS_SECONDS = '9223372037';

export interface EngineEnvironment {
  env: Record<string, string>;
  redact: Redact;
}

/** Throws `secret_not_found`. */
export async function engineEnvironment(
  settings: {
    readSecret: SecretReader;
    /** Variables that give a job's providers the rights of its connection. Secrets, short-lived. */
    credentials?: (job: DeploymentJob, signal: AbortSignal) => Promise<Record<string, string>>;
    passedOn: Record<string, string>;
  },
  job: DeploymentJob,
  directory: RunDirectory,
  signal: AbortSignal,
): Promise<EngineEnvironment> {
  const variables = await valuesOf(job.secrets, job, settings.readSecret);
  const environment = await valuesOf(job.environment, job, settings.readSecret);
  const credentials = (await settings.credentials?.(job, signal)) ?? {};
  const secrets = [variables, environment, credentials];
  return {
    redact: redactor(secrets.flatMap((values) => Object.values(values))),
    env: {
      ...settings.passedOn,
      ...credentials,
      ...environment,
      ...Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]),
      ),
      PATH: SEARCH_PATH,
      HOME: directory.home,
      TMPDIR: directory.temporary,
      TF_CLI_CONFIG_FILE: directory.engineConfig,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      TF_STATE_PERSIST_INTERVAL: ALWAYS_SECONDS,
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
