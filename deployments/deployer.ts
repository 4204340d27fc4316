/** What can be done with a deployment's module. Each step can be repeated by another worker. */
import { readFile, writeFile } from 'node:fs/promises';
import { EngineError } from './engine-error.ts';
import type { DeploymentJob } from './job.ts';
import { parseJson } from './json.ts';
import { deploymentKeys } from './keys.ts';
import { parseValidation, type ResourceEvent } from './messages.ts';
import { outputsOf, type Outputs } from './outputs.ts';
import { plannedSchema, readPlan, type PlannedResource } from './plan.ts';
import {
  closeSession,
  INVALID,
  openSession,
  type Session,
  type SessionSettings,
} from './session.ts';
import { managedObjects } from './state.ts';
import { createStateStore } from './state-store.ts';

export interface DeployerSettings extends SessionSettings {
  /** Whether modules may run programs on the worker's machine. */
  allowLocalExec: boolean;
}

export interface Planned {
  resources: PlannedResource[];
  /** Whether there is anything to apply. */
  changes: boolean;
}

export interface Deployer {
  /** init and validate. */
  check(job: DeploymentJob, signal: AbortSignal): Promise<void>;
  /** Keeps the plan, for any worker to apply. */
  plan(job: DeploymentJob, how: { destroy: boolean }, signal: AbortSignal): Promise<Planned>;
  /** Keeps what a plan was shown to do, which is all that may be done under it. */
  keepPlanned(job: DeploymentJob, resources: readonly PlannedResource[]): Promise<void>;
  planned(job: DeploymentJob): Promise<PlannedResource[]>;
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
  /** Takes away what the operation has left on this machine, its plan, and its lock if it died with it. */
  tidy(
    job: Pick<DeploymentJob, 'organizationId' | 'uid' | 'operationId'>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Takes away everything that is kept of a deployment. */
  forget(job: Pick<DeploymentJob, 'organizationId' | 'uid'>): Promise<void>;
}

export function createDeployer(settings: DeployerSettings): Deployer {
  const { blobs } = settings;
  const keysOf = (job: Pick<DeploymentJob, 'organizationId' | 'uid'>) =>
    deploymentKeys(job.organizationId, job.uid);
  const stateOf = (job: Pick<DeploymentJob, 'organizationId' | 'uid'>) =>
    createStateStore(blobs, keysOf(job), () => Date.now());

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
          ...planArguments(session, job),
          ...(destroy ? ['-destroy'] : []),
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
      const keys = keysOf(job);
      const providerLock = await readFile(directory.providerLock).catch(() => undefined);
      if (providerLock !== undefined) {
        await blobs.put(keys.providerLock(job.operationId), providerLock);
      }
      await blobs.put(keys.plan(job.operationId), await readFile(directory.plan));
      const changes = outputsChange || resources.some(({ operation }) => operation !== 'same');
      return { resources, changes };
    },

    keepPlanned: (job, resources) =>
      blobs.put(keysOf(job).planned(job.operationId), Buffer.from(JSON.stringify(resources))),

    async planned(job) {
      const content = await blobs.get(keysOf(job).planned(job.operationId));
      if (content === undefined) throw planLost();
      return plannedSchema.parse(parseJson(content.toString()));
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
        args: [...planArguments(session, job), '-detailed-exitcode'],
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
      const known = managedObjects(await stateOf(job).read());
      if (known !== undefined) return known;
      const session = await openSession(settings, job, signal);
      const listed = await session.run({ args: ['state', 'list'], state: true, signal });
      if (listed.exit.code !== 0) throw session.errorOf(listed);
      return listed.text.split('\n').filter((line) => /^(?!(?:.*\.)?data\.)\S/.test(line)).length;
    },

    async tidy(job, signal) {
      await closeSession(settings, job.operationId, signal);
      const keys = keysOf(job);
      await stateOf(job).breakLockOf(job.operationId);
      await blobs.remove(keys.plan(job.operationId));
      await blobs.remove(keys.planned(job.operationId));
      await blobs.remove(keys.providerLock(job.operationId));
    },

    async forget(job) {
      for (const key of await blobs.list(keysOf(job).all)) await blobs.remove(key);
    },
  };
}

function planArguments({ directory }: Session, job: DeploymentJob): string[] {
  return [
    'plan',
    '-input=false',
    '-json',
    `-var-file=${directory.variables}`,
    ...job.targets.map((target) => `-target=${target}`),
  ];
}

function planLost(): EngineError {
  return new EngineError({
    code: 'plan_lost',
    message: 'The plan that was to be applied is not there any more.',
    errorType: 'internal',
    retryable: false,
  });
}
