/** Runs the engine's commands on a deployment's module. Another worker can repeat each of them. */
import { pinnedBackend } from './backend.ts';
import { createDeploymentStore, planLost, type DeploymentStore } from './deployment-store.ts';
import { EngineError } from './engine/error.ts';
import { parseValidation, type ResourceEvent } from './engine/messages.ts';
import { outputsOf, type Outputs } from './engine/outputs.ts';
import { readPlan, type PlannedResource } from './engine/plan.ts';
import type { DeploymentJob } from './job.ts';
import { outputsOfSecrets } from './lint/secret-outputs.ts';
import { createIssuedCredentials } from './engine/issued-credentials.ts';
import { readRunFile, writeRunFile } from './runner/run-files.ts';
import { openSession } from './runner/open-session.ts';
import { INVALID_MODULE } from './runner/session-errors.ts';
import type { SessionSettings } from './runner/session.ts';
import { deploymentKeys } from './storage/keys.ts';
import { loadFiles } from './storage/source.ts';
import { managedObjects } from './storage/state.ts';

const PLAN_ARGUMENTS = ['plan', '-input=false', '-json'] as const;

export interface DeployerSettings extends Omit<SessionSettings, 'issued'> {
  /** Allows modules to run programs on the worker's machine. */
  allowLocalExec: boolean;
  /** If false, no value of an output leaves the worker. */
  showOutputs: boolean;
}

export interface Planned {
  resources: PlannedResource[];
  /** True if the plan has anything to apply: a resource, or only an output. */
  changes: boolean;
}

/**
 * The methods throw EngineError. When `signal` aborts, they stop the engine gracefully and throw the
 * signal's reason.
 */
export interface Deployer extends DeploymentStore {
  /** Initializes and validates the module. */
  validate(job: DeploymentJob, signal: AbortSignal): Promise<void>;
  /** Plans and stores the plan, so that any worker can apply it. A preview stores nothing. */
  plan(job: DeploymentJob, how: { destroy: boolean }, signal: AbortSignal): Promise<Planned>;
  /** Applies the stored plan. Throws `plan_lost` if there is none. */
  apply(
    job: DeploymentJob,
    onEvent: (event: ResourceEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Plans again and returns the addresses of the resources that differ from the module. */
  verify(job: DeploymentJob, signal: AbortSignal): Promise<string[]>;
  outputs(job: DeploymentJob, signal: AbortSignal): Promise<Outputs>;
  /** The number of resources in the state. */
  countResources(job: DeploymentJob, signal: AbortSignal): Promise<number>;
}

export function createDeployer(options: DeployerSettings): Deployer {
  const settings: DeployerSettings & SessionSettings = {
    ...options,
    issued: createIssuedCredentials(),
  };
  const { blobs } = settings;
  const keysOf = (job: DeploymentJob) => deploymentKeys(job.organizationId, job.uid);

  function refuseLocalPrograms(addresses: readonly string[]): void {
    const [first] = addresses;
    if (settings.allowLocalExec || first === undefined) return;
    throw new EngineError({
      code: 'local_exec_refused',
      message: `${first} has a local-exec provisioner, and programs on the worker's machine are not allowed. Remove the provisioner, or have it allowed (SLIPWAY_DEPLOYMENT_LOCAL_EXEC).`,
      errorType: 'permission',
      retryable: false,
    });
  }

  return {
    ...createDeploymentStore(settings),

    async validate(job, signal) {
      const session = await openSession(settings, job, 'plan', signal);
      const validated = await session.run({ args: ['validate', '-json'], state: false, signal });
      if (validated.exit.code === 0) return;
      throw session.errorOf(
        { ...validated, diagnostics: parseValidation(validated.text) },
        INVALID_MODULE,
      );
    },

    async plan(job, { destroy }, signal) {
      const session = await openSession(settings, job, 'plan', signal);
      const { directory } = session;
      const planned = await session.run({
        args: [
          ...PLAN_ARGUMENTS,
          // Targets do not limit a destroy.
          ...(destroy ? ['-destroy'] : targetsOf(job)),
          ...(job.preview ? ['-lock=false'] : []),
          `-out=${directory.plan}`,
        ],
        state: true,
        signal,
      });
      if (planned.exit.code !== 0) throw session.errorOf(planned, INVALID_MODULE);
      const shown = await session.run({
        args: ['show', '-json', directory.plan],
        state: false,
        signal,
      });
      if (shown.exit.code !== 0) throw session.errorOf(shown);
      const { resources, outputsChange, localPrograms } = readPlan(shown.text, session.maskAddress);
      refuseLocalPrograms(localPrograms);
      const changes = outputsChange || resources.some(({ operation }) => operation !== 'same');
      if (job.preview) return { resources, changes };
      const keys = keysOf(job);
      const providerLock = await readRunFile(directory.root, directory.providerLock);
      if (providerLock !== undefined) {
        await blobs.put(keys.providerLock(job.operationId), providerLock);
      }
      const plan = await readRunFile(directory.root, directory.plan);
      if (plan === undefined) throw new Error('the engine has left no plan');
      await blobs.put(keys.plan(job.operationId), plan);
      return { resources, changes };
    },

    async apply(job, onEvent, signal) {
      const plan = await blobs.get(keysOf(job).plan(job.operationId));
      if (plan === undefined) throw planLost();
      const session = await openSession(settings, job, 'apply', signal);
      await writeRunFile(session.directory.root, session.directory.plan, plan);
      let failed: string | undefined;
      const applied = await session.run({
        args: ['apply', '-input=false', '-json', session.directory.plan],
        state: true,
        signal,
        onMessage(message) {
          if (message.kind !== 'resource') return;
          if (message.event.state === 'errored') failed ??= message.event.address;
          onEvent(message.event);
        },
      });
      if (applied.exit.code === 0) return;
      // On an abort the engine stops gracefully and exits with an error.
      signal.throwIfAborted();
      throw session.errorOf(applied, { otherwise: 'resource_failed', address: failed });
    },

    async verify(job, signal) {
      const session = await openSession(settings, job, 'plan', signal);
      const changed = new Set<string>();
      const planned = await session.run({
        args: [...PLAN_ARGUMENTS, ...targetsOf(job), '-detailed-exitcode'],
        state: true,
        signal,
        onMessage(message) {
          if (message.kind === 'change') changed.add(message.address);
        },
      });
      if (planned.exit.code === 0) return [];
      if (planned.exit.code === 2) return [...changed];
      throw session.errorOf(planned);
    },

    async outputs(job, signal) {
      const session = await openSession(settings, job, 'plan', signal);
      const shown = await session.run({ args: ['output', '-json'], state: true, signal });
      if (shown.exit.code !== 0) throw session.errorOf(shown);
      if (!settings.showOutputs) return outputsOf(shown.text, session.redact, () => false);
      const files = await loadFiles(blobs, keysOf(job), job);
      const ofSecrets = outputsOfSecrets(files, Object.keys(job.secrets));
      return outputsOf(shown.text, session.redact, (name) => !ofSecrets.has(name));
    },

    async countResources(job, signal) {
      const keys = keysOf(job);
      const isOwn = (await pinnedBackend(blobs, keys)) !== undefined;
      const stored = isOwn ? undefined : managedObjects(await blobs.get(keys.state));
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

function targetsOf({ targets }: DeploymentJob): string[] {
  return targets.map((target) => `-target=${target}`);
}
