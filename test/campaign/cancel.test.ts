/** A cancel at every stage and at random moments: undone, and no lock is left. */
import { beforeAll, expect, test } from 'vitest';
import type { Activities } from '../../activities/index.ts';
import type { Operation } from '../../contract/operation.ts';
import { campaign, sideBySide } from '../support/campaign.ts';
import { eventually } from '../support/eventually.ts';
import { createHold, CREATE_STAGES, DELETE_STAGES } from '../support/hold.ts';
import { seededChance } from '../support/seed.ts';
import { startStack, type Stack } from '../support/stack.ts';

const hold = createHold();
let stack: Stack;
beforeAll(async () => {
  stack = await startStack(hold.options);
});

const tagsOf = (name: string) => ({ tags: { 'slipway:resource': `clusters/${name}` } });
const cancelOf = (id: string) => stack.api.post(`/operations/${id}/cancel`, { reason: 'a test' });

async function made(name: string): Promise<void> {
  await stack.succeeded((await stack.submit('/clusters', { name })).id);
}

/** Holds the operation in a stage, cancels it there, and lets it go on. */
async function cancelIn(stage: string, activity: keyof Activities, id: string): Promise<Operation> {
  await hold.reached(activity);
  await stack.follow(id, { until: ({ progress }) => progress.stage === stage });
  expect(await cancelOf(id)).toMatchObject({ status: 202, body: { status: 'canceling' } });
  expect(await cancelOf(id)).toMatchObject({ status: 202, body: { status: 'canceling' } });
  hold.release();
  return stack.finished(id);
}

/** The answer to one more cancel, once it has ended. */
async function cancelAgain({ id, status }: Operation): Promise<void> {
  const answer = await cancelOf(id);
  expect({ status: answer.status, code: codeOf(answer.body) }).toEqual(
    status === 'canceled'
      ? { status: 200, code: undefined }
      : { status: 409, code: 'operation_terminal' },
  );
}

const codeOf = (body: unknown) => (body as { code?: string }).code;

/** No lock is left: the cluster can be deleted if it is there, and its name be used again. */
async function expectFree(name: string): Promise<void> {
  if ((await stack.api.get(`/clusters/${name}`)).status === 200) {
    await stack.succeeded((await stack.remove(`/clusters/${name}`)).id);
  }
  await stack.expectCleanCloud(tagsOf(name));
  await made(name);
  await stack.succeeded((await stack.remove(`/clusters/${name}`)).id);
  await stack.expectCleanCloud(tagsOf(name));
}

test.each(Object.entries(CREATE_STAGES))(
  'a create that is canceled while %s leaves nothing',
  async (stage, activity) => {
    hold.before(activity);
    const name = `create-${stage}`;
    const { id } = await stack.submit('/clusters', { name });
    const operation = await cancelIn(stage, activity, id);
    // The resource is whole by then: the cancel comes too late.
    const late = stage === 'finalizing';
    expect({ status: operation.status, code: operation.error?.code }).toEqual(
      late
        ? { status: 'succeeded', code: undefined }
        : { status: 'canceled', code: 'operation_canceled' },
    );
    expect((await stack.api.get(`/clusters/${name}`)).status).toBe(late ? 200 : 404);
    await cancelAgain(operation);
    await expectFree(name);
  },
);

test.each(Object.entries(DELETE_STAGES))(
  'a deletion that is canceled while %s stops, and the next one goes on',
  async (stage, activity) => {
    const name = `delete-${stage}`;
    await made(name);
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
    await expectFree(name);
  },
);

test(
  'a create that is canceled at a random moment is undone',
  async () => {
    const chance = seededChance('cancel at random');
    const moments = Array.from({ length: campaign.rounds(4, 20) }, (_, number) => ({
      name: `random-${number}`,
      version: chance.int(0, 80),
    }));
    await sideBySide(moments, 4, async ({ name, version }) => {
      const { id } = await stack.submit('/clusters', { name });
      await stack.follow(id, { until: (seen) => seen.version >= version });
      const answer = await cancelOf(id);
      expect([200, 202, 409]).toContain(answer.status);
      const { status, error } = await stack.finished(id);
      expect(['canceled', 'succeeded']).toContain(status);
      expect(error?.code).toBe(status === 'canceled' ? 'operation_canceled' : undefined);
      await stack.expectCloudEqualsLedger('cluster', name);
      await expectFree(name);
    });
  },
  campaign.timeoutMs,
);

test('a cancel waits for at most one call in flight for each resource', async () => {
  const before = (await stack.inspect.calls()).at(-1)?.sequence ?? 0;
  const { id } = await stack.submit('/clusters', { name: 'in-flight' });
  await stack.follow(id, { until: ({ progress }) => progress.summary.succeeded >= 8 });
  expect((await cancelOf(id)).status).toBe(202);
  await eventually(async () => {
    const { body } = await stack.api.get(`/operations/${id}`);
    return (body as Operation).progress.stage === 'rolling_back';
  });
  const at = (await stack.inspect.calls()).at(-1)?.sequence ?? 0;
  await stack.finished(id);
  const calls = (await stack.inspect.calls()).filter(({ sequence }) => sequence > before);
  const late = calls.filter(({ sequence, method }) => sequence > at && method === 'POST');
  expect(late).toEqual([]);
  await stack.expectCleanCloud(tagsOf('in-flight'));
});
