/**
 * Applies a plan over several attempts: the checkpoint between two attempts, and the signals about
 * progress.
 */
import { Context } from '@temporalio/activity';
import { NO_DIAGNOSTICS, type DiagnosticList } from '../../contract/diagnostics/diagnostics.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import {
  uncertainIn,
  unverifiedIn,
  type ApplyDoubts,
  type EngineChange,
} from '../../contract/temporal/engine.ts';
import { SIGNALS } from '../../contract/temporal/names.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import {
  alreadyReplaced,
  isChange,
  planDifferences,
  type ConfirmedPlan,
} from '../../deployments/plan/plan-differences.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import type { Planned } from '../../deployments/plan/plan-module.ts';
import type { ActivityDeps } from '../deps.ts';
import { noteAttempt } from './note-attempt.ts';
import { changedIn, nodesOf, planChanged, shownAsPlanned } from './plan-nodes.ts';
import { createEngineProgress, type EngineProgress } from './progress.ts';
import { runWithEngine } from './run-with-engine.ts';

const SIGNAL_DEADLINE_MS = 5_000;
/** Messages name fewer. */
const MAX_DIFFERING = 20;

interface Checkpoint extends ApplyDoubts {
  /** The number of progress signals sent. */
  sent: number;
}

export interface ApplyRequest {
  subject: OperationSubject;
  job: DeploymentJob;
  destroy: boolean;
  showAs?: 'delete';
  /**
   * With `apply`, what remains after an interruption is applied although it differs from the confirmed plan.
   * Without it, the activity then fails with `plan_changed`.
   */
  ifChanged?: 'apply';
}

export interface ApplyAnswer {
  /** What the engine has said. Absent in the answers of earlier versions. */
  diagnostics?: DiagnosticList;
  /** The addresses of resources that an earlier attempt may have created without recording them in the state. */
  uncertain: string[];
  /** The plan that was applied, if it differs from the confirmed one. */
  replanned?: {
    resources: ProgressResource[];
    /** The addresses of resources and the names of outputs that differ, at least one. */
    differing: string[];
  };
}

/**
 * Applies the operation's plan. If an earlier attempt died, plans again and applies the remaining changes. Every
 * failure and cancellation has the addresses of resources in doubt in its details, as the answer does.
 */
export async function applyPlan(deps: ActivityDeps, request: ApplyRequest): Promise<ApplyAnswer> {
  const { subject, job, destroy, showAs, ifChanged } = request;
  const { deployer } = deps;
  const { info } = Context.current();
  const before = checkpointOf(info.heartbeatDetails);
  let progress: EngineProgress | undefined;
  /** Not checked against the state yet. */
  const unverified = new Set(before.running);
  const lost = new Set(before.lost);
  let replanned: ApplyAnswer['replanned'];
  let diagnostics = NO_DIAGNOSTICS;

  /** Plans what remains. The engine would replace again what it was asked to replace. */
  const planRest = async (confirmed: ConfirmedPlan, signal: AbortSignal): Promise<Planned> => {
    const rest = await deployer.plan(job, { destroy }, signal);
    const replaced = alreadyReplaced(confirmed, rest);
    if (replaced.size === 0) return rest;
    const isReplaced = (address: string) => replaced.has(address);
    return deployer.plan(job, { destroy, isReplaced }, signal);
  };

  const apply = async (signal: AbortSignal, attempt: number): Promise<void> => {
    const confirmed = await deployer.confirmedPlan(job);
    const shown = createEngineProgress({
      nodes: nodesOf(subject, confirmed.resources),
      ...(showAs && { showAs }),
      sent: before.sent,
      send: (changes) => signalProgress(deps, job.operationId, changes),
    });
    progress = shown;
    if (attempt > 1) {
      await noteAttempt(deployer, job, attempt);
      const rest = await planRest(confirmed, signal);
      const planned = changedIn(confirmed.resources);
      const todo = changedIn(rest.resources);
      // A resource that the new plan does not create is in the state. So is one that it replaces, unless it was
      // to be replaced before, too: then that may be the old one.
      for (const address of unverified) {
        const next = todo.get(address);
        const isMissing =
          next === 'create' || (next === 'replace' && planned.get(address) === next);
        if (isMissing) lost.add(address);
      }
      unverified.clear();
      const differing = planDifferences(confirmed, rest);
      if (differing.length > 0) {
        if (ifChanged !== 'apply') throw planChanged(differing);
        replanned = {
          resources: shownAsPlanned(subject, rest.resources.filter(isChange)),
          differing: differing.slice(0, MAX_DIFFERING),
        };
      }
      shown.noteDone([...planned.keys()].filter((address) => !todo.has(address)));
      if (!rest.changes) return;
    }
    diagnostics = await deployer.apply(job, (event) => shown.note(event), signal);
  };

  const doubts = (): ApplyDoubts => ({
    running: [...new Set([...(progress?.creating() ?? []), ...unverified])],
    lost: [...lost],
  });
  const checkpoint = (): Checkpoint => ({ sent: progress?.sent() ?? before.sent, ...doubts() });
  const details = () => ({
    uncertain: uncertainIn(doubts()),
    unverified: unverifiedIn(doubts()),
  });
  try {
    await runWithEngine(deps, subject, apply, { checkpoint, details });
  } finally {
    await progress?.close();
  }
  return {
    uncertain: [...lost],
    ...(replanned && { replanned }),
    ...(diagnostics.items.length > 0 && { diagnostics }),
  };
}

/**
 * Signals progress to the operation. A lost signal does no harm, because the outcome of the operation has
 * the same information.
 */
async function signalProgress(
  { client, logger }: ActivityDeps,
  operationId: string,
  changes: EngineChange[],
): Promise<void> {
  try {
    await client.withDeadline(Date.now() + SIGNAL_DEADLINE_MS, () =>
      client.workflow.getHandle(operationId).signal(SIGNALS.engineProgress, changes),
    );
  } catch (error) {
    logger.warn({ err: error, operationId }, 'cannot signal the progress of an apply');
  }
}

function checkpointOf(heartbeatDetails: unknown): Checkpoint {
  const checkpoint: Partial<Checkpoint> =
    typeof heartbeatDetails === 'object' && heartbeatDetails !== null ? heartbeatDetails : {};
  const { sent = 0, running = [], lost = [] } = checkpoint;
  return { sent, running, lost };
}
