/** The least that Temporal has to do for the same work: nothing is shown, undone or looked at. */
import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';
import type { BenchActivities } from '../service/activities.ts';

const { makeOne, nothing, touch, nap } = proxyActivities<BenchActivities>({
  startToCloseTimeout: 30_000,
  heartbeatTimeout: 10_000,
  retry: { initialInterval: 500 },
});

/** A record that is updated so many times, and ends. */
export async function minimalEntity(updates: number): Promise<void> {
  let left = updates;
  setHandler(defineUpdate<void>('touch'), () => {
    left -= 1;
  });
  await condition(() => left <= 0);
}

/** As many activities as a creation has: some before, some that update the entity, the nodes beside each other. */
export async function minimalOperation(shape: {
  entityId: string;
  nodes: number;
  others: number;
  updates: number;
  /** Where the nodes are made; unless given, they do nothing. */
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

/** Trivial steps beside each other: the job that every peer gets. */
export async function tenSteps(): Promise<void> {
  await Promise.all(Array.from({ length: 10 }, () => nothing()));
}

/** Steps one after the other, each of which takes its time. */
export async function tenNaps(log: string, ms: number): Promise<void> {
  for (let step = 0; step < 10; step++) await nap(log, step, ms);
}
