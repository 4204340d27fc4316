/** Reads pages of an operation's timeline, oldest items first. */
import type { Client } from '@temporalio/client';
import { OPERATION_ID_PATTERN } from '../../contract/ids.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Timeline, TimelineItem } from '../../contract/operations/timeline.ts';
import { describeOperation, unknownOperation } from '../read/describe.ts';
import type { OperationSource } from '../read/view.ts';
import { historyPages } from '../temporal/history.ts';
import type { Principal } from '../temporal/calls.ts';
import { createTimeline } from './timeline-items.ts';

export interface TimelinePage {
  /** The largest number of items on the page. */
  limit: number;
  /** The marker of the previous page; absent for the first page. */
  marker?: string;
}

export interface TimelineReader {
  /**
   * Throws `not_found` for an unknown operation, and `invalid_query` for a marker of another
   * timeline.
   */
  timeline(principal: Principal, operationId: string, page: TimelinePage): Promise<Timeline>;
}

export function createTimelineReader(client: Client): TimelineReader {
  async function describe(principal: Principal, operationId: string): Promise<OperationSource> {
    if (!OPERATION_ID_PATTERN.test(operationId)) throw unknownOperation();
    return describeOperation(client, principal, operationId);
  }

  /** Returns more than `limit` items if there are more. */
  async function itemsAfter(
    { workflowId, runId, memo }: OperationSource,
    after: number,
    limit: number,
  ): Promise<TimelineItem[]> {
    const toItems = createTimeline(memo.subject);
    const items: TimelineItem[] = [];
    // Always read from the start, because the end of a step is described with words from its beginning.
    for await (const events of historyPages(client, { workflowId, runId })) {
      items.push(...events.flatMap(toItems).filter(({ sequence }) => sequence > after));
      if (items.length > limit) break;
    }
    return items;
  }

  return {
    async timeline(principal, operationId, { limit, marker }) {
      const source = await describe(principal, operationId);
      const { runId } = source;
      const after = marker === undefined ? 0 : sequenceOf(marker, runId);
      const items = await itemsAfter(source, after, limit);
      const shown = items.slice(0, limit);
      const last = shown.at(-1);
      const more = items.length > limit && last !== undefined;
      return { items: shown, ...(more && { marker: markerOf(runId, last.sequence) }) };
    },
  };
}

/** A marker has the run that it belongs to and the last item of its page. It is opaque to clients. */
function markerOf(runId: string, sequence: number): string {
  return Buffer.from(`${runId}/${sequence}`).toString('base64url');
}

function sequenceOf(marker: string, runId: string): number {
  const [run, sequence = ''] = Buffer.from(marker, 'base64url').toString().split('/');
  if (run === runId && /^\d{1,9}$/.test(sequence)) return Number(sequence);
  throw new RequestError('invalid_query', 'The marker does not belong to this timeline.', {
    faults: [{ pointer: '/marker', detail: 'must be the marker of the page before' }],
  });
}
