/**
 * Every activity runs twice, and the response to every create, update and delete is lost once. At the
 * end, the cloud counts that no node was made twice.
 */
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { campaign, sampleOf } from '../support/campaign/campaign.ts';
import { CHANGES, CLUSTER, EVERYTHING, WITH_NETWORK } from '../support/campaign/changes.ts';
import { nodesMadeTwice } from '../support/stack/cloud.ts';
import {
  expectChanged,
  expectState,
  stateOf,
  type ClusterState,
} from '../support/stack/cluster-state.ts';
import {
  isCreate,
  isDelete,
  isUpdate,
  type Predicate,
  type Rule,
} from '../support/faults/proxy.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';

/** Slow enough for the cloud's read-after-write delay to matter, which is 50 ms at this speed. */
const SPEED = 20;

let stack: Stack;
let dropped: { creates: Rule; updates: Rule; deletes: Rule };
beforeAll(async () => {
  stack = await startStack({
    speed: SPEED,
    proxy: true,
    workerMain: path.resolve(import.meta.dirname, '../support/workers/repeating-worker.mjs'),
  });
  const always = { times: Infinity };
  dropped = {
    creates: stack.proxy.dropReply(
      firstOfEach(isCreate, ({ body }) => body),
      always,
    ),
    updates: stack.proxy.dropReply(
      firstOfEach(isUpdate, ({ path: url, body }) => `${url} ${body}`),
      always,
    ),
    deletes: stack.proxy.dropReply(
      firstOfEach(isDelete, ({ path: url }) => url),
      always,
    ),
  };
});

/** Matches the first of all requests with the same `identity`. */
function firstOfEach(
  predicate: Predicate,
  identity: (request: Parameters<Predicate>[0]) => string,
): Predicate {
  const seen = new Set<string>();
  return (request) => {
    if (!predicate(request) || seen.has(identity(request))) return false;
    seen.add(identity(request));
    return true;
  };
}

/** Every retry waits for a timer of the server, which takes a second or two. */
const FOLLOW = { timeoutMs: 120_000 };

const UNLUCKY = { faults: [{ type: 'node_group', name: 'green', when: 'ready', kind: 'error' }] };

/** Creates a network and a cluster of that name. */
async function createCluster(name: string, spec: object = EVERYTHING.from): Promise<ClusterState> {
  await stack.succeeded((await stack.submit('/networks', { name })).id, FOLLOW);
  const cluster = { name, ...spec, networkId: name };
  await stack.succeeded((await stack.submit('/clusters', cluster)).id, FOLLOW);
  return stateOf(stack, name);
}

async function deleteCluster(name: string): Promise<void> {
  await stack.expectCloudEqualsLedger('cluster', name);
  await stack.succeeded((await stack.remove(`/clusters/${name}`)).id, FOLLOW);
  await stack.succeeded((await stack.remove(`/networks/${name}`)).id, FOLLOW);
}

const STORIES: Record<string, () => Promise<void>> = {
  async 'a cluster is created and deleted as without repetitions and losses'() {
    await stack.succeeded((await stack.submit('/networks', { name: 'site' })).id, FOLLOW);
    const spec = { name: 'tenant', ...CLUSTER, networkId: 'site' };
    const cluster = await stack.submit('/clusters', spec);
    await stack.succeeded(cluster.id, FOLLOW);
    await stack.expectCloudEqualsLedger('network', 'site');
    await stack.expectCloudEqualsLedger('cluster', 'tenant');
    await stack.succeeded((await stack.remove('/clusters/tenant')).id, FOLLOW);
    await stack.succeeded((await stack.remove('/networks/site')).id, FOLLOW);
  },
  async 'a cancel during a create leaves nothing'() {
    const { id } = await stack.submit('/clusters', { name: 'regretted', ...WITH_NETWORK });
    await stack.follow(id, { until: ({ progress }) => progress.summary.succeeded >= 5 });
    expect((await stack.api.post(`/operations/${id}/cancel`)).status).toBe(202);
    const { status, error } = await stack.finished(id, FOLLOW);
    expect({ status, code: error?.code }).toEqual({
      status: 'canceled',
      code: 'operation_canceled',
    });
  },
  async 'a failed update leaves the earlier state'() {
    const before = await createCluster('unchanged');
    const patch = { ...EVERYTHING.patch, simulation: UNLUCKY };
    const { id } = await stack.patch('/clusters/unchanged', patch);
    expect((await stack.finished(id, FOLLOW)).error?.code).toBe('create_failed');
    await expectState(stack, 'unchanged', before);
    await deleteCluster('unchanged');
  },
  async 'an update makes each change once, and an empty patch makes none'() {
    const before = await createCluster('changed');
    const { id } = await stack.patch('/clusters/changed', EVERYTHING.patch);
    await stack.succeeded(id, FOLLOW);
    await expectChanged(stack, 'changed', before, EVERYTHING);
    const now = await stateOf(stack, 'changed');
    await stack.succeeded((await stack.patch('/clusters/changed', {})).id, FOLLOW);
    await expectState(stack, 'changed', now);
    await deleteCluster('changed');
  },
  async 'a retry of a create adopts the retained nodes'() {
    const spec = { name: 'adopted', ...WITH_NETWORK, onFailure: 'retain', simulation: UNLUCKY };
    const nodeGroups = [{ name: 'green' }];
    const { id } = await stack.submit('/clusters', { ...spec, nodeGroups });
    expect((await stack.finished(id, FOLLOW)).error?.code).toBe('create_failed');
    await stack.succeeded((await stack.submit(`/operations/${id}/retry`)).id, FOLLOW);
    await stack.expectCloudEqualsLedger('cluster', 'adopted');
    await stack.succeeded((await stack.remove('/clusters/adopted')).id, FOLLOW);
  },
  async 'a rollback undoes each node once, however often it is repeated'() {
    const { id } = await stack.submit('/clusters', {
      name: 'unlucky',
      ...WITH_NETWORK,
      simulation: { faults: [{ type: 'node_group', when: 'ready', kind: 'error' }] },
    });
    const { status, error } = await stack.finished(id, FOLLOW);
    expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'create_failed' });
    expect((await stack.api.get('/clusters/unlucky')).status).toBe(404);
  },
  async 'a retry of an update continues from the retained nodes'() {
    const change = CHANGES['an added node group'] ?? EVERYTHING;
    const before = await createCluster('late', change.from);
    const failing = { ...change.patch, onFailure: 'retain', simulation: UNLUCKY };
    const { id } = await stack.patch('/clusters/late', failing);
    expect((await stack.finished(id, FOLLOW)).error?.code).toBe('create_failed');
    await stack.succeeded((await stack.submit(`/operations/${id}/retry`)).id, FOLLOW);
    await expectChanged(stack, 'late', before, change);
    await deleteCluster('late');
  },
};

test.each(sampleOf('repeats', Object.keys(STORIES), 1))(
  '%s',
  async (title) => {
    const creates = dropped.creates.hits;
    const deletes = dropped.deletes.hits;
    await STORIES[title]?.();
    expect(dropped.creates.hits).toBeGreaterThan(creates);
    expect(dropped.deletes.hits).toBeGreaterThan(deletes);
    await stack.expectCleanCloud();
    expect(await nodesMadeTwice(stack.inspect)).toEqual([]);
  },
  campaign.timeoutMs,
);
