import type { Client } from '@temporalio/client';
import type { PlannedNode } from '../../../contract/resources/graph.ts';
import type { Operation, ProgressResource } from '../../../contract/operations/operation.ts';

const PLANS: ReadonlySet<unknown> = new Set(['plan', 'planDeletion']);

/** What an operation does or would do, by `type/name`, without unchanged nodes. */
export function plannedActions({ progress: { resources } }: Operation): Record<string, string> {
  return actionsByNode(resources);
}

/** The planned actions from the operation's history, or undefined when it never planned. */
export async function plannedBy(
  client: Client,
  operationId: string,
): Promise<Record<string, string> | undefined> {
  const { events } = await client.workflow.getHandle(operationId).fetchHistory();
  const plans = new Set<string>();
  for (const event of events ?? []) {
    const begun = event.activityTaskScheduledEventAttributes?.activityType?.name;
    if (PLANS.has(begun)) plans.add(String(event.eventId));
    const done = event.activityTaskCompletedEventAttributes;
    const [payload] = done?.result?.payloads ?? [];
    if (!plans.has(String(done?.scheduledEventId)) || !payload?.data) continue;
    return actionsByNode(JSON.parse(Buffer.from(payload.data).toString()) as PlannedNode[]);
  }
  return undefined;
}

function actionsByNode(
  nodes: readonly Pick<ProgressResource, 'type' | 'name' | 'operation'>[],
): Record<string, string> {
  return Object.fromEntries(
    nodes
      .filter(({ operation }) => operation !== 'same')
      .map(({ type, name, operation }) => [`${type}/${name}`, operation]),
  );
}
