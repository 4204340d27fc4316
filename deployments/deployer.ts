/** Runs the engine's commands on a deployment's module. Another worker can repeat each of them. */
import type { DiagnosticList } from '../contract/diagnostics/diagnostics.ts';
import type { StoredGit } from '../contract/resources/fields/git-source.ts';
import type { StoredSource } from '../contract/resources/fields/module-source.ts';
import { pinnedBackend } from './state/pinned-backend.ts';
import { readStateContent } from './state/state-file.ts';
import { createDeploymentStore, planLost, type DeploymentStore } from './deployment-store.ts';
import type { ResourceEvent } from './engine/messages.ts';
import { outputsOf, parseOutputs, type EngineOutputs, type Outputs } from './engine/outputs.ts';
import { isAtLeast } from './engine/engine.ts';
import { fetchSource, resolveCommit } from './git/fetch-source.ts';
import type { DeploymentJob } from './job.ts';
import {
  dependantsOf,
  planAgain,
  type Verified,
  planModule,
  type Planned,
  type PlanOptions,
  type PlanSettings,
} from './plan/plan-module.ts';
import { outputsOfSecrets } from './lint/secret-outputs.ts';
import { createIssuedCredentials } from './engine/secrets/issued-credentials.ts';
import { writeRunFile } from './runner/run-files.ts';
import { openSession } from './runner/open-session.ts';
import { createRunners } from './runner/process/runners.ts';
import { INVALID_MODULE } from './runner/session-errors.ts';
import type { Session } from './runner/session.ts';
import { settleState } from './runner/state/settle-state.ts';
import { deploymentKeys } from './storage/keys.ts';
import { loadFiles } from './storage/source.ts';
import { isEncrypted, managedObjects } from './storage/state.ts';

/** In bytes. Reading so much takes about a tenth of a second. */
const MAX_READ_STATE = 2 * 1024 * 1024;

export interface DeployerSettings extends Omit<PlanSettings, 'issued' | 'runners'> {
  /** The path of the compiled runner. */
  runner: string;
}

/**
 * The methods throw EngineError. When `signal` aborts, they stop the engine gracefully and throw the
 * signal's reason.
 */
export interface Deployer extends DeploymentStore {
  /** Returns the commit that the ref of a repository names now. */
  resolveCommit(job: DeploymentJob, git: StoredGit, signal: AbortSignal): Promise<string>;
  /** Fetches the files of a commit, and stores them for the job. */
  fetchSource(
    job: DeploymentJob,
    git: StoredGit & { commit: string },
    signal: AbortSignal,
  ): Promise<StoredSource>;
  /** Initializes and validates the module. */
  validate(job: DeploymentJob, signal: AbortSignal): Promise<DiagnosticList>;
  /** Plans and stores the plan, so that any worker can apply it. A preview stores nothing. */
  plan(job: DeploymentJob, how: PlanOptions, signal: AbortSignal): Promise<Planned>;
  /** Applies the stored plan. Throws `plan_lost` if there is none. */
  apply(
    job: DeploymentJob,
    onEvent: (event: ResourceEvent) => void,
    signal: AbortSignal,
  ): Promise<DiagnosticList>;
  /** Plans again, after an apply. */
  verify(job: DeploymentJob, signal: AbortSignal): Promise<Verified>;
  outputs(job: DeploymentJob, signal: AbortSignal): Promise<Outputs>;
  /** The number of resources in the state. */
  countResources(job: DeploymentJob, signal: AbortSignal): Promise<number>;
}

export function createDeployer(options: DeployerSettings): Deployer {
  const settings: PlanSettings = {
    ...options,
    runners: createRunners(options.runner),
    issued: createIssuedCredentials(),
  };
  const { blobs } = settings;
  const keysOf = (job: DeploymentJob) => deploymentKeys(job.organizationId, job.uid);

  /** True if the state is in the module's own backend. */
  async function isElsewhere(job: DeploymentJob): Promise<boolean> {
    return (await pinnedBackend(blobs, keysOf(job))) !== undefined;
  }

  /**
   * The outputs in the stored state, which saves the start of an engine. Undefined if only the engine can read the
   * state, or if reading it here would hold up the worker.
   */
  async function storedOutputs(job: DeploymentJob): Promise<EngineOutputs | undefined> {
    if (await isElsewhere(job)) return undefined;
    const state = await blobs.get(keysOf(job).state);
    if (state === undefined || state.length > MAX_READ_STATE || isEncrypted(state))
      return undefined;
    return readStateContent(state).outputs;
  }

  return {
    ...createDeploymentStore(settings),

    resolveCommit: (job, git, signal) => resolveCommit(settings, job, git, signal),

    fetchSource: (job, git, signal) => fetchSource(settings, job, git, signal),

    async validate(job, signal) {
      const session = await openSession(settings, job, 'plan', signal);
      const validated = await session.run({ args: ['validate', '-json'], state: false, signal });
      if (validated.exit.code !== 0) throw session.errorOf(validated, INVALID_MODULE);
      return session.diagnostics();
    },

    plan: (job, how, signal) => planModule(settings, job, how, signal),

    async apply(job, onEvent, signal) {
      const plan = await blobs.get(keysOf(job).plan(job.operationId));
      if (plan === undefined) throw planLost();
      const session = await openSession(settings, job, 'apply', signal);
      await writeRunFile(session.directory.root, session.directory.plan, plan);
      let failed: string | undefined;
      const ofSecrets = await dependantsOf(settings, job);
      const applied = await session.run({
        args: [
          'apply',
          '-input=false',
          '-json',
          ...forgetArguments(session),
          session.directory.plan,
        ],
        state: true,
        signal,
        ...(job.destroying && { phase: 'destroy' }),
        isShown: (address) => settings.showOutputs && !ofSecrets.hasResource(address),
        onMessage(message) {
          if (message.kind !== 'resource') return;
          if (message.event.state === 'errored') failed ??= message.event.address;
          onEvent(message.event);
        },
      });
      if (applied.exit.code === 0) return session.diagnostics();
      // On an abort the engine stops gracefully and exits with an error.
      signal.throwIfAborted();
      throw session.errorOf(applied, { otherwise: 'resource_failed', address: failed });
    },

    verify: (job, signal) => planAgain(settings, job, signal),

    async outputs(job, signal) {
      const session = await openSession(settings, job, 'plan', signal);
      const found = (await storedOutputs(job)) ?? (await printedOutputs(session, signal));
      if (!settings.showOutputs) return outputsOf(found, session.redact, () => false);
      const files = await loadFiles(blobs, keysOf(job), job);
      const ofSecrets = outputsOfSecrets(files, Object.keys(job.secrets), job.workingDirectory);
      return outputsOf(found, session.redact, (name) => !ofSecrets.has(name));
    },

    async countResources(job, signal) {
      const keys = keysOf(job);
      await settleState(settings, job, signal);
      const stored = (await isElsewhere(job))
        ? undefined
        : managedObjects(await blobs.get(keys.state));
      if (stored !== undefined) return stored;
      // Only the engine can read a state that is encrypted or in another backend.
      const session = await openSession(settings, job, 'plan', signal);
      const pulled = await session.run({ args: ['state', 'pull'], state: true, signal });
      if (pulled.exit.code !== 0) throw session.errorOf(pulled);
      const count = managedObjects(
        pulled.text.trim() === '' ? undefined : Buffer.from(pulled.text),
      );
      if (count === undefined) throw new Error('`state pull` returned an encrypted state');
      return count;
    },
  };
}

async function printedOutputs(session: Session, signal: AbortSignal): Promise<EngineOutputs> {
  const shown = await session.run({ args: ['output', '-json'], state: true, signal });
  if (shown.exit.code !== 0) throw session.errorOf(shown);
  return parseOutputs(shown.text);
}

/** The first release of OpenTofu that can be told that forgotten resources are no error. */
const FORGET_ERRORS = [1, 12] as const;

/** A destroy that leaves resources behind, because the module says so, is a success. */
function forgetArguments({ engine }: Session): string[] {
  return engine.name === 'opentofu' && isAtLeast(engine.version, FORGET_ERRORS)
    ? ['-suppress-forget-errors']
    : [];
}
