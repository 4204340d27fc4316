/** How long a running operation still takes, by how long such resources took before. */
import { expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { MIN_DURATIONS } from '../../../contract/temporal/durations.ts';
import { eventually } from '../../support/eventually.ts';
import type { Scene } from './scene.ts';

/** A region of its own, in which nothing was made before. */
const NETWORK = { region: 'sim-west-1', availabilityZoneCount: 1, natGateways: 'none' };
const HANGING = { simulation: { faults: [{ type: 'vpc', when: 'ready', kind: 'hang' }] } };
/** Durations arrive a few seconds after the work, and an operation that waits is looked at every ten seconds. */
const WAIT = { timeoutMs: 40_000, intervalMs: 1_000 };

export function estimates(scene: Scene): void {
  test('nothing is said at first; once enough such resources were made, an operation says how long it takes', async () => {
    const { stack } = scene;
    const create = (name: string, more = {}) =>
      stack.submit('/networks', { name, ...NETWORK, ...more });
    const estimateOf = async ({ id }: Pick<Operation, 'id'>) => {
      const { body } = await stack.api.get(`/operations/${id}`);
      return (body as Operation).progress.estimate;
    };
    const hanging = await create('slow', HANGING);
    await stack.follow(hanging.id, {
      until: ({ progress }) => progress.resources.some(({ status }) => status === 'running'),
    });
    expect(await estimateOf(hanging)).toBeUndefined();
    const names = Array.from({ length: MIN_DURATIONS }, (_, index) => `quick${index}`);
    const made = await Promise.all(names.map((name) => create(name)));
    await Promise.all(made.map(({ id }) => stack.succeeded(id)));
    const estimate = await eventually(() => estimateOf(hanging), WAIT);
    expect(estimate.slow).toEqual([]);
    expect(estimate.remainingSeconds).toBeLessThanOrEqual(estimate.p90Seconds ?? -1);
    await stack.api.post(`/operations/${hanging.id}/cancel`);
    await stack.finished(hanging.id);
    expect(await estimateOf(hanging)).toBeUndefined();
  });
}
