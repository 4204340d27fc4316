/** Opens and closes the session of an operation. Attempts on the same machine share its run directory. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunPhase } from '../../contract/vocabulary.ts';
import { findEngine } from '../engine/engine.ts';
import type { DeploymentJob } from '../job.ts';
import { deploymentKeys } from '../storage/keys.ts';
import { loadFiles } from '../storage/source.ts';
import { writeVariables } from '../variables.ts';
import { engineEnvironment } from './environment.ts';
import { hasCredentials, writeHosts } from './hosts.ts';
import { initializeDirectory } from './initialize.ts';
import { awaitRunnerExit, existingRunDirectory, runDirectory } from './run-directory.ts';
import { engineNotFound } from './session-errors.ts';
import { createSession, type Session, type SessionSettings } from './session.ts';
import { keepErroredState, pushErroredStates } from './state/errored-state.ts';
import { stageState } from '../state/adopted-state.ts';
import { settleState } from './state/settle-state.ts';

/** Written after a successful `init`. Later commands of the same job then skip it. */
const READY_FILE = 'ready';

/**
 * Opens a session of a job for one phase. Waits for runs of earlier attempts, rescues a state that they could
 * not write, and initializes the directory if no earlier attempt has done so. Throws EngineError.
 */
export async function openSession(
  settings: SessionSettings,
  job: DeploymentJob,
  phase: RunPhase,
  signal: AbortSignal,
): Promise<Session> {
  const { runsRoot } = settings;
  const directory = runDirectory(runsRoot, job.operationId, job.workingDirectory);
  // A preview has written no state, and must not write one.
  if (!job.preview) await settleState(settings, job, signal);
  await stageState(settings.blobs, job);
  const engine = await findEngine(job.engine, settings.engines[job.engine]);
  if ('reasons' in engine) throw engineNotFound(job.engine, engine.reasons);
  const sessionFor = async (used: RunPhase) => {
    const environment = await engineEnvironment(settings, { job, phase: used, directory }, signal);
    return createSession(settings, job, { ...environment, directory, engine });
  };
  const session = await sessionFor(phase);

  const ready = path.join(directory.root, READY_FILE);
  const stampOf = (hasOwnBackend: boolean) => JSON.stringify([job, engine, hasOwnBackend]);
  const stamp = await readFile(ready, 'utf8').catch(() => '');
  if (stamp === stampOf(false)) {
    await renewSecrets(session, settings, job);
    return session;
  }
  if (stamp === stampOf(true)) {
    session.useOwnBackend(true);
    await renewSecrets(session, settings, job);
  } else {
    await keepErroredState(directory, { runsRoot, ...job });
    const hasOwnBackend = await initializeDirectory(session, { settings, job, signal });
    await writeFile(ready, stampOf(hasOwnBackend), { mode: 0o600 });
    if (!hasOwnBackend) return session;
  }
  if (job.preview) return session;
  await pushErroredStates(
    directory,
    { runsRoot, uid: job.uid },
    {
      // The backend may know the credentials of the connection, and those of a plan only read.
      async open() {
        const writing = await sessionFor('apply');
        writing.useOwnBackend(true);
        return writing;
      },
      signal,
    },
  );
  return session;
}

/** A secret can have another value than in the run that initialized the directory. */
async function renewSecrets(
  session: Session,
  settings: SessionSettings,
  job: DeploymentJob,
): Promise<void> {
  const { directory, secrets, credentials } = session;
  if (hasCredentials(credentials)) await writeHosts(session, settings);
  if (Object.keys(secrets).length === 0) return;
  const keys = deploymentKeys(job.organizationId, job.uid);
  const files = await loadFiles(settings.blobs, keys, job);
  await writeVariables(directory, { ...job, files, secrets });
}

/**
 * Removes the operation's run directory, after its processes have ended. Keeps a state that is not stored, for
 * the next operation of the deployment.
 */
export async function closeSession(
  settings: Pick<SessionSettings, 'runsRoot' | 'graceMs' | 'runners'>,
  { uid, operationId }: Pick<DeploymentJob, 'uid' | 'operationId'>,
  signal: AbortSignal,
): Promise<void> {
  const { runsRoot, graceMs, runners } = settings;
  const directory = await existingRunDirectory(runsRoot, operationId);
  await awaitRunnerExit(directory, { graceMs: graceMs * 2, signal });
  runners.end(directory.root);
  await keepErroredState(directory, { runsRoot, uid, operationId });
  await rm(directory.root, { recursive: true, force: true });
}
