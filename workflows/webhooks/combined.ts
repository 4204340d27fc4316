import type { Delivery } from '../../contract/temporal/repository-events.ts';

/**
 * Returns one event that stands for an event that waits and a newer one. What the older one changed is still to be
 * looked at.
 */
export function combined(waiting: Delivery | undefined, newer: Delivery): Delivery {
  if (waiting?.event.kind !== 'push' || newer.event.kind !== 'push') return newer;
  const { folders: ofNewer, ...event } = newer.event;
  const { folders: ofWaiting } = waiting.event;
  const folders =
    ofWaiting === undefined || ofNewer === undefined
      ? undefined
      : [...new Set([...ofWaiting, ...ofNewer])];
  return { id: newer.id, event: { ...event, ...(folders !== undefined && { folders }) } };
}
