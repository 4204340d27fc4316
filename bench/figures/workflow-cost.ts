/** The cost of one workflow to Temporal. */
import type { Client } from '@temporalio/client';

export interface WorkflowCost {
  events: number;
  bytes: number;
  /**
   * Writes to the visibility store: at the start, at the end, and for each change of an attribute or
   * the memo.
   */
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
