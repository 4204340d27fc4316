/**
 * Terminates an operation or an entity in Temporal at every stage. Every loss can be repaired, and the
 * cloud never holds a resource that no ledger names.
 */
import { WorkflowNotFoundError } from '@temporalio/client';
import { beforeAll, expect, test } from 'vitest';
import type { Activities } from '../../../activities/index.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import { campaign, sampleOf, sideBySide } from '../../support/campaign/campaign.ts';
import { CLUSTER } from '../../support/campaign/changes.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { CREATE_STAGES, DELETE_STAGES } from '../../support/faults/hold.ts';
import { seededChance } from '../../support/random.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { atRandomMoments, type StagesScene } from './scene.ts';

let stack: Stack;
let hold: StagesScene['hold'];

type Stages = readonly (readonly [string, keyof Activities])[];
const creates = Object.entries(CREATE_STAGES);
const deletes = Object.entries(DELETE_STAGES);
const create = (name: string, more: object = {}) =>
  stack.submit('/clusters', { name, ...CLUSTER, ...more });
const read = (name: string) => stack.api.get(`/clusters/${name}`);

async function terminate(workflowId: string): Promise<void> {
  const client = await stack.temporalClient();
  await client.workflow.getHandle(workflowId).terminate('a test');
}

/** Submits a request, and terminates a workflow while the operation is paused in the stage. */
async function terminateIn(
  [stage, activity]: Stages[number],
  submit: () => Promise<Operation>,
  victim: (operation: Operation) => string,
): Promise<Operation> {
  hold.before(activity);
  const operation = await submit();
  await hold.reached(activity);
  await stack.follow(operation.id, { until: ({ progress }) => progress.stage === stage });
  await terminate(victim(operation));
  return operation;
}

const entityOf = (name: string) => `${stack.organizationId}/clusters/${name}`;

async function expectDeletable(name: string): Promise<void> {
  if ((await read(name)).status === 200) {
    await stack.succeeded((await stack.remove(`/clusters/${name}`)).id);
  }
  await stack.expectCleanCloud(ofCluster(name));
  expect((await read(name)).status).toBe(404);
  await stack.succeeded((await create(name)).id);
  await stack.expectCloudEqualsLedger('cluster', name);
  await stack.succeeded((await stack.remove(`/clusters/${name}`)).id);
  await stack.expectCleanCloud(ofCluster(name));
}

async function createCluster(name: string): Promise<void> {
  await stack.succeeded((await create(name)).id);
}

const VICTIMS = {
  'terminate operation': ({ id }: Operation) => id,
  'terminate entity': ({ resourceId }: Operation) => entityOf(resourceId),
};

export function terminations(scene: StagesScene): void {
  beforeAll(() => {
    ({ stack, hold } = scene);
  });

  test.each(sampleOf('terminated creates', creates, 1))(
    'terminate the operation of a create while %s',
    async (stage, activity) => {
      const name = `op-create-${stage}`;
      const submit = () => create(name);
      const operation = await terminateIn([stage, activity], submit, ({ id }) => id);
      const ended = await stack.finished(operation.id);
      expect(ended).toMatchObject({ status: 'failed', error: { code: 'operation_terminated' } });
      expect((await read(name)).body).toMatchObject({ status: 'creating' });
      await stack.expectLedgerNamesCloud('cluster', name);
      // The next operation comes while the activity attempt of the terminated run is still active.
      const removal = await stack.remove(`/clusters/${name}`);
      hold.release();
      await stack.succeeded(removal.id);
      await expectDeletable(name);
    },
  );

  test.each(sampleOf('terminated deletes', deletes, 1))(
    'terminate the operation of a deletion while %s',
    async (stage, activity) => {
      const name = `op-delete-${stage}`;
      await createCluster(name);
      const submit = () => stack.remove(`/clusters/${name}`);
      const operation = await terminateIn([stage, activity], submit, ({ id }) => id);
      expect(await stack.finished(operation.id)).toMatchObject({
        status: 'failed',
        error: { code: 'operation_terminated' },
      });
      const held = stage !== 'claiming';
      expect((await read(name)).body).toMatchObject({ status: held ? 'deleting' : 'active' });
      await stack.expectLedgerNamesCloud('cluster', name);
      const removal = await stack.remove(`/clusters/${name}`);
      hold.release();
      await stack.succeeded(removal.id);
      await expectDeletable(name);
    },
  );

  test.each(sampleOf('terminated entities of creates', creates, 1))(
    'terminate the entity of a cluster while its create is %s',
    async (stage, activity) => {
      const name = `entity-create-${stage}`;
      const submit = () => create(name);
      const operation = await terminateIn([stage, activity], submit, () => entityOf(name));
      expect((await read(name)).body).toMatchObject({
        status: 'failed',
        statusReason: 'record_lost',
      });
      const again = await stack.api.post('/clusters', { name, ...CLUSTER });
      expect(again).toMatchObject({ status: 409, body: { code: 'record_lost' } });
      hold.release();
      expect(await stack.finished(operation.id)).toMatchObject({
        status: 'failed',
        error: { code: 'record_lost' },
      });
      await stack.expectCleanCloud(ofCluster(name));
      // Nothing exists to rebuild the record from. The cluster stays failed, and can be deleted.
      await stack.succeeded((await stack.submit(`/clusters/${name}:recover`)).id);
      expect((await read(name)).body).toMatchObject({
        status: 'failed',
        statusReason: expect.stringContaining('are missing or not available'),
      });
      await expectDeletable(name);
    },
  );

  test.each(sampleOf('terminated entities of deletes', deletes, 1))(
    'terminate the entity of a cluster while its deletion is %s',
    async (stage, activity) => {
      const name = `entity-delete-${stage}`;
      await createCluster(name);
      const submit = () => stack.remove(`/clusters/${name}`);
      const operation = await terminateIn([stage, activity], submit, () => entityOf(name));
      expect((await read(name)).body).toMatchObject({ statusReason: 'record_lost' });
      hold.release();
      const { status, error } = await stack.finished(operation.id);
      // A deletion that has begun does not need the record to end. An earlier one fails to claim it.
      expect({ status, code: error?.code }).toEqual(
        stage === 'claiming'
          ? { status: 'failed', code: 'record_lost' }
          : { status: 'succeeded', code: undefined },
      );
      if (stage !== 'claiming') await stack.expectCleanCloud(ofCluster(name));
      await stack.succeeded((await stack.submit(`/clusters/${name}:recover`)).id);
      expect((await read(name)).body).toMatchObject({
        status: stage === 'claiming' ? 'active' : 'failed',
      });
      await stack.expectCloudEqualsLedger('cluster', name);
      await expectDeletable(name);
    },
  );

  test('terminate the operation of a create during its rollback', async () => {
    const name = 'op-rolling-back';
    const submit = () =>
      create(name, {
        simulation: { faults: [{ type: 'addon', name: 'coredns', when: 'ready', kind: 'error' }] },
      });
    const operation = await terminateIn(['rolling_back', 'removeNode'], submit, ({ id }) => id);
    expect(await stack.finished(operation.id)).toMatchObject({
      status: 'failed',
      error: { code: 'operation_terminated' },
    });
    expect(await stack.inspect.resources(ofCluster(name))).not.toEqual([]);
    await stack.expectLedgerNamesCloud('cluster', name);
    const removal = await stack.remove(`/clusters/${name}`);
    hold.release();
    await stack.succeeded(removal.id);
    await expectDeletable(name);
  });

  test.each(atRandomMoments('terminate operation', 'terminate entity'))(
    '%s at random moments of creates and deletions',
    async (title) => {
      const workflowId = VICTIMS[title];
      const chance = seededChance(title);
      const first = chance.int(0, 1);
      const rounds = Array.from({ length: campaign.rounds(1, 20) }, (_, number) => ({
        name: `${title.replaceAll(' ', '-')}-${number}`,
        removes: (first + number) % 2 === 1,
        version: chance.int(0, campaign.rounds(30, 80)),
      }));
      await sideBySide(rounds, 4, async ({ name, removes, version }) => {
        if (removes) await createCluster(name);
        const operation = removes ? await stack.remove(`/clusters/${name}`) : await create(name);
        await stack.follow(operation.id, { until: (seen) => seen.version >= version });
        // The operation may have ended before the termination.
        await terminate(workflowId(operation)).catch((error: unknown) => {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        });
        await stack.finished(operation.id);
        if (title === 'terminate operation') await stack.expectLedgerNamesCloud('cluster', name);
        await expectDeletable(name);
      });
    },
    campaign.timeoutMs,
  );

  test('terminate the entity of an active cluster: its record is rebuilt from the cloud', async () => {
    await createCluster('lost');
    const before = (await read('lost')).body as object;
    await terminate(entityOf('lost'));
    expect((await read('lost')).body).toMatchObject({
      status: 'failed',
      statusReason: 'record_lost',
    });
    const recovery = await stack.submit('/clusters/lost:recover');
    await stack.succeeded(recovery.id);
    expect((await read('lost')).body).toEqual({
      ...before,
      operationId: recovery.id,
      updatedAt: expect.any(String),
    });
    await stack.expectCloudEqualsLedger('cluster', 'lost');
    await expectDeletable('lost');
  });

  test('terminate the entity of a network: a deletion still finds all its resources', async () => {
    await stack.succeeded((await stack.submit('/networks', { name: 'forgotten' })).id);
    await terminate(`${stack.organizationId}/networks/forgotten`);
    expect((await stack.api.get('/networks/forgotten')).body).toMatchObject({ status: 'failed' });
    await stack.succeeded((await stack.remove('/networks/forgotten')).id);
    await stack.expectCleanCloud({ tags: { 'slipway:resource': 'networks/forgotten' } });
  });
}
