/**
 * Hands the deliveries of forges to a workflow. A delivery is accepted only once Temporal has stored it, so that no
 * accepted one is lost. Needs no worker.
 */
import type { Client } from '@temporalio/client';
import { repositoryEventsWorkflowId } from '../../contract/ids.ts';
import { REPOSITORY_EVENTS_WORKFLOW, SIGNALS } from '../../contract/temporal/names.ts';
import type {
  Delivery,
  ForgeName,
  Repository,
  RepositoryEvent,
  RepositoryEventsInput,
} from '../../contract/temporal/repository-events.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { withDeadline, type Principal } from '../temporal/calls.ts';

export interface Deliveries {
  /** Repeating it is safe. Throws `temporal_unavailable`. */
  acceptDelivery(
    principal: Pick<Principal, 'organizationId'>,
    forge: ForgeName,
    repository: Repository,
    delivery: Delivery,
  ): Promise<void>;
}

export function createDeliveries(options: {
  client: Client;
  taskQueue: string;
  timings: Timings;
}): Deliveries {
  const { client, taskQueue, timings } = options;
  return {
    async acceptDelivery({ organizationId }, forge, repository, delivery) {
      const [key = repository.path] = repository.keys;
      const subject = subjectOf(delivery.event);
      const input: RepositoryEventsInput = { organizationId, forge, repository, timings };
      await withDeadline(client, () =>
        client.workflow.signalWithStart(REPOSITORY_EVENTS_WORKFLOW, {
          workflowId: repositoryEventsWorkflowId(organizationId, key, subject),
          taskQueue,
          args: [input],
          signal: SIGNALS.repositoryEvent,
          signalArgs: [delivery],
          priority: { fairnessKey: organizationId },
          staticSummary: `What ${forge} says about ${subject} of ${repository.path}`,
        }),
      );
    },
  };
}

function subjectOf(event: RepositoryEvent): string {
  switch (event.kind) {
    case 'push':
      return `branch/${event.branch}`;
    case 'pull_request':
      return `pull/${event.number}`;
  }
}
