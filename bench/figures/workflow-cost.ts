/** What one workflow has cost Temporal. */
import type { Client } from '@temporalio/client';

export interface WorkflowCost {
  events: number;
  bytes: number;
  /** Records written for lists: at its start and its end, and whenever it changes an attribute or its memo. */
  visibilityWrites: number;
}

export async function costOf(client: Client, workflowId: string): Promise<WorkflowCost> {
  const handle = client.workflow.getHandle(workflowId);
  const { historySize = 0, status } = await handle.describe();
  const { events = [] } = await handle.fetchHistory();
  const changes = (events ?? []).filter(
    (event) =>
      Boolean(event.upsertWorkflowSearchAttributesEventAttributes) ||
      Boolean(event.workflowPropertiesModifiedEventAttributes),
  );
  const ends = status.name === 'RUNNING' ? 0 : 1;
  return {
    events: (events ?? []).length,
    bytes: historySize,
    visibilityWrites: 1 + ends + changes.length,
  };
}
