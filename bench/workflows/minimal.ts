/** Minimal workflows for the same work: no progress, no undo, no queries. */
import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';
import type { BenchActivities } from '../service/activities.ts';

const { makeOne, nothing, touch, nap } = proxyActivities<BenchActivities>({
  startToCloseTimeout: 30_000,
  heartbeatTimeout: 10_000,
  retry: { initialInterval: 500 },
});

/** An entity that ends after this number of updates. */
export async function minimalEntity(updates: number): Promise<void> {
  let left = updates;
  setHandler(defineUpdate<void>('touch'), () => {
    left -= 1;
  });
  await condition(() => left <= 0);
}

/**
 * Runs as many activities as a creation: updates of the entity and others in sequence, then the nodes
 * side by side.
 */
export async function minimalOperation(shape: {
  entityId: string;
  nodes: number;
  others: number;
  updates: number;
  /** The URL of the cloud in which to create the nodes. Without it, the node activities do nothing. */
  cloud?: string;
}): Promise<void> {
  const { entityId, nodes, others, updates, cloud } = shape;
  for (let i = 0; i < updates - 1; i++) await touch(entityId);
  for (let i = 0; i < others; i++) await nothing();
  const node = (_item: unknown, number: number) =>
    cloud === undefined ? nothing() : makeOne(cloud, entityId, number);
  await Promise.all(Array.from({ length: nodes }, node));
  await touch(entityId);
}

/** Ten trivial steps side by side. Every peer runs the same job. */
export async function tenSteps(): Promise<void> {
  await Promise.all(Array.from({ length: 10 }, () => nothing()));
}

/** Ten steps in sequence, each of which takes `ms`. */
export async function tenNaps(log: string, ms: number): Promise<void> {
  for (let step = 0; step < 10; step++) await nap(log, step, ms);
}
