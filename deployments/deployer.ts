/** What can be done with a deployment's module. Each step can be repeated by another worker. */
import { readFile, writeFile } from 'node:fs/promises';
import { ownBackendOf } from './backend.ts';
import { EngineError } from './engine/error.ts';
import type { DeploymentJob } from './job.ts';
import {
  createDeploymentStore,
  planLost,
  type DeploymentStore,
} from './storage/deployment-store.ts';
import { deploymentKeys } from './storage/keys.ts';
import { parseValidation, type ResourceEvent } from './engine/messages.ts';
import { outputsOf, type Outputs } from './engine/outputs.ts';
import { readPlan, type PlannedResource } from './engine/plan.ts';
import { openSession, type Session, type SessionSettings } from './runner/session.ts';
import { INVALID } from './runner/session-faults.ts';
import { managedObjects } from './storage/state.ts';

export interface DeployerSettings extends SessionSettings {
  /** Whether modules may run programs on the worker's machine. */
  allowLocalExec: boolean;
}

export interface Planned {
  resources: PlannedResource[];
  /** Whether there is anything to apply. */
  changes: boolean;
}

export interface Deployer extends DeploymentStore {
  /** init and validate. */
  check(job: DeploymentJob, signal: AbortSignal): Promise<void>;
  /** Keeps the plan, for any worker to apply; that of a rehearsal is only read. */
  plan(job: DeploymentJob, how: { destroy: boolean }, signal: AbortSignal): Promise<Planned>;
  /** Applies the plan that is kept. */
  apply(
    job: DeploymentJob,
    onEvent: (event: ResourceEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Addresses of what is not as the module has it. */
  verify(job: DeploymentJob, signal: AbortSignal): Promise<string[]>;
  outputs(job: DeploymentJob, signal: AbortSignal): Promise<Outputs>;
  /** How many objects the state records. */
  recorded(job: DeploymentJob, signal: AbortSignal): Promise<number>;
}

export function createDeployer(settings: DeployerSettings): Deployer {
  const { blobs } = settings;
  const keysOf = (job: DeploymentJob) => deploymentKeys(job.organizationId, job.uid);

  function refuseLocalPrograms(addresses: readonly string[]): void {
    const [first] = addresses;
    if (settings.allowLocalExec || first === undefined) return;
    throw new EngineError({
      code: 'local_exec_refused',
      message: `${first} would run a program on the worker's machine (local-exec), which is not allowed here (SLIPWAY_DEPLOYMENT_LOCAL_EXEC).`,
      errorType: 'permission',
      retryable: false,
    });
  }

  return {
    ...createDeploymentStore(settings),

    async check(job, signal) {
      const session = await openSession(settings, job, signal);
      const validated = await session.run({ args: ['validate', '-json'], state: false, signal });
      if (validated.exit.code === 0) return;
      throw session.errorOf(
        { ...validated, diagnostics: parseValidation(validated.text) },
        INVALID,
      );
    },

    async plan(job, { destroy }, signal) {
      const session = await openSession(settings, job, signal);
      const { directory } = session;
      const planned = await session.run({
        args: [
          ...planArguments(session),
          ...(destroy ? ['-destroy'] : targetsOf(job)),
          ...(job.rehearsal ? ['-lock=false'] : []),
          `-out=${directory.plan}`,
        ],
        state: true,
        signal,
      });
      if (planned.exit.code !== 0) throw session.errorOf(planned, INVALID);
      const shown = await session.run({
        args: ['show', '-json', directory.plan],
        state: false,
        signal,
      });
      if (shown.exit.code !== 0) throw session.errorOf(shown);
      const { resources, outputsChange, localPrograms } = readPlan(shown.text);
      refuseLocalPrograms(localPrograms);
      const changes = outputsChange || resources.some(({ operation }) => operation !== 'same');
      if (job.rehearsal) return { resources, changes };
      const keys = keysOf(job);
      const providerLock = await readFile(directory.providerLock).catch(() => undefined);
      if (providerLock !== undefined) {
        await blobs.put(keys.providerLock(job.operationId), providerLock);
      }
      await blobs.put(keys.plan(job.operationId), await readFile(directory.plan));
      return { resources, changes };
    },

    async apply(job, onEvent, signal) {
      const plan = await blobs.get(keysOf(job).plan(job.operationId));
      if (plan === undefined) throw planLost();
      const session = await openSession(settings, job, signal);
      await writeFile(session.directory.plan, plan, { mode: 0o600 });
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
      // It was asked to stop, and did so in order.
      signal.throwIfAborted();
      throw session.errorOf(applied, { otherwise: 'resource_failed', address: failed });
    },

    async verify(job, signal) {
      const session = await openSession(settings, job, signal);
      const changed = new Set<string>();
      const planned = await session.run({
        args: [...planArguments(session), ...targetsOf(job), '-detailed-exitcode'],
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
      const session = await openSession(settings, job, signal);
      const shown = await session.run({ args: ['output', '-json'], state: true, signal });
      if (shown.exit.code !== 0) throw session.errorOf(shown);
      return outputsOf(shown.text, session.redact);
    },

    async recorded(job, signal) {
      const keys = keysOf(job);
      const isOwn = (await ownBackendOf(blobs, keys)) !== undefined;
      const known = isOwn ? undefined : managedObjects(await blobs.get(keys.state));
      if (known !== undefined) return known;
      // Only the engine knows what is encrypted, or elsewhere.
      const session = await openSession(settings, job, signal);
      const pulled = await session.run({ args: ['state', 'pull'], state: true, signal });
      if (pulled.exit.code !== 0) throw session.errorOf(pulled);
      const told = managedObjects(pulled.text.trim() === '' ? undefined : Buffer.from(pulled.text));
      if (told === undefined) throw new Error('the engine told a state that is encrypted');
      return told;
    },
  };
}

function planArguments({ directory }: Session): string[] {
  return ['plan', '-input=false', '-json', `-var-file=${directory.variables}`];
}

/** A destruction has none: it is of all that there is. */
function targetsOf({ targets }: DeploymentJob): string[] {
  return targets.map((target) => `-target=${target}`);
}
