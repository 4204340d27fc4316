/** Reads how long the resources of a region usually take. See contract/temporal/durations.ts. */
import type { Client } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import { isDurationsMemo } from '../../contract/guards.ts';
import { durationsWorkflowId } from '../../contract/ids.ts';
import type { DurationsMemo } from '../../contract/temporal/durations.ts';
import type { ProviderName } from '../../contract/vocabulary.ts';
import { withDeadline } from '../temporal/calls.ts';

const KEPT_MS = 60_000;
/** How soon it asks again while nothing is known. */
const ASK_AGAIN_MS = 5_000;
const MAX_REGIONS = 200;

/** By kind of work. */
export type Typical = DurationsMemo['typical'];

/**
 * Returns what is known now, and reads it again in the background when it is old. Estimates are never waited for, and
 * an error leaves the earlier answer.
 *
 * @param now in ms
 */
export function createTypicalDurations(
  client: Client,
  now: () => number,
): (provider: ProviderName, region: string) => Typical | undefined {
  const kept = new LRUCache<string, { typical?: Typical; readAt: number }>({ max: MAX_REGIONS });

  async function refresh(workflowId: string): Promise<void> {
    const { memo } = await withDeadline(client, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    if (isDurationsMemo(memo)) kept.set(workflowId, { typical: memo.typical, readAt: now() });
  }

  return (provider, region) => {
    const workflowId = durationsWorkflowId(provider, region);
    const known = kept.get(workflowId);
    const keptMs = known?.typical === undefined ? ASK_AGAIN_MS : KEPT_MS;
    if (known === undefined || now() - known.readAt > keptMs) {
      kept.set(workflowId, { ...known, readAt: now() });
      // Nothing was kept yet, or Temporal is away.
      refresh(workflowId).catch(() => undefined);
    }
    return known?.typical;
  };
}
