/**
 * Cancels an operation at every stage and at random moments. The operation is undone, and no lock
 * remains.
 */
import { beforeAll, expect, test } from 'vitest';
import type { Activities } from '../../../activities/index.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import { campaign, sampleOf, sideBySide } from '../../support/campaign/campaign.ts';
import { CLUSTER } from '../../support/campaign/changes.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { eventually } from '../../support/eventually.ts';
import { CREATE_STAGES, DELETE_STAGES } from '../../support/faults/hold.ts';
import { isCreate } from '../../support/faults/proxy.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { atRandomMoments, type StagesScene, moments } from './scene.ts';

let stack: Stack;
let hold: StagesScene['hold'];

const submit = (name: string, more: object = {}) =>
  stack.submit('/clusters', { name, ...CLUSTER, ...more });
const cancelOf = (id: string) => stack.api.post(`/operations/${id}/cancel`, { reason: 'a test' });

async function createCluster(name: string): Promise<void> {
  await stack.succeeded((await submit(name)).id);
}

/** Pauses the operation in a stage, cancels it there, and resumes it. */
async function cancelIn(stage: string, activity: keyof Activities, id: string): Promise<Operation> {
  await hold.reached(activity);
  await stack.follow(id, { until: ({ progress }) => progress.stage === stage });
  expect(await cancelOf(id)).toMatchObject({ status: 202, body: { status: 'canceling' } });
  expect(await cancelOf(id)).toMatchObject({ status: 202, body: { status: 'canceling' } });
  hold.release();
  return stack.finished(id);
}

/** The response to another cancel, after the operation has ended. */
async function cancelAgain({ id, status }: Operation): Promise<void> {
  const answer = await cancelOf(id);
  expect({ status: answer.status, code: codeOf(answer.body) }).toEqual(
    status === 'canceled'
      ? { status: 200, code: undefined }
      : { status: 409, code: 'operation_terminal' },
  );
}

const codeOf = (body: unknown) => (body as { code?: string }).code;

/** Fails if a lock remains: the cluster can be deleted, or if it is gone, its name can be used again. */
async function expectNoLock(name: string): Promise<void> {
  if ((await stack.api.get(`/clusters/${name}`)).status === 404) {
    await stack.expectCleanCloud(ofCluster(name));
    await createCluster(name);
  }
  await stack.succeeded((await stack.remove(`/clusters/${name}`)).id);
  await stack.expectCleanCloud(ofCluster(name));
}

/** Cancels at the moment. Resolves to how the operation ended, which must be one of the allowed ways. */
async function cancelAt(id: string, version: number): Promise<Operation> {
  await stack.follow(id, { until: (seen) => seen.version >= version });
  const answer = await cancelOf(id);
  const late = answer.status === 409;
  expect({ status: answer.status, code: codeOf(answer.body) }).toEqual(
    late ? { status: 409, code: 'operation_terminal' } : { status: 202, code: undefined },
  );
  const operation = await stack.finished(id);
  const { status, error } = operation;
  expect({ status, code: error?.code }).toEqual(
    status === 'canceled' && !late
      ? { status: 'canceled', code: 'operation_canceled' }
      : { status: 'succeeded', code: undefined },
  );
  await cancelAgain(operation);
  return operation;
}

export function cancels(scene: StagesScene): void {
  beforeAll(() => {
    ({ stack, hold } = scene);
  });

  test.each(sampleOf('canceled creates', Object.entries(CREATE_STAGES), 1))(
    'a create that is canceled while %s leaves nothing',
    async (stage, activity) => {
      hold.before(activity);
      const name = `create-${stage}`;
      const { id } = await submit(name);
      const operation = await cancelIn(stage, activity, id);
      // The resource is complete by then, so the cancel comes too late.
      const late = stage === 'finalizing';
      expect({ status: operation.status, code: operation.error?.code }).toEqual(
        late
          ? { status: 'succeeded', code: undefined }
          : { status: 'canceled', code: 'operation_canceled' },
      );
      expect((await stack.api.get(`/clusters/${name}`)).status).toBe(late ? 200 : 404);
      await cancelAgain(operation);
      await expectNoLock(name);
    },
  );

  test.each(sampleOf('canceled deletes', Object.entries(DELETE_STAGES), 1))(
    'a deletion that is canceled while %s stops, and the next deletion continues',
    async (stage, activity) => {
      const name = `delete-${stage}`;
      await createCluster(name);
      hold.before(activity);
      const { id } = await stack.remove(`/clusters/${name}`);
      const operation = await cancelIn(stage, activity, id);
      const late = stage === 'finalizing' || stage === 'verifying';
      expect(operation.status).toBe(late ? 'succeeded' : 'canceled');
      const untouched = stage === 'claiming' || stage === 'planning';
      const left = untouched ? { status: 'active' } : { status: 'failed' };
      expect(await stack.api.get(`/clusters/${name}`)).toMatchObject(
        late ? { status: 404 } : { status: 200, body: left },
      );
      await stack.expectCloudEqualsLedger('cluster', name);
      await cancelAgain(operation);
      await expectNoLock(name);
    },
  );

  test('an operation that is canceled before a worker runs it does nothing', async () => {
    await createCluster('idle');
    await stack.worker.stop();
    const create = await submit('queued');
    const removal = await stack.remove('/clusters/idle');
    for (const { id } of [create, removal]) {
      expect(await cancelOf(id)).toMatchObject({
        status: 202,
        body: { status: 'canceling', progress: { stage: 'queued' } },
      });
    }
    await stack.worker.start();
    for (const { id } of [create, removal]) {
      const operation = await stack.finished(id);
      expect(operation).toMatchObject({
        status: 'canceled',
        error: { code: 'operation_canceled' },
      });
      await cancelAgain(operation);
    }
    // An unclaimed reservation expires a moment later.
    await eventually(async () => (await stack.api.get('/clusters/queued')).status === 404);
    expect((await stack.api.get('/clusters/idle')).body).toMatchObject({ status: 'active' });
    await stack.expectCloudEqualsLedger('cluster', 'idle');
    await expectNoLock('queued');
    await expectNoLock('idle');
  });

  test('a create that is canceled during its rollback keeps its original error', async () => {
    hold.before('removeNode');
    const { id } = await submit('falling', {
      simulation: { faults: [{ type: 'addon', name: 'coredns', when: 'ready', kind: 'error' }] },
    });
    const operation = await cancelIn('rolling_back', 'removeNode', id);
    expect(operation).toMatchObject({ status: 'failed', error: { code: 'create_failed' } });
    expect((await stack.api.get('/clusters/falling')).status).toBe(404);
    await cancelAgain(operation);
    await expectNoLock('falling');
  });

  test.each(atRandomMoments('cancel create'))(
    'a create that is canceled at a random moment is undone',
    async (title) => {
      await sideBySide(moments(title, 80), 4, async ({ name, version }) => {
        // With a network, all add-ons and Karpenter.
        const { id } = await stack.submit('/clusters', { name });
        const { status } = await cancelAt(id, version);
        if (status === 'canceled') await stack.expectCleanCloud(ofCluster(name));
        await stack.expectCloudEqualsLedger('cluster', name);
        await expectNoLock(name);
      });
    },
    campaign.timeoutMs,
  );

  test.each(atRandomMoments('cancel delete'))(
    'a deletion that is canceled at a random moment stops, and the next deletion continues',
    async (title) => {
      await sideBySide(moments(title, campaign.rounds(30, 80)), 4, async ({ name, version }) => {
        await createCluster(name);
        const { id } = await stack.remove(`/clusters/${name}`);
        const { status } = await cancelAt(id, version);
        const there = await stack.api.get(`/clusters/${name}`);
        expect(there.status).toBe(status === 'canceled' ? 200 : 404);
        await stack.expectCloudEqualsLedger('cluster', name);
        await expectNoLock(name);
      });
    },
    campaign.timeoutMs,
  );

  test('a cancel waits for at most one in-flight call of each resource', async () => {
    const name = 'in-flight';
    const before = (await stack.inspect.calls()).at(-1)?.sequence ?? 0;
    // Each create is answered late, so that calls are in flight when the cancel comes.
    const slow = stack.proxy.delay(isCreate, 400, { times: Infinity });
    const { id } = await submit(name);
    await eventually(() => slow.hits >= 4);
    expect((await cancelOf(id)).status).toBe(202);
    const { status } = await stack.finished(id);
    slow.remove();
    expect(status).toBe('canceled');
    const calls = (await stack.inspect.calls()).filter(({ sequence }) => sequence > before);
    const sent = calls.filter(({ method }) => method === 'POST');
    expect(sent.length).toBeGreaterThanOrEqual(4);
    const nodes = sent.map((call) => `${call.type}/${call.name}`);
    expect(nodes.toSorted()).toEqual([...new Set(nodes)].toSorted());
    const firstUndo = calls.find(({ method }) => method === 'DELETE')?.sequence ?? Infinity;
    expect(sent.filter(({ sequence }) => sequence > firstUndo)).toEqual([]);
    await stack.expectCleanCloud(ofCluster(name));
    await expectNoLock(name);
  });
}
