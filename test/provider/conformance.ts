/**
 * Tests what every provider must do, with any cloud. `describeProvider` runs the tests against a
 * provider and a cloud that the caller has started. The tests observe the cloud through the provider
 * and, where that is not enough, through `CloudUnderTest`.
 */
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CloudRef, Owner, PlannedNode } from '../../contract/resources/graph.ts';
import { timeSortedId } from '../../contract/ids.ts';
import {
  discoverRequestSchema,
  discoveryMetadataSchema,
  instanceTypeSchema,
} from '../../contract/resources/instance-types.ts';
import { nodeKey } from '../../providers/identity.ts';
import type { Provider } from '../../providers/provider.ts';
import { eventually } from '../support/eventually.ts';
import { describeChanges } from './changes.ts';
import type { CloudUnderTest } from './cloud-under-test.ts';
import { expectWholeLife } from './whole-life.ts';
import {
  providerError,
  settle,
  allDependenciesOf,
  tearDown,
  walk,
  whenReady,
} from './graph-walk.ts';

export function describeProvider(name: string, start: () => Promise<CloudUnderTest>): void {
  describe(`the ${name} provider`, () => {
    let cloud: CloudUnderTest;
    let provider: Provider;
    const { signal } = new AbortController();
    // All nodes of a plan listen to this one signal.
    setMaxListeners(0, signal);
    const context = { signal };

    beforeAll(async () => {
      cloud = await start();
      provider = cloud.provider;
    });
    afterAll(async () => {
      await cloud?.stop();
    });

    const newOwner = (): Owner => ({
      organizationId: 'acme',
      resourceType: 'network',
      resourceId: 'demo',
      resourceUid: timeSortedId(Date.now(), randomBytes(16)),
      region: cloud.region ?? 'sim-central-1',
    });
    /** A node without dependencies, and a node that depends only on it. */
    const pair = (owner: Owner): [PlannedNode, PlannedNode] => {
      const [spec] = cloud.specs;
      const plan = spec === undefined ? [] : provider.plan(owner, spec);
      for (const base of plan.filter((it) => it.dependsOn.length === 0)) {
        const top = plan.find((it) => it.dependsOn.join() === base.urn);
        if (top !== undefined) return [base, top];
      }
      throw new Error('the first spec has no node that needs exactly one other');
    };
    const ensure = (owner: Owner, node: PlannedNode, dependencies: Record<string, CloudRef> = {}) =>
      provider.ensure({ owner, node, dependencies }, context);
    const ready = (
      owner: Owner,
      node: PlannedNode,
      ref: CloudRef,
      dependencies: Record<string, CloudRef> = {},
    ) => whenReady(provider, { owner, node, dependencies }, ref, context);
    /** Creates all dependencies of a node, which is named by its key. */
    const withDependencies = async (owner: Owner, key: string | undefined) => {
      const plans = cloud.specs.map((spec) => provider.plan(owner, spec));
      const found = plans.flatMap((plan) =>
        plan.flatMap((node) => (nodeKey(node) === key ? [{ plan, node }] : [])),
      );
      const { plan, node } = found[0] ?? { plan: [], node: pair(owner)[0] };
      const dependencyNodes = plan.filter((it) => allDependenciesOf(plan, node).has(it.urn));
      const refs = await walk(provider, owner, dependencyNodes, context);
      return { node, dependencyNodes, dependencies: Object.fromEntries(refs) };
    };
    const gone = (owner: Owner, node: PlannedNode) =>
      eventually(async () => (await provider.remove({ owner, node }, context)).state === 'gone');

    test('ensure twice makes one', async () => {
      const owner = newOwner();
      const [node] = pair(owner);
      const first = await ensure(owner, node);
      await ready(owner, node, first);
      expect((await ensure(owner, node)).cloudId).toBe(first.cloudId);
      expect(await cloud.existingIds(owner)).toEqual([first.cloudId]);
      await gone(owner, node);
    });

    test('ensure repeated at once, before the node is visible, makes one', async () => {
      const owner = newOwner();
      const [node] = pair(owner);
      const refs = await Promise.all(Array.from({ length: 8 }, () => ensure(owner, node)));
      expect(new Set(refs.map((it) => it.cloudId)).size).toBe(1);
      expect(await cloud.existingIds(owner)).toHaveLength(1);
      await ready(owner, node, { cloudId: refs[0]?.cloudId ?? '', outputs: {} });
      await gone(owner, node);
    });

    test('ensure after a lost response finds the node', async () => {
      const owner = newOwner();
      const node = cloud.withLostResponse(pair(owner)[0]);
      const lost = await providerError(ensure(owner, node));
      expect(lost).toMatchObject({ retryable: true });
      const [made] = await cloud.existingIds(owner);
      expect(made).toBeDefined();
      const ref = await settle(() => ensure(owner, node));
      expect(ref.cloudId).toBe(made);
      await ready(owner, node, ref);
      expect(await cloud.existingIds(owner)).toEqual([made]);
      await gone(owner, node);
    });

    test('remove of a node that never existed is gone at once', async () => {
      const owner = newOwner();
      const [node] = pair(owner);
      expect(await provider.remove({ owner, node }, context)).toEqual({ state: 'gone' });
    });

    test('remove ends as gone, and a repeated remove, too', async () => {
      const owner = newOwner();
      const [node] = pair(owner);
      await ready(owner, node, await ensure(owner, node));
      await gone(owner, node);
      expect(await provider.remove({ owner, node }, context)).toEqual({ state: 'gone' });
      expect(await cloud.existingIds(owner)).toEqual([]);
    });

    test('remove right after ensure removes a node that is not visible yet', async () => {
      const owner = newOwner();
      const [node] = pair(owner);
      const { cloudId } = await ensure(owner, node);
      const removal = await provider.remove({ owner, node: { ...node, cloudId } }, context);
      expect(removal.state).toBe('pending');
      await gone(owner, { ...node, cloudId });
      expect(await cloud.existingIds(owner)).toEqual([]);
    });

    test('remove of a node with dependants is pending and names them, then gone', async () => {
      const owner = newOwner();
      const [base, top] = pair(owner);
      const baseRef = await ensure(owner, base);
      await ready(owner, base, baseRef);
      const topRef = await ensure(owner, top, { [base.urn]: baseRef });
      await ready(owner, top, topRef, { [base.urn]: baseRef });
      const blocked = await provider.remove({ owner, node: base }, context);
      expect(blocked).toMatchObject({ state: 'pending' });
      expect(JSON.stringify(blocked)).toContain(`${top.type} ${top.name}`);
      expect(await cloud.isThere(baseRef.cloudId)).toBe(true);
      await gone(owner, top);
      await gone(owner, base);
      expect(await cloud.existingIds(owner)).toEqual([]);
    });

    test('a node that the cloud reports as failed is a final error, and can be removed', async () => {
      const owner = newOwner();
      const {
        node: whole,
        dependencyNodes,
        dependencies,
      } = await withDependencies(owner, cloud.tokenNode);
      const node = cloud.failing(whole);
      const ref = await ensure(owner, node, dependencies);
      const error = await providerError(ready(owner, node, ref, dependencies));
      expect(error).toMatchObject({ retryable: false, errorType: 'provider' });
      expect(error.code).toMatch(/^[a-z][a-z0-9_]*$/);
      expect((await ensure(owner, node, dependencies)).cloudId).toBe(ref.cloudId);
      await gone(owner, node);
      await tearDown(provider, owner, dependencyNodes, context);
      expect(await cloud.existingIds(owner)).toEqual([]);
    });

    test('a new generation replaces the old one', async () => {
      const owner = newOwner();
      const [node] = pair(owner);
      const old = await ensure(owner, node);
      await ready(owner, node, old);
      const next = { ...node, generation: 2 };
      const ref = await settle(() => ensure(owner, next));
      expect(ref.cloudId).not.toBe(old.cloudId);
      await ready(owner, next, ref);
      expect(await cloud.existingIds(owner)).toEqual([ref.cloudId]);
      expect(await provider.read(owner, context)).toMatchObject([{ generation: 2 }]);
      await gone(owner, next);
    });

    test('a late attempt for an old generation does not harm the new one', async () => {
      const owner = newOwner();
      const [node] = pair(owner);
      const next = { ...node, generation: 2 };
      const ref = await ensure(owner, next);
      await ready(owner, next, ref);
      expect(await providerError(ensure(owner, node))).toMatchObject({ retryable: false });
      expect(await cloud.existingIds(owner)).toEqual([ref.cloudId]);
      await gone(owner, next);
    });

    test('a generation whose resource is dead is never used again', async () => {
      const owner = newOwner();
      const { node, dependencyNodes, dependencies } = await withDependencies(
        owner,
        cloud.tokenNode,
      );
      const ref = await ensure(owner, node, dependencies);
      await ready(owner, node, ref, dependencies);
      await gone(owner, node);
      expect(await providerError(ensure(owner, node, dependencies))).toMatchObject({
        code: 'identity_spent',
        errorType: 'conflict',
        retryable: false,
      });
      await tearDown(provider, owner, dependencyNodes, context);
      expect(await cloud.existingIds(owner)).toEqual([]);
    });

    test('a foreign resource of the same name is neither adopted, listed nor removed', async () => {
      const owner = newOwner();
      const other = { ...newOwner(), organizationId: 'umbrella' };
      const [node] = pair(owner);
      const foreign = await cloud.makeForeign(owner, node);
      const theirs = await ensure(other, node);
      await ready(other, node, theirs);
      const ours = await ensure(owner, node);
      expect([foreign, theirs.cloudId]).not.toContain(ours.cloudId);
      await ready(owner, node, ours);
      expect((await provider.read(owner, context)).map((it) => it.cloudId)).toEqual([ours.cloudId]);
      await gone(owner, node);
      expect(await cloud.isThere(foreign)).toBe(true);
      expect(await cloud.existingIds(other)).toEqual([theirs.cloudId]);
      await gone(other, node);
    });

    test('a second incarnation of a name adopts nothing from the first', async () => {
      const [first, second] = [newOwner(), newOwner()];
      const [node] = pair(first);
      const old = await ensure(first, node);
      await ready(first, node, old);
      expect(await provider.namesakes(first, context)).toEqual([]);
      expect(await provider.namesakes(second, context)).toEqual([first.resourceUid]);
      const young = await ensure(second, node);
      expect(young.cloudId).not.toBe(old.cloudId);
      await ready(second, node, young);
      await gone(first, node);
      expect(await cloud.existingIds(second)).toEqual([young.cloudId]);
      expect(await provider.namesakes(second, context)).toEqual([]);
      await gone(second, node);
    });

    test('whole plans are created, read, return their outputs and are removed', async () => {
      for (const resource of cloud.wholeSpecs ?? cloud.specs) {
        const owner = { ...newOwner(), resourceType: resource.resourceType };
        await expectWholeLife({
          provider,
          owner,
          resource,
          context,
          existingIds: cloud.existingIds,
        });
      }
    });

    test('validate reports every fault at once', async () => {
      const { resource, fields } = cloud.invalid;
      const owner = { ...newOwner(), resourceType: resource.resourceType };
      const error = await providerError(provider.validate(owner, resource, context));
      expect(error).toMatchObject({ errorType: 'validation', retryable: false });
      expect(Object.keys(error.fieldErrors ?? {}).toSorted()).toEqual(fields.toSorted());
    });

    test('an abort does not abandon a create in flight; the next ensure finds its node', async () => {
      const owner = newOwner();
      const node = cloud.hanging(pair(owner)[0]);
      const abort = new AbortController();
      const call = provider.ensure({ owner, node, dependencies: {} }, { signal: abort.signal });
      const ended = call.catch((error: unknown) => error);
      const [made] = await eventually(async () => {
        const ids = await cloud.existingIds(owner);
        return ids.length > 0 && ids;
      });
      abort.abort(new Error('the worker shuts down'));
      expect(await ended).toMatchObject({ name: 'ProviderError', retryable: true });
      const ref = await settle(() => ensure(owner, node));
      expect(ref.cloudId).toBe(made);
      await ready(owner, node, ref);
      await gone(owner, node);
    });

    test('an abort before the call prevents it', async () => {
      const owner = newOwner();
      const [node] = pair(owner);
      const late = { signal: AbortSignal.abort(new Error('too late')) };
      const call = provider.ensure({ owner, node, dependencies: {} }, late);
      await expect(call).rejects.toThrow('too late');
      expect(await cloud.existingIds(owner)).toEqual([]);
    });

    describeChanges({ cloudOf: () => cloud, newOwner, pair, withDependencies, context });

    test('instance types and metadata match the contract', async () => {
      const question = { provider: provider.name, ...(cloud.region && { region: cloud.region }) };
      const types = await provider.instanceTypes(discoverRequestSchema.parse(question), context);
      expect(types.length).toBeGreaterThan(10);
      for (const type of types) expect(instanceTypeSchema.parse(type)).toEqual(type);
      const metadata = provider.metadata({ addons: ['coredns'], karpenter: true });
      expect(discoveryMetadataSchema.parse(metadata)).toEqual(metadata);
    });
  });
}
