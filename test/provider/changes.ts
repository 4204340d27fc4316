/** Tests what every provider must do when an existing node changes. */
import { describe, expect, test } from 'vitest';
import type { CloudRef, Owner, PlannedNode } from '../../contract/resources/graph.ts';
import type { CallContext } from '../../providers/provider.ts';
import { eventually } from '../support/eventually.ts';
import type { CloudUnderTest } from './cloud-under-test.ts';
import {
  providerError,
  settle,
  tearDown,
  walk,
  whenReady,
  withAllDependencies,
} from './graph-walk.ts';

interface ChangesOptions {
  cloudOf: () => CloudUnderTest;
  newOwner: () => Owner;
  /** A node without dependencies, and a node that depends only on it. */
  pair: (owner: Owner) => [PlannedNode, PlannedNode];
  /** Creates all dependencies of a node, which is named by its `type/name`. */
  withDependencies: (
    owner: Owner,
    key: string | undefined,
  ) => Promise<{
    node: PlannedNode;
    dependencyNodes: PlannedNode[];
    dependencies: Record<string, CloudRef>;
  }>;
  context: CallContext;
}

export function describeChanges(options: ChangesOptions): void {
  const { cloudOf, newOwner, pair, withDependencies, context } = options;
  const ensure = (owner: Owner, node: PlannedNode, dependencies: Record<string, CloudRef> = {}) =>
    cloudOf().provider.ensure({ owner, node, dependencies }, context);
  const ready = (
    owner: Owner,
    node: PlannedNode,
    ref: CloudRef,
    dependencies: Record<string, CloudRef> = {},
  ) => whenReady(cloudOf().provider, { owner, node, dependencies }, ref, context);
  const gone = (owner: Owner, node: PlannedNode) =>
    eventually(
      async () => (await cloudOf().provider.remove({ owner, node }, context)).state === 'gone',
    );

  /** Creates the node and waits until it is ready; returns its ref. */
  async function createReady(
    owner: Owner,
    node: PlannedNode,
    dependencies: Record<string, CloudRef> = {},
  ): Promise<CloudRef> {
    const ref = await settle(() => ensure(owner, node, dependencies));
    return ready(owner, node, ref, dependencies);
  }

  describe('a change', () => {
    test('ensure changes nothing without a difference: no call requests a change', async () => {
      const cloud = cloudOf();
      const owner = newOwner();
      const [node] = pair(owner);
      const { cloudId } = await createReady(owner, node);
      const before = await cloud.stateOf(cloudId);
      for (let times = 0; times < 3; times++) await createReady(owner, node);
      expect(await cloud.changes(owner)).toBe(0);
      expect(await cloud.stateOf(cloudId)).toEqual(before);
      await gone(owner, node);
    });

    test('ensure changes the differences in place, with one call, however often it is repeated', async () => {
      const cloud = cloudOf();
      const owner = newOwner();
      const [node] = pair(owner);
      const { cloudId } = await createReady(owner, node);
      const before = await cloud.stateOf(cloudId);
      const wanted = cloud.withChange(node);
      expect(cloud.provider.change(node, wanted)).toBe('update');
      for (let times = 0; times < 3; times++) {
        expect((await ensure(owner, wanted)).cloudId).toBe(cloudId);
      }
      await ready(owner, wanted, { cloudId, outputs: {} });
      expect(await cloud.changes(owner)).toBe(1);
      expect(await cloud.stateOf(cloudId)).not.toEqual(before);
      expect(await cloud.existingIds(owner)).toEqual([cloudId]);
      // Then the change is reverted.
      await createReady(owner, node);
      expect(await cloud.stateOf(cloudId)).toEqual(before);
      await gone(owner, node);
    });

    test('awaitReady is ready only when the change is in force', async () => {
      const { provider, withChange, stateOf } = cloudOf();
      const owner = newOwner();
      const [node] = pair(owner);
      const ref = await createReady(owner, node);
      const wanted = withChange(node);
      const request = { owner, node: wanted, dependencies: {} };
      expect(await provider.awaitReady(request, ref, context)).toMatchObject({
        state: 'pending',
        outdated: true,
      });
      const before = await stateOf(ref.cloudId);
      await ensure(owner, wanted);
      await eventually(async () => {
        const seen = await provider.awaitReady(request, ref, context);
        // A change in progress is not outdated. Once ready, the node is as requested.
        expect(seen).not.toHaveProperty('outdated');
        return seen.state === 'ready';
      });
      expect(await stateOf(ref.cloudId)).not.toEqual(before);
      const [seen] = await provider.read(owner, context);
      expect(seen).toMatchObject({ cloudId: ref.cloudId, state: 'available' });
      await gone(owner, node);
    });

    test('that the cloud could not make is a final error, and leaves the resource as it was', async () => {
      const { provider, withChange, withFailingChange, existingIds, changingNode } = cloudOf();
      const owner = newOwner();
      const { node, dependencyNodes, dependencies } = await withDependencies(owner, changingNode);
      const { cloudId } = await createReady(owner, node, dependencies);
      const before = await existingIds(owner);
      const wanted = withFailingChange(withChange(node));
      const ref = await ensure(owner, wanted, dependencies);
      const error = await providerError(ready(owner, wanted, ref, dependencies));
      expect(error).toMatchObject({ retryable: false, errorType: 'provider' });
      expect(error.code).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(await existingIds(owner)).toEqual(before);
      const seen = await provider.read(owner, context);
      expect(seen.find((it) => it.urn === node.urn)).toMatchObject({ cloudId, state: 'available' });
      // The change can be reverted.
      expect((await createReady(owner, node, dependencies)).cloudId).toBe(cloudId);
      await gone(owner, node);
      await tearDown(provider, owner, dependencyNodes, context);
      expect(await existingIds(owner)).toEqual([]);
    });

    test('a kept generation stays beside the new one; remove with keep takes all others', async () => {
      const { provider, specs, besideType, existingIds } = cloudOf();
      const spec = specs.find(({ resourceType }) => resourceType === 'cluster');
      if (spec === undefined) throw new Error('no spec of a cluster');
      const owner: Owner = { ...newOwner(), resourceType: 'cluster' };
      const plan = provider.plan(owner, spec);
      const node = plan.find(({ type }) => type === besideType);
      if (node === undefined) throw new Error(`no ${besideType} in the plan`);
      const nodes = withAllDependencies(plan, node);
      const refs = await walk(provider, owner, nodes, context);
      const old = refs.get(node.urn)?.cloudId ?? '';
      const others = (await existingIds(owner)).filter((id) => id !== old);
      const dependencies = Object.fromEntries(refs);
      const idsOf = async (): Promise<string[]> =>
        (await existingIds(owner)).filter((id) => !others.includes(id));

      const second: PlannedNode = { ...node, generation: 2, keepsGeneration: 1 };
      const ref = await settle(() => ensure(owner, second, dependencies));
      expect(ref.cloudId).not.toBe(old);
      await ready(owner, second, ref);
      // Repeating it changes nothing.
      expect((await ensure(owner, second, dependencies)).cloudId).toBe(ref.cloudId);
      expect((await idsOf()).toSorted()).toEqual([old, ref.cloudId].toSorted());
      // A third generation that keeps the first replaces the second, not the first.
      const third = { ...second, generation: 3 };
      const last = await settle(() => ensure(owner, third, dependencies));
      await ready(owner, third, last);
      expect((await idsOf()).toSorted()).toEqual([old, last.cloudId].toSorted());

      const keep = async (generation: number) =>
        eventually(async () => {
          const request = { owner, node: third, keep: generation };
          return (await provider.remove(request, context)).state === 'gone';
        });
      await keep(3);
      expect(await idsOf()).toEqual([last.cloudId]);
      await keep(3);
      expect(await idsOf()).toEqual([last.cloudId]);
      await keep(1);
      expect(await idsOf()).toEqual([]);
      await tearDown(provider, owner, nodes, context);
      expect(await existingIds(owner)).toEqual([]);
    });

    test('change() is pure, the same both ways for nothing, and ignores faults to simulate', () => {
      const { provider, specs, withChange, failing } = cloudOf();
      for (const resource of specs) {
        const owner = { ...newOwner(), resourceType: resource.resourceType };
        for (const node of provider.plan(owner, resource)) {
          const [before, after] = [structuredClone(node), structuredClone(withChange(node))];
          expect(provider.change(before, before)).toBe('same');
          expect(provider.change(before, structuredClone(node))).toBe('same');
          const first = provider.change(before, after);
          expect(first).not.toBe('same');
          expect(provider.change(before, after)).toBe(first);
          expect([before, after]).toEqual([node, withChange(node)]);
          expect(provider.change(node, failing(node))).toBe('same');
          expect(provider.change(failing(node), node)).toBe('same');
        }
      }
    });
  });
}
