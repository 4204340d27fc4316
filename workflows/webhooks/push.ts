/** Plans or applies the newest commit of a branch, and reports the outcome at the commit. */
import { log } from '@temporalio/workflow';
import type { SourceSubject, StartedPush } from '../../activities/webhooks/source-commands.ts';
import type {
  CommitReport,
  Delivery,
  PushEvent,
} from '../../contract/temporal/repository-events.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { run } from '../operation/run.ts';
import { webhookActivities } from './activities.ts';
import { planCommit } from './plan.ts';

/** How often a push is applied again because another operation took the deployment first. */
const MAX_ROUNDS = 20;

export async function followPush(
  timings: Timings,
  subject: SourceSubject,
  delivery: Delivery<PushEvent>,
): Promise<void> {
  const { reportCommit } = webhookActivities(timings);
  const { name, onPush } = subject.deployment;
  const { commit } = delivery.event;
  const report: Report = async (at, shown) => {
    const request = { ...subject, commit: at, report: shown };
    try {
      await run(reportCommit, `Report ${shown.state} at ${at}`, request);
    } catch (error) {
      // The forge is away, or refuses the token. The operation goes on all the same.
      log.warn('a commit status could not be set', { name, error });
    }
  };
  if (onPush === 'plan') {
    await report(commit, { state: 'pending', description: 'Planning' });
    await report(commit, (await planCommit(timings, subject, commit)).report);
    return;
  }
  for (let round = 1, isDone = false; !isDone && round <= MAX_ROUNDS; round++) {
    isDone = await applyPush(timings, { ...subject, ...roundOf(delivery, round) }, report);
  }
}

type Report = (commit: string, report: CommitReport) => Promise<void>;

function roundOf(
  { id, event }: Delivery<PushEvent>,
  round: number,
): { deliveryId: string; event: PushEvent } {
  return { deliveryId: round === 1 ? id : `${id}/${round}`, event };
}

/** Resolves to false if another operation took the deployment before this one could. */
async function applyPush(
  timings: Timings,
  push: SourceSubject & { deliveryId: string; event: PushEvent },
  report: Report,
): Promise<boolean> {
  const { startPush, followOperation } = webhookActivities(timings);
  const { event, deployment } = push;
  const summary = `Apply the push to ${deployment.name}`;
  let started: StartedPush = await run(startPush, summary, push);
  if (started.waitsFor !== undefined) {
    const description = `Waits for operation ${started.waitsFor} of the deployment.`;
    await report(event.commit, { state: 'pending', description });
    started = await run(startPush, summary, { ...push, waits: true });
  }
  const { operationId } = started;
  if (operationId === undefined) {
    if (started.report !== undefined) await report(event.commit, started.report);
    return true;
  }
  let isReplaced = false;
  for (let known = ''; ;) {
    const request = { ...push, operationId, known };
    const seen = await run(followOperation, `Follow operation ${operationId}`, request);
    if (seen.hasLostClaim) return false;
    const { commit = event.commit } = seen;
    if (commit !== event.commit && !isReplaced) {
      isReplaced = true;
      await report(event.commit, { state: 'canceled', description: `Replaced by ${commit}.` });
    }
    await report(commit, seen.report);
    if (seen.isOver) return true;
    ({ known } = seen);
  }
}
