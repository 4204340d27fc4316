/**
 * Every activity is carried out twice, and the answer to every create and every delete is lost once:
 * counted at the cloud when all is done, no node was ever made twice.
 */
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { nodesMadeTwice } from '../support/cloud.ts';
import { isCreate, isDelete, type Predicate, type Rule } from '../support/proxy.ts';
import { campaign } from '../support/campaign.ts';
import { startStack, type Stack } from '../support/stack.ts';

/** Slow enough for the cloud's read-after-write delay to matter: 50 ms. */
const SPEED = 20;

let stack: Stack;
let dropped: { creates: Rule; deletes: Rule };
beforeAll(async () => {
  stack = await startStack({
    speed: SPEED,
    proxy: true,
    workerMain: path.resolve(import.meta.dirname, '../support/forgetful-worker.mjs'),
  });
  const always = { times: Infinity };
  dropped = {
    creates: stack.proxy.dropReply(
      firstOfEach(isCreate, ({ body }) => body),
      always,
    ),
    deletes: stack.proxy.dropReply(
      firstOfEach(isDelete, ({ path: url }) => url),
      always,
    ),
  };
});

/** Matches the first of all requests that are the same by `identity`. */
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

/** Every retry is a timer at the server, of a second or two. */
const FOLLOW = { timeoutMs: 120_000 };

const STORIES: Record<string, () => Promise<void>> = {
  async 'a cluster comes and goes as if nothing had been repeated or lost'() {
    await stack.succeeded((await stack.submit('/networks', { name: 'ground' })).id, FOLLOW);
    const cluster = await stack.submit('/clusters', { name: 'tenant', networkId: 'ground' });
    await stack.succeeded(cluster.id, FOLLOW);
    await stack.expectCloudEqualsLedger('network', 'ground');
    await stack.expectCloudEqualsLedger('cluster', 'tenant');
    await stack.succeeded((await stack.remove('/clusters/tenant')).id, FOLLOW);
    await stack.succeeded((await stack.remove('/networks/ground')).id, FOLLOW);
  },
  async 'a cancel in the middle leaves nothing'() {
    const { id } = await stack.submit('/clusters', { name: 'regretted' });
    await stack.follow(id, { until: ({ progress }) => progress.summary.succeeded >= 5 });
    expect((await stack.api.post(`/operations/${id}/cancel`)).status).toBe(202);
    const { status, error } = await stack.finished(id, FOLLOW);
    expect({ status, code: error?.code }).toEqual({
      status: 'canceled',
      code: 'operation_canceled',
    });
  },
  async 'a rollback undoes once what was made, however often it is told'() {
    const { id } = await stack.submit('/clusters', {
      name: 'unlucky',
      simulation: { faults: [{ type: 'node_group', when: 'ready', kind: 'error' }] },
    });
    const { status, error } = await stack.finished(id, FOLLOW);
    expect({ status, code: error?.code }).toEqual({ status: 'failed', code: 'create_failed' });
    expect((await stack.api.get('/clusters/unlucky')).status).toBe(404);
  },
};

test.each(Object.keys(STORIES).slice(campaign.full ? 0 : -1))(
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
