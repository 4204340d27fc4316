/** Prepares an operation's run directory: writes its files and runs `init` for providers and backend. */
import { writeFile } from 'node:fs/promises';
import {
  checkOwnBackend,
  stateNotAdopted,
  initializedBackend,
  namesOwnBackend,
  pinBackend,
  refuseOverriddenBackend,
  type InitializedBackend,
} from '../backend.ts';
import type { DeploymentJob } from '../job.ts';
import { deploymentKeys } from '../storage/keys.ts';
import { loadFiles } from '../storage/source.ts';
import { writeVariables } from '../variables.ts';
import { unpackArchive, writeTexts } from '../unpack.ts';
import { writeHosts } from './hosts.ts';
import { overrideBackend, writeRunDirectory } from './run-directory.ts';
import { INVALID_MODULE, refusedProvider } from './session-errors.ts';
import type { Session, SessionSettings } from './session.ts';

/**
 * Returns true if the state is in the module's own backend. Throws EngineError, for example with the code
 * `provider_refused` or `backend_refused`.
 */
export async function initializeDirectory(
  session: Session,
  options: { settings: SessionSettings; job: DeploymentJob; signal: AbortSignal },
): Promise<boolean> {
  const { settings, job, signal } = options;
  const { blobs, allowedBackends, allowedProviders } = settings;
  const { directory } = session;
  const keys = deploymentKeys(job.organizationId, job.uid);

  async function initialize(useOwnBackend: boolean): Promise<InitializedBackend | undefined> {
    session.useOwnBackend(useOwnBackend);
    const ended = await session.run({
      args: ['init', '-input=false', '-json'],
      state: true,
      signal,
    });
    if (ended.exit.code === 0) return initializedBackend(directory.module);
    throw refusedProvider(session.errorOf(ended, INVALID_MODULE), allowedProviders);
  }

  const files = await loadFiles(blobs, keys, job);
  const namesOwn = namesOwnBackend(files, allowedBackends, job.workingDirectory);
  await writeRunDirectory(directory, {
    writeFiles: () =>
      job.archive === undefined
        ? writeTexts(directory.files, files)
        : unpackArchive(settings, job.organizationId, job.archive, directory.files),
    ownBackend: namesOwn,
  });
  await writeVariables(directory, { ...job, files, secrets: session.secrets });
  await writeHosts(session, settings);
  // The apply must use the provider versions of the plan.
  const providerLock = await blobs.get(keys.providerLock(job.operationId));
  if (providerLock !== undefined) await writeFile(directory.providerLock, providerLock);

  let found = await initialize(namesOwn);
  if (namesOwn && found !== undefined) {
    const { isolation } = settings;
    const directories = isolation.kind === 'bubblewrap' ? isolation.directories : undefined;
    checkOwnBackend(found, allowedBackends, directories);
    if (job.state !== undefined) throw stateNotAdopted(found.type);
    await pinBackend(blobs, keys, found, job.preview === true);
    return true;
  }
  if (namesOwn) {
    // The module names its backend only in a comment, so use Slipway's.
    await overrideBackend(directory);
    found = await initialize(false);
  }
  refuseOverriddenBackend(found);
  await pinBackend(blobs, keys, undefined, job.preview === true);
  return false;
}
