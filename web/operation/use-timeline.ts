/** Reads the timeline of an operation, again at each change of its status or stage. */
import { useEffect, useState } from 'preact/hooks';
import { slipway } from '../api.ts';
import type { Operation, TimelineItem } from '../model/types.ts';

/** Each page has a hundred items; this is enough for the largest plan, a thousand resources. */
const MAX_PAGES = 60;

export function useTimeline(operation: Operation | undefined): readonly TimelineItem[] {
  const [items, setItems] = useState<readonly TimelineItem[]>([]);
  const id = operation?.id;
  const state = `${operation?.status}/${operation?.progress.stage}`;
  useEffect(() => {
    if (id === undefined) return undefined;
    const controller = new AbortController();
    read(id, controller.signal)
      .then(setItems)
      // Without the timeline, the page shows the work that the operation itself has.
      .catch(() => undefined);
    return () => controller.abort();
  }, [id, state]);
  return items;
}

async function read(operationId: string, signal: AbortSignal): Promise<TimelineItem[]> {
  const items: TimelineItem[] = [];
  let marker: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { data } = await slipway.api.GET('/operations/{operationId}/events', {
      params: {
        path: { operationId },
        query: { limit: '100', ...(marker !== undefined && { marker }) },
      },
      headers: { Accept: 'application/json' },
      signal,
    });
    if (data === undefined || typeof data === 'string') break;
    items.push(...data.items);
    ({ marker } = data);
    if (marker === undefined) break;
  }
  return items;
}
