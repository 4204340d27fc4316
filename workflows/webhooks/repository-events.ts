/**
 * repositoryEvents: reacts to the events of one branch, or of one pull request, one after the other.
 *
 *   signal --> waiting --> each deployment of the repository: plan, or apply --> report --> waiting, or the end
 *
 * Events that arrive meanwhile become one, because each reaction uses the newest commit. A delivery that is repeated
 * while the workflow runs is ignored. Repeated later, it plans again, and starts no second operation.
 */
import { continueAsNew, defineSignal, log, setHandler, workflowInfo } from '@temporalio/workflow';
import type { SourceDeployment } from '../../activities/webhooks/source-commands.ts';
import { SIGNALS } from '../../contract/temporal/names.ts';
import type { Delivery, RepositoryEventsInput } from '../../contract/temporal/repository-events.ts';
import { run } from '../operation/run.ts';
import { webhookActivities } from './activities.ts';
import { combined } from './combined.ts';
import { followPullRequest } from './pull-request.ts';
import { followPush } from './push.ts';

/** The ids of so many deliveries are remembered. */
const MAX_SEEN = 200;
/** How many deployments are worked on at once. */
const MAX_AT_ONCE = 10;

export async function repositoryEvents(input: RepositoryEventsInput): Promise<void> {
  let { waiting } = input;
  const seen = [...(input.seen ?? [])];
  setHandler(
    defineSignal<[Delivery]>(SIGNALS.repositoryEvent),
    (delivery) => {
      if (seen.includes(delivery.id)) return;
      seen.push(delivery.id);
      if (seen.length > MAX_SEEN) seen.shift();
      waiting = combined(waiting, delivery);
    },
    { description: 'What the forge says about the repository.' },
  );
  while (waiting !== undefined) {
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof repositoryEvents>({ ...input, waiting, seen });
    }
    const delivery: Delivery = waiting;
    waiting = undefined;
    await react(input, delivery);
  }
}

async function react(input: RepositoryEventsInput, delivery: Delivery): Promise<void> {
  const { findSources } = webhookActivities(input.timings);
  const { event } = delivery;
  const summary = `Find the deployments of ${input.repository.path}`;
  const { organizationId, repository } = input;
  const deployments = await run(findSources, summary, { organizationId, repository, event });
  const queue = [...deployments];
  const follow = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await followOne(input, delivery, next);
    }
  };
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, follow));
}

/** What fails for one deployment must not keep the others from their plans. */
async function followOne(
  input: RepositoryEventsInput,
  { id, event }: Delivery,
  deployment: SourceDeployment,
): Promise<void> {
  const { organizationId, forge, repository, timings } = input;
  const subject = { organizationId, forge, repository, deployment };
  try {
    switch (event.kind) {
      case 'push':
        await followPush(timings, subject, { id, event });
        break;
      case 'pull_request':
        await followPullRequest(timings, subject, event);
    }
  } catch (error) {
    log.warn('a deployment could not follow its repository', { name: deployment.name, error });
  }
}
