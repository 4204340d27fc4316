import { PLANNED_AND_REFUSED } from './conformance-cases.ts';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setMaxListeners } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import type { Owner, PlannedNode } from '../../contract/resources/graph.ts';
import type { Fault } from '../../contract/providers/simulation.ts';
import { listen } from '../../config/listen.ts';
import { planChange } from '../../activities/planning/plan-change.ts';
import { timeSortedId } from '../../contract/ids.ts';
import { clusterSpecSchema } from '../../contract/resources/cluster.ts';
import { nodeKey } from '../../providers/identity.ts';
import { eventually } from '../support/eventually.ts';
import { createLogger } from '../../config/logger.ts';
import { createSimulatedProvider } from '../../providers/simulated/provider.ts';
import { readCatalogue } from '../../sandboxes/simulated/cloud/catalogue.ts';
import { createSimulator } from '../../sandboxes/simulated/simulator.ts';
import type { CloudUnderTest } from './cloud-under-test.ts';
import { describeProvider } from './conformance.ts';
import { ensureReady, tearDown, walk, withAllDependencies } from './graph-walk.ts';

/** A cluster of 38 resources takes about 1 s. A new resource stays invisible for 25 ms. */
const SPEED = 40;

const createdSchema = z.object({ id: z.string() });
const listSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      properties: z.record(z.string(), z.json()),
      tags: z.record(z.string(), z.string()),
    }),
  ),
});
const callsSchema = z.object({
  items: z.array(z.object({ method: z.string(), path: z.string() })),
});

async function startCloud(): Promise<CloudUnderTest> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'slipway-provider-'));
  const simulator = createSimulator({
    dataDir,
    speed: SPEED,
    clock: Date.now,
    random: randomBytes,
    catalogue: readCatalogue(),
    logger: createLogger('simulator', 'warn'),
  });
  const listening = await listen(simulator.app, { host: '127.0.0.1', port: 0 });

  const inspect = async (what: string): Promise<unknown> => {
    const response = await fetch(`${listening.url}/inspect/${what}`);
    return response.json();
  };
  const list = async (query: string) => listSchema.parse(await inspect(`resources?${query}`)).items;
  const idsOf = async (query: string) => (await list(query)).map(({ id }) => id);
  const ofUid = (uid: string) => new URLSearchParams({ 'tag.slipway:uid': uid }).toString();
  const withFault =
    (fault: Pick<Fault, 'when' | 'kind'>) =>
    (node: PlannedNode): PlannedNode => {
      const simulation = { faults: [{ ...fault, type: node.type, times: 1 }] };
      return { ...node, properties: { ...node.properties, simulation } };
    };

  return {
    provider: createSimulatedProvider({
      url: listening.url,
      speed: SPEED,
      requestSlackMs: 100,
      requestTimeoutMs: 2_000,
    }),
    existingIds: (owner: Owner) => idsOf(ofUid(owner.resourceUid)),
    isThere: async (id) => (await idsOf('')).includes(id),
    async makeForeign(owner, { type, name }) {
      const response = await fetch(`${listening.url}/resources`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type, name, region: owner.region }),
      });
      expect(response.status).toBe(201);
      return createdSchema.parse(await response.json()).id;
    },
    withLostResponse: withFault({ when: 'create', kind: 'lost_response' }),
    failing: withFault({ when: 'ready', kind: 'error' }),
    hanging: withFault({ when: 'create', kind: 'hang' }),
    async changes({ resourceUid }) {
      const ids = new Set((await list(ofUid(resourceUid))).map(({ id }) => id));
      const { items } = callsSchema.parse(await inspect('calls'));
      return items.filter(
        ({ method, path: target }) => method === 'PATCH' && ids.has(target.split('/').at(-1) ?? ''),
      ).length;
    },
    async stateOf(id) {
      const found = (await list('')).find((it) => it.id === id);
      return found && { properties: found.properties, tags: found.tags };
    },
    withChange: (node) => ({
      ...node,
      properties: { ...node.properties, tags: { stage: 'prod' }, note: 'changed' },
    }),
    withFailingChange: withFault({ when: 'updated', kind: 'error' }),
    besideType: 'node_group',
    ...PLANNED_AND_REFUSED,
    async stop() {
      const closed = listening.close();
      await simulator.close();
      await closed;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

describeProvider('simulated', startCloud);

test('an add-on that was created on a node group makes room when the group leaves', async () => {
  const cloud = await startCloud();
  onTestFinished(() => cloud.stop());
  const { provider } = cloud;
  const context = { signal: new AbortController().signal };
  setMaxListeners(0, context.signal);
  const owner: Owner = {
    organizationId: 'acme',
    resourceType: 'cluster',
    resourceId: 'old',
    resourceUid: timeSortedId(Date.now(), randomBytes(16)),
    region: 'sim-central-1',
  };
  const planOf = (...groups: string[]) => {
    const spec = clusterSpecSchema.parse({ nodeGroups: groups.map((name) => ({ name })) });
    const nodes = provider.plan(owner, { resourceType: 'cluster', spec, network: { own: true } });
    return withAllDependencies(nodes, find(nodes, 'addon/coredns'));
  };
  const find = (nodes: readonly PlannedNode[], key: string) => {
    const node = nodes.find((it) => nodeKey(it) === key);
    if (node === undefined) throw new Error(`there is no ${key}`);
    return node;
  };

  // An earlier release let the add-on refer to the node groups.
  const before = planOf('first', 'second').map((node) => {
    const { waitsFor: _waitsFor, ...properties } = node.properties;
    return nodeKey(node) === 'addon/coredns' ? { ...node, properties } : node;
  });
  const refs = await walk(provider, owner, before, context);
  const ledger = Object.fromEntries(
    before.map((node) => {
      const changedAt = new Date().toISOString();
      const status = 'present' as const;
      const { cloudId = '' } = refs.get(node.urn) ?? {};
      return [node.urn, { ...node, status, cloudId, changedAt, operationId: 'earlier' }];
    }),
  );
  const found = await eventually(async () => {
    const seen = await provider.read(owner, context);
    return seen.length === before.length && seen;
  });
  const plan = planChange(provider, planOf('second'), ledger, found);
  const addon = find(plan, 'addon/coredns');
  const group = find(plan, 'node_group/first');
  expect([addon.operation, group.operation]).toEqual(['replace', 'delete']);

  const isGone = async () => {
    const node = group;
    return (await provider.remove({ owner, node }, context)).state === 'gone';
  };
  expect(await isGone()).toBe(false);
  const dependencies = Object.fromEntries(refs);
  await ensureReady(provider, { owner, node: addon, dependencies }, context);
  await eventually(isGone);
  await tearDown(provider, owner, plan, context);
});
