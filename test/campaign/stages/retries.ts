/**
 * Every failed or ended operation can be retried. The retry adopts what exists, makes what is missing,
 * and never adopts a dead resource.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Activities } from '../../../activities/index.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import type { Fault } from '../../../contract/providers/simulation.ts';
import { sampleOf } from '../../support/campaign/campaign.ts';
import { SMALL } from '../../support/campaign/changes.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { stateOf } from '../../support/stack/cluster-state.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { StagesScene } from './scene.ts';

let stack: Stack;
let hold: StagesScene['hold'];

const DENIED = { kind: 'error', code: 'AccessDenied', times: 1 } as const;
const COREDNS_FAILS: Fault = {
  type: 'addon',
  name: 'coredns',
  when: 'ready',
  kind: 'error',
  times: 1,
};

const failing = (...faults: Fault[]) => ({ simulation: { faults } });
const create = (name: string, more: object = {}) =>
  stack.submit('/clusters', { name, ...SMALL, ...more });
async function createCluster(name: string, more: object = {}): Promise<void> {
  await stack.succeeded((await create(name, more)).id);
}
const isThere = async (path: string) => (await stack.api.get(path)).status === 200;

/** The ways to end the operation while it waits before the activity. */
const ENDS = {
  async cancel(id: string) {
    expect((await stack.api.post(`/operations/${id}/cancel`)).status).toBe(202);
  },
  async terminate(id: string) {
    await (await stack.temporalClient()).workflow.getHandle(id).terminate('a test');
  },
};
async function endBefore(
  activity: keyof Activities,
  how: keyof typeof ENDS,
  submit: () => Promise<Operation>,
): Promise<Operation> {
  hold.before(activity);
  const { id } = await submit();
  await hold.reached(activity);
  await ENDS[how](id);
  hold.release();
  return stack.finished(id);
}

async function withoutQuota(type: string, submit: () => Promise<Operation>): Promise<Operation> {
  await stack.inspect.quota({ type, limit: 0 });
  const operation = await stack.finished((await submit()).id);
  await stack.inspect.quota({ type, limit: 1000 });
  expect(operation.error?.code).toBe(`${type}_limit_exceeded`);
  return operation;
}

/** Each leaves an operation that did not succeed. */
const CREATES: Record<string, (name: string) => Promise<Operation>> = {
  'after its rollback': (name) => withoutQuota('node_group', () => create(name)),
  'that retains': async (name) =>
    stack.finished((await create(name, { onFailure: 'retain', ...failing(COREDNS_FAILS) })).id),
  'after a failed rollback': async (name) => {
    const stuck: Fault = { type: 'control_plane', name: 'main', when: 'delete', ...DENIED };
    return stack.finished((await create(name, failing(COREDNS_FAILS, stuck))).id);
  },
  'after a cancel': (name) => endBefore('provisionNode', 'cancel', () => create(name)),
  'after a terminate': (name) => endBefore('provisionNode', 'terminate', () => create(name)),
  'that was terminated in its rollback': (name) =>
    endBefore('removeNode', 'terminate', () => create(name, failing(COREDNS_FAILS))),
};

const UPDATES: Record<string, (name: string) => Promise<Operation>> = {
  'after its rollback': (name) => withoutQuota('node_group', () => addNodeGroup(name)),
  'after a cancel': (name) => endBefore('provisionNode', 'cancel', () => addNodeGroup(name)),
  'after a cancel before its claim': (name) =>
    endBefore('claim', 'cancel', () => addNodeGroup(name)),
};
const addNodeGroup = (name: string) =>
  stack.patch(`/clusters/${name}`, { nodeGroups: [...SMALL.nodeGroups, { name: 'green' }] });

const DELETES: Record<string, (name: string) => Promise<Operation>> = {
  async 'after a failure'(name) {
    await createCluster(
      name,
      failing({ type: 'security_group', name: 'cluster', when: 'delete', ...DENIED }),
    );
    return stack.finished((await deleteCluster(name)).id);
  },
  async 'after a cancel'(name) {
    await createCluster(name);
    return endBefore('removeNode', 'cancel', () => deleteCluster(name));
  },
  async 'after a terminate'(name) {
    await createCluster(name);
    return endBefore('removeNode', 'terminate', () => deleteCluster(name));
  },
};
const deleteCluster = (name: string) => stack.remove(`/clusters/${name}`);

/** Fails unless the retry succeeds and names the operation that it retries. */
async function expectRetrySucceeds({ id, operation, status }: Operation): Promise<Operation> {
  expect(['failed', 'canceled']).toContain(status);
  const retry = await stack.submit(`/operations/${id}/retry`);
  expect(retry).toMatchObject({ operation, retryOf: id });
  return stack.succeeded(retry.id);
}

async function expectWholeAndRemovable(name: string): Promise<void> {
  const { record, cloud } = await stateOf(stack, name);
  expect(record.status).toBe('active');
  const copies = Object.values(cloud).flat();
  expect(copies.every(({ state }) => state === 'available')).toBe(true);
  expect(copies).toHaveLength(Object.keys(cloud).length);
  await stack.expectCloudEqualsLedger('cluster', name);
  await stack.succeeded((await deleteCluster(name)).id);
  await stack.expectCleanCloud(ofCluster(name));
}

const discover = () => stack.submit('/instance-types:discover', { minVCpus: 64 });
async function expectAnswer(ended: Operation): Promise<void> {
  const { items = [] } = (await expectRetrySucceeds(ended)).result ?? {};
  expect(items.length).toBeGreaterThan(0);
  expect(items.every(({ vCpus }) => vCpus >= 64)).toBe(true);
}

export function retries(scene: StagesScene): void {
  beforeAll(() => {
    ({ stack, hold } = scene);
  });

  describe('retry of a create', () => {
    test.each(sampleOf('retried creates', Object.keys(CREATES), 1))('%s', async (title) => {
      const name = `create-${title.replaceAll(' ', '-')}`;
      const operation = await CREATES[title]?.(name);
      if (operation === undefined) return;
      const left = await stack.inspect.resources(ofCluster(name));
      const wasThere = await isThere(`/clusters/${name}`);
      const again = await expectRetrySucceeds(operation);
      // The retry has the same incarnation, if one exists.
      expect(again.resourceUid === operation.resourceUid).toBe(wasThere);
      const now = new Set((await stack.inspect.resources(ofCluster(name))).map(({ id }) => id));
      // The deletions that a rollback requested continue.
      const isGoing = title === 'that was terminated in its rollback';
      const adopted = isGoing ? [] : left.filter(({ state }) => state === 'available');
      expect(adopted.filter(({ id }) => !now.has(id))).toEqual([]);
      await expectWholeAndRemovable(name);
    });

    test('fails any number of times without adopting a dead resource', async () => {
      const faults = failing({ ...COREDNS_FAILS, times: 2 });
      let { id } = await create('stubborn', { onFailure: 'retain', ...faults });
      for (let times = 0; times < 2; times++) {
        expect((await stack.finished(id)).error?.code).toBe('create_failed');
        await stack.expectCloudEqualsLedger('cluster', 'stubborn');
        ({ id } = await stack.submit(`/operations/${id}/retry`));
      }
      await stack.succeeded(id);
      await expectWholeAndRemovable('stubborn');
    });
  });

  describe('retry of an update', () => {
    test.each(sampleOf('retried updates', Object.keys(UPDATES), 1))('%s', async (title) => {
      const name = `update-${title.replaceAll(' ', '-')}`;
      await createCluster(name);
      const operation = await UPDATES[title]?.(name);
      if (operation === undefined) return;
      await expectRetrySucceeds(operation);
      expect((await stateOf(stack, name)).cloud).toHaveProperty(['node_group/green']);
      await expectWholeAndRemovable(name);
    });
  });

  describe('retry of a deletion', () => {
    test.each(sampleOf('retried deletions', Object.keys(DELETES), 1))('%s', async (title) => {
      const name = `delete-${title.replaceAll(' ', '-')}`;
      const operation = await DELETES[title]?.(name);
      if (operation === undefined) return;
      await expectRetrySucceeds(operation);
      expect(await isThere(`/clusters/${name}`)).toBe(false);
      await stack.expectCleanCloud(ofCluster(name));
    });
  });

  describe('retry of a network and of a discovery', () => {
    test('a network is created and deleted at the second attempt', async () => {
      const tags = { tags: { 'slipway:resource': 'networks/late' } };
      const faults = failing({ type: 'vpc', name: 'main', when: 'delete', ...DENIED });
      const submit = () => stack.submit('/networks', { name: 'late', ...faults });
      await expectRetrySucceeds(await withoutQuota('vpc', submit));
      await stack.expectCloudEqualsLedger('network', 'late');
      const failed = await stack.finished((await stack.remove('/networks/late')).id);
      await expectRetrySucceeds(failed);
      await stack.expectCleanCloud(tags);
    });

    test('a discovery succeeds after it was terminated', async () => {
      await expectAnswer(await endBefore('discoverInstanceTypes', 'terminate', discover));
    });

    test('a discovery succeeds after a cancel that came before a worker ran it', async () => {
      await stack.worker.stop();
      const { id } = await discover();
      await ENDS.cancel(id);
      await stack.worker.start();
      await expectAnswer(await stack.finished(id));
    });
  });
}
