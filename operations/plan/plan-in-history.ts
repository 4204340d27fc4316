/** Reads the plan of an operation on a cluster or network from the history of its workflow. Needs no worker. */
import type { Client } from '@temporalio/client';
import type { OperationPlan } from '../../contract/operations/plan.ts';
import type { PlannedNode } from '../../contract/resources/graph.ts';
import type { ResourceView } from '../../contract/temporal/entity.ts';
import { isInputOf, type OperationInput } from '../../contract/temporal/operation-input.ts';
import { historyPages, type Execution, type HistoryEvent } from '../temporal/history.ts';
import { activityEndOf, valueOf } from '../timeline/events.ts';
import { cloudPlan, type SpecChange } from './cloud-plan.ts';

/** A plan comes before the first effect, after a few activities. */
const MAX_EVENTS = 1_000;
const PLANS: ReadonlySet<string> = new Set(['plan', 'planDeletion']);

/** Resolves to undefined while there is no plan. */
export async function planInHistory(
  client: Client,
  execution: Execution,
): Promise<OperationPlan | undefined> {
  const find = createFinder();
  let seen = 0;
  for await (const events of historyPages(client, execution)) {
    for (const event of events) {
      const plan = find(event);
      if (plan !== undefined) return plan;
    }
    seen += events.length;
    if (seen >= MAX_EVENTS) break;
  }
  return undefined;
}

/** Takes the events in their order, and returns the plan when it is complete. */
function createFinder(): (event: HistoryEvent) => OperationPlan | undefined {
  const types = new Map<string, string>();
  let input: OperationInput | undefined;
  let claimed: ResourceView | undefined;
  return (event) => {
    input ??= valueOf<OperationInput>(event.workflowExecutionStartedEventAttributes?.input);
    const scheduled = event.activityTaskScheduledEventAttributes?.activityType?.name;
    if (scheduled) types.set(String(event.eventId), scheduled);
    const ended = activityEndOf(event);
    if (ended?.end.as !== 'completed') return undefined;
    const type = types.get(ended.scheduledEventId) ?? '';
    if (type === 'claim') claimed = valueOf<ResourceView>(ended.end.result);
    if (!PLANS.has(type)) return undefined;
    const nodes = valueOf<PlannedNode[]>(ended.end.result) ?? [];
    return cloudPlan(nodes, specChangeOf(input, claimed));
  };
}

function specChangeOf(
  input: OperationInput | undefined,
  claimed: ResourceView | undefined,
): SpecChange | undefined {
  if (input === undefined || claimed === undefined) return undefined;
  if (!isInputOf(input, 'update_cluster')) return undefined;
  return { before: claimed.record.spec, after: input.spec };
}
