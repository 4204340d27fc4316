import { beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { Scene } from './scene.ts';

let stack: Stack;

/** Runs a discovery. Every poll is checked against the schema. */
async function discover(question: object): Promise<NonNullable<Operation['result']>> {
  const accepted = await stack.submit('/instance-types:discover', question);
  expect(accepted).toMatchObject({
    operation: 'discover_instance_types',
    resourceType: 'connection',
    resourceId: 'simulated',
  });
  const { result } = await stack.succeeded(accepted.id);
  if (result === undefined) throw new Error('a discovery without a result');
  return result;
}

export function discoveries(scene: Scene): void {
  describe('discoveries', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('a discovery returns every matching type, and the share of the system', async () => {
      const { items = [], metadata } = await discover({});
      expect(items.length).toBeGreaterThan(20);
      const byName = new Map(items.map((item) => [item.instanceType, item]));
      // The values that AWS publishes for managed node groups.
      expect(byName.get('m5.large')).toMatchObject({
        vCpus: 2,
        memoryMiB: 8192,
        maxPods: 29,
        allocatableMilliCpu: 1930,
      });
      expect(byName.get('m5.4xlarge')).toMatchObject({ maxPods: 110, allocatableMilliCpu: 15_890 });
      expect(metadata).toEqual({
        provider: 'simulated',
        systemPodsPerNode: 4,
        systemPodsPerSystemNode: 7,
        systemPodsFixed: 4,
        systemPodsPerNodeMargin: 1,
        systemPodsFixedMargin: 2,
        systemMilliCPUPerNode: 180,
        systemMilliCPUFixed: 320,
        karpenterMilliCPUPerReplica: 1000,
        karpenterReplicas: 2,
      });
    });

    test('a discovery obeys its filters', async () => {
      const { items = [] } = await discover({
        families: ['m5'],
        minVCpus: 2,
        maxVCpus: 4,
        podDensity: 'prefix',
      });
      expect(items.map(({ instanceType, maxPods }) => [instanceType, maxPods])).toEqual([
        ['m5.large', 110],
        ['m5.xlarge', 110],
      ]);
      expect((await discover({ families: ['m5'], gpu: true })).items).toEqual([]);
    });
  });
}
