/**
 * Applies a plan over several attempts: the checkpoint between two attempts, and the signals about
 * progress.
 */
import { Context } from '@temporalio/activity';
import type { EngineChange } from '../../contract/temporal/engine.ts';
import { SIGNALS } from '../../contract/temporal/names.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import type { ActivityDeps } from '../deps.ts';
import { changedIn, nodesOf, refuseMore } from './plan-nodes.ts';
import { createEngineProgress } from './progress.ts';
import { runWithEngine } from './run-with-engine.ts';

const SIGNAL_DEADLINE_MS = 5_000;

interface Checkpoint {
  /** The number of progress signals sent. */
  sent: number;
  /** The addresses of resources whose change was in flight. */
  running: string[];
}

/**
 * Applies the operation's plan. If an earlier attempt died, plans again and applies the remaining changes.
 * Returns the addresses of resources that an earlier attempt may have created without recording them in the
 * state.
 */
export async function applyPlan(
  deps: ActivityDeps,
  request: { subject: OperationSubject; job: DeploymentJob; destroy: boolean; showAs?: 'delete' },
): Promise<string[]> {
  const { subject, job, destroy, showAs } = request;
  const { deployer } = deps;
  const { info } = Context.current();
  const before = checkpointOf(info.heartbeatDetails);
  const confirmed = await deployer.plannedResources(job);
  const progress = createEngineProgress({
    nodes: nodesOf(subject, confirmed),
    ...(showAs && { showAs }),
    sent: before.sent,
    send: (changes) => signalProgress(deps, job.operationId, changes),
  });
  const uncertain = new Set(before.running);

  const apply = async (signal: AbortSignal, attempt: number): Promise<void> => {
    if (attempt > 1) {
      const rest = await deployer.plan(job, { destroy }, signal);
      refuseMore(confirmed, rest.resources);
      const todo = changedIn(rest.resources);
      progress.noteDone([...changedIn(confirmed).keys()].filter((address) => !todo.has(address)));
      // A resource that the new plan does not create is in the state.
      for (const address of uncertain) {
        if (todo.get(address) !== 'create') uncertain.delete(address);
      }
      if (!rest.changes) return;
    }
    await deployer.apply(job, (event) => progress.note(event), signal);
  };

  const checkpoint = (): Checkpoint => ({
    sent: progress.sent(),
    running: [...new Set([...progress.running(), ...uncertain])],
  });
  try {
    await runWithEngine(deps, subject, apply, checkpoint);
  } finally {
    await progress.close();
  }
  return [...uncertain];
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
  return { sent: checkpoint.sent ?? 0, running: checkpoint.running ?? [] };
}
