import { beforeAll, expect, test } from 'vitest';
import { clusterSchema } from '../../contract/resources/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { parseExactly } from '../support/stack/follow.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});

test('a reused name is a new cluster, which adopts nothing', async () => {
  const first = await stack.submit('/clusters', { name: 'phoenix' });
  await stack.succeeded(first.id);
  expect((await stack.api.post('/clusters', { name: 'phoenix' })).status).toBe(409);
  const old = await stack.inspect.resources();
  const removal = await stack.remove('/clusters/phoenix');
  await stack.succeeded(removal.id);
  await stack.expectCleanCloud();

  const second = await stack.submit('/clusters', { name: 'phoenix' });
  expect(second.resourceUid).not.toBe(first.resourceUid);
  await stack.succeeded(second.id);
  const cluster = parseExactly(clusterSchema, (await stack.api.get('/clusters/phoenix')).body);
  expect(cluster).toMatchObject({ uid: second.resourceUid, operationId: second.id });

  const fresh = await stack.inspect.resources();
  expect(fresh).toHaveLength(old.length);
  for (const key of ['id', 'clientToken'] as const) {
    const before = new Set(old.map((resource) => resource[key]));
    expect(fresh.filter((resource) => before.has(resource[key]))).toEqual([]);
  }
  expect(new Set(fresh.map(({ tags }) => tags['slipway:uid']))).toEqual(new Set([cluster.uid]));
  await stack.expectCloudEqualsLedger('cluster', 'phoenix');

  await eventually(async () => {
    const { body } = await stack.api.get('/operations');
    expect(body).toMatchObject({
      items: [
        { id: second.id, operation: 'create_cluster', resourceUid: second.resourceUid },
        { id: removal.id, operation: 'delete_cluster', resourceUid: first.resourceUid },
        { id: first.id, operation: 'create_cluster', resourceUid: first.resourceUid },
      ],
    });
    return true;
  });
});
