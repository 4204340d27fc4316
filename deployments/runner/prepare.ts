/** Lays an operation's directory and has the engine initialize it: its providers, and its backend. */
import { writeFile } from 'node:fs/promises';
import {
  checkOwnBackend,
  initializedBackend,
  keepBackend,
  namesOwnBackend,
  refuseOtherBackend,
} from '../backend.ts';
import { engineConfig } from '../engine/config.ts';
import type { DeploymentJob } from '../job.ts';
import { deploymentKeys } from '../storage/keys.ts';
import { layDirectory, overrideBackend } from './run-directory.ts';
import { INVALID, refusedProvider } from './session-faults.ts';
import type { Session, SessionSettings } from './session.ts';
import { loadFiles } from '../storage/source.ts';

export async function prepare(
  session: Session,
  options: {
    settings: SessionSettings;
    job: DeploymentJob;
    signal: AbortSignal;
    /** Says where the state is, before the engine is asked for it. */
    useOwnBackend(isOwn: boolean): void;
  },
): Promise<void> {
  const { settings, job, signal, useOwnBackend } = options;
  const { blobs, allowedBackends, allowedProviders } = settings;
  const { directory } = session;
  const keys = deploymentKeys(job.organizationId, job.uid);

  async function initialize() {
    const ended = await session.run({
      args: ['init', '-input=false', '-json'],
      state: true,
      signal,
    });
    if (ended.exit.code === 0) return initializedBackend(directory.module);
    throw refusedProvider(session.errorOf(ended, INVALID), allowedProviders);
  }

  const files = await loadFiles(blobs, keys, job);
  const namesOwn = namesOwnBackend(files, allowedBackends);
  await layDirectory(directory, {
    files,
    variables: job.variables,
    engineConfig: await engineConfig(settings.mirror, allowedProviders),
    ownBackend: namesOwn,
  });
  // The versions with which the plan was made are those with which it is applied.
  const providerLock = await blobs.get(keys.providerLock(job.operationId));
  if (providerLock !== undefined) await writeFile(directory.providerLock, providerLock);

  useOwnBackend(namesOwn);
  const found = await initialize();
  if (namesOwn && found !== undefined) {
    checkOwnBackend(found, allowedBackends);
    return keepBackend(blobs, keys, found, job.rehearsal === true);
  }
  if (!namesOwn) refuseOtherBackend(found);
  else {
    // What looked like a backend was a comment.
    useOwnBackend(false);
    await overrideBackend(directory);
    refuseOtherBackend(await initialize());
  }
  await keepBackend(blobs, keys, undefined, job.rehearsal === true);
}
