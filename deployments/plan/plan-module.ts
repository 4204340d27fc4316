/** Plans a module: before an apply, for a preview, and once more after the apply. */
import { EngineError } from '../engine/error.ts';
import { OUTPUT_PREFIX } from './plan-differences.ts';
import { unmatchedAddresses } from './unmatched.ts';
import { planView } from './plan-view.ts';
import { readPlan, type ReadPlan } from './plan.ts';
import type { Declared } from './configuration.ts';
import type { DeploymentJob } from '../job.ts';
import type { Diagnostic } from '../../contract/diagnostics/diagnostic.ts';
import { withDiagnostics, type DiagnosticList } from '../../contract/diagnostics/diagnostics.ts';
import type { OperationPlan } from '../../contract/operations/plan.ts';
import { dependantsOfSecrets, type SecretDependants } from '../lint/secret-outputs.ts';
import { openSession } from '../runner/open-session.ts';
import { readRunFile } from '../runner/run-files.ts';
import type { MaskAddress } from '../engine/redaction.ts';
import { adoptionOf, type Adoption } from '../state/adopted-state.ts';
import { INVALID_MODULE } from '../runner/session-errors.ts';
import type { Session, SessionSettings } from '../runner/session.ts';
import { deploymentKeys } from '../storage/keys.ts';
import { loadFiles } from '../storage/source.ts';

/** A plan names fewer. */
const MAX_ORPHANED = 1_000;

const PLAN_ARGUMENTS = ['plan', '-input=false', '-json'] as const;

export interface PlanSettings extends SessionSettings {
  /** Allows modules to run programs on the worker's machine. */
  allowLocalExec: boolean;
  /** If false, no value of an output or an attribute leaves the worker. */
  showOutputs: boolean;
}

export interface PlanOptions {
  destroy: boolean;
  /** True for a resource of `job.replace` that an earlier attempt has replaced. */
  isReplaced?(address: string): boolean;
}

export interface Planned extends Omit<ReadPlan, 'declared'> {
  /** True if the plan has anything to apply: a resource, or only an output. */
  changes: boolean;
  /** The plan as clients may see it. */
  view: OperationPlan;
  /** What the state that the operation brings leaves behind. Absent if it brings none, or has adopted it. */
  adoption?: Adoption;
  /** What the engine has said, and what of the request matches nothing. */
  diagnostics: DiagnosticList;
}

/** Plans and stores the plan, so that any worker can apply it. A preview stores nothing. */
export async function planModule(
  settings: PlanSettings,
  job: DeploymentJob,
  { destroy, isReplaced = () => false }: PlanOptions,
  signal: AbortSignal,
): Promise<Planned> {
  const { blobs } = settings;
  const session = await openSession(settings, job, 'plan', signal);
  const { directory } = session;
  const ofSecrets = await dependantsOf(settings, job);
  const planned = await session.run({
    args: [
      ...PLAN_ARGUMENTS,
      // Nothing limits a destroy.
      ...(destroy ? ['-destroy'] : [...limitsOf(job), ...replacementsOf(job, isReplaced)]),
      ...(job.preview ? ['-lock=false'] : []),
      `-out=${directory.plan}`,
    ],
    state: true,
    signal,
    isShown: (address) => settings.showOutputs && !ofSecrets.hasResource(address),
  });
  if (planned.exit.code !== 0) throw session.errorOf(planned, INVALID_MODULE);
  const shown = await session.run({
    args: ['show', '-json', directory.plan],
    state: false,
    signal,
  });
  if (shown.exit.code !== 0) throw session.errorOf(shown);
  const { declared, ...read } = readPlan(shown.text, session.maskAddress, destroy ? {} : job);
  refuseLocalPrograms(settings, declared);
  const keys = deploymentKeys(job.organizationId, job.uid);
  const adoption = await maskedAdoption(blobs, job, session.maskAddress);
  const plan: Planned = {
    ...read,
    changes:
      read.outputs.length > 0 || read.resources.some(({ operation }) => operation !== 'same'),
    view: {
      ...planView(read, {
        redact: session.redact,
        showValues: settings.showOutputs,
        isShown: (name) => !ofSecrets.outputs.has(name),
        isResourceShown: (address) => !ofSecrets.hasResource(address),
      }),
      ...(adoption && adoption.orphaned.length > 0 && { orphaned: adoption.orphaned }),
    },
    ...(adoption && { adoption }),
    diagnostics: withDiagnostics(session.diagnostics(), {
      items: destroy ? [] : unmatchedIn(job, session, { read, declared }),
      more: 0,
    }),
  };
  if (job.preview) return plan;
  const providerLock = await readRunFile(directory.root, directory.providerLock);
  if (providerLock !== undefined) {
    await blobs.put(keys.providerLock(job.operationId), providerLock);
  }
  const file = await readRunFile(directory.root, directory.plan);
  if (file === undefined) throw new Error('the engine has left no plan');
  await blobs.put(keys.plan(job.operationId), file);
  return plan;
}

async function maskedAdoption(
  blobs: PlanSettings['blobs'],
  job: DeploymentJob,
  mask: MaskAddress,
): Promise<Adoption | undefined> {
  const adoption = await adoptionOf(blobs, job);
  return adoption && { ...adoption, orphaned: adoption.orphaned.slice(0, MAX_ORPHANED).map(mask) };
}

/** What of the module depends on a secret. */
export async function dependantsOf(
  { blobs }: Pick<PlanSettings, 'blobs'>,
  job: DeploymentJob,
): Promise<SecretDependants> {
  const files = await loadFiles(blobs, deploymentKeys(job.organizationId, job.uid), job);
  return dependantsOfSecrets(files, Object.keys(job.secrets), job.workingDirectory);
}

export interface Verified {
  /** The addresses of resources and the names of outputs that another plan would change. */
  unsettled: string[];
  diagnostics: DiagnosticList;
}

/** Plans again, after an apply. */
export async function planAgain(
  settings: PlanSettings,
  job: DeploymentJob,
  signal: AbortSignal,
): Promise<Verified> {
  const session = await openSession(settings, job, 'plan', signal);
  const ofSecrets = await dependantsOf(settings, job);
  const changed = new Set<string>();
  const outputs = new Set<string>();
  const planned = await session.run({
    args: [...PLAN_ARGUMENTS, ...limitsOf(job), '-detailed-exitcode'],
    state: true,
    signal,
    phase: 'verify',
    isShown: (address) => settings.showOutputs && !ofSecrets.hasResource(address),
    onMessage(message) {
      if (message.kind === 'change') changed.add(message.address);
      if (message.kind !== 'outputs') return;
      for (const name of message.changed) outputs.add(`${OUTPUT_PREFIX}${name}`);
    },
  });
  const { code } = planned.exit;
  if (code !== 0 && code !== 2) throw session.errorOf(planned);
  const unsettled = code === 0 ? [] : [...changed, ...outputs];
  return { unsettled, diagnostics: session.diagnostics() };
}

function unmatchedIn(
  { targets, excludes, replace }: DeploymentJob,
  { maskAddress }: Session,
  { read, declared }: { read: Omit<ReadPlan, 'declared'>; declared: readonly Declared[] },
): Diagnostic[] {
  const masked = (addresses: readonly string[] = []) => addresses.map(maskAddress);
  return unmatchedAddresses(
    { targets: masked(targets), excludes: masked(excludes), replace: masked(replace) },
    {
      planned: read.resources.flatMap(({ address, movedFrom = address }) => [address, movedFrom]),
      declared,
    },
  );
}

/** What the plan is about. */
function limitsOf({ targets, excludes = [], refreshOnly }: DeploymentJob): string[] {
  return [
    ...targets.map((target) => `-target=${target}`),
    ...excludes.map((address) => `-exclude=${address}`),
    ...(refreshOnly ? ['-refresh-only'] : []),
  ];
}

function replacementsOf(
  { replace = [] }: DeploymentJob,
  isReplaced: (address: string) => boolean,
): string[] {
  return replace.filter((address) => !isReplaced(address)).map((address) => `-replace=${address}`);
}

function refuseLocalPrograms(
  { allowLocalExec }: Pick<PlanSettings, 'allowLocalExec'>,
  declared: readonly Declared[],
): void {
  const first = declared.find(({ runsPrograms }) => runsPrograms)?.address;
  if (allowLocalExec || first === undefined) return;
  throw new EngineError({
    code: 'local_exec_refused',
    message: `${first} has a local-exec provisioner, and programs on the worker's machine are not allowed. Remove the provisioner, or have it allowed (SLIPWAY_DEPLOYMENT_LOCAL_EXEC).`,
    errorType: 'permission',
    retryable: false,
  });
}
