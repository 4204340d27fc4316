/**
 * Injects every kind of fault at every node of a cluster's plan. The tables say how each run must
 * end. After a rollback the cloud is empty. After a failure that retains, the cloud equals the ledger.
 * In both cases a deletion leaves nothing.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { campaign, sampleOf, sideBySide } from '../../support/campaign/campaign.ts';
import { planOf, specWith } from '../../support/campaign/changes.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { CREATES, DELETES, expectOutcome } from '../../support/faults/fault-table.ts';
import { seededChance } from '../../support/random.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { FaultsScene } from './scene.ts';

const SIDE_BY_SIDE = 12;
const FOLLOW = { timeoutMs: 60_000 };

let stack: Stack;
/** Of a cluster with the default spec. */
const plan = planOf({}).map(({ type, name }) => ({ type, name }));
let count = 0;
const ran = new Map<string, number>();

/** The whole table, or a sample: `few` seeded kinds, each at one seeded resource. */
function cases(title: string, kinds: readonly string[], few: number) {
  const all = sampleOf(title, kinds, few).flatMap((kind) =>
    sampleOf(`${title}, ${kind}`, plan, 1).map((node) => ({ kind, ...node })),
  );
  ran.set(`${title}/${kinds.length}`, all.length);
  return all;
}

const newName = () => `c${(count += 1)}`;
const urnOf = (name: string, type: string, node: string) =>
  `urn:slipway:${stack.organizationId}:clusters:${name}:${type}/${node}`;

const statusAfter = ({ status }: Operation) => (status === 'succeeded' ? 'active' : 'failed');

/** Retries the operation, which must adopt the retained resources and make the others. */
async function expectRetry({ id, resourceId }: Operation): Promise<void> {
  await stack.succeeded((await stack.submit(`/operations/${id}/retry`)).id, FOLLOW);
  await stack.expectCloudEqualsLedger('cluster', resourceId);
  expect((await stack.api.get(`/clusters/${resourceId}`)).body).toMatchObject({ status: 'active' });
}

async function deleteRemaining(name: string): Promise<void> {
  await stack.succeeded((await stack.remove(`/clusters/${name}`)).id, FOLLOW);
  await stack.expectCleanCloud(ofCluster(name));
  expect((await stack.api.get(`/clusters/${name}`)).status).toBe(404);
}

async function expectSurvivors(operation: Operation, name: string): Promise<void> {
  const found = await stack.inspect.resources(ofCluster(name));
  const there = found.map((it) => urnOf(name, it.type, it.name));
  expect(there.length).toBeGreaterThan(0);
  expect(operation.error?.details.survivors?.toSorted()).toEqual(there.toSorted());
}

/** Makes a resource without an owner that references one of ours. */
async function makeForeign(name: string, reference: string): Promise<string> {
  const answer = await stack.simulator.post('/resources', {
    type: 'launch_template',
    name,
    region: 'sim-central-1',
    references: [reference],
  });
  expect(answer.status).toBe(201);
  return (answer.body as { id: string }).id;
}

export function faults(scene: FaultsScene): void {
  beforeAll(() => {
    ({ stack } = scene);
  });

  afterAll(() => {
    for (const [what, runs] of ran) {
      const [title, kinds] = what.split('/');
      process.stdout.write(
        `faults: ${title}: ${runs} runs, ${plan.length} resources x ${kinds} kinds\n`,
      );
    }
  });

  test.each(['rollback', 'retain'] as const)(
    'a create ends as the table says, and onFailure %s is obeyed',
    async (onFailure) => {
      const kinds = Object.keys(CREATES).filter(
        (kind) => onFailure === 'rollback' || CREATES[kind]?.fails !== undefined,
      );
      await sideBySide(
        cases(`create, ${onFailure}`, kinds, 2),
        SIDE_BY_SIDE,
        async ({ kind, type, name: node }) => {
          const row = CREATES[kind];
          const name = newName();
          const { id } = await stack.submit('/clusters', {
            name,
            ...specWith({ type, name: node }),
            onFailure,
            simulation: { faults: [{ type, name: node, ...row?.fault }] },
          });
          const operation = await stack.finished(id, FOLLOW);
          await stack.expectCloudEqualsLedger('cluster', name);
          expectOutcome(operation, row?.fails?.(type), urnOf(name, type, node));
          const undone = onFailure === 'rollback' && operation.status === 'failed';
          const read = await stack.api.get(`/clusters/${name}`);
          expect(read).toMatchObject(
            undone ? { status: 404 } : { body: { status: statusAfter(operation) } },
          );
          const isRetained = operation.status === 'failed' && !undone;
          if (isRetained && row?.retry === undefined) await expectRetry(operation);
          if (!undone) await deleteRemaining(name);
          await stack.expectCleanCloud(ofCluster(name));
        },
      );
    },
    campaign.timeoutMs,
  );

  test(
    'a deletion ends as the table says, and a later one deletes the rest',
    async () => {
      await sideBySide(
        cases('delete', Object.keys(DELETES), 1),
        SIDE_BY_SIDE,
        async ({ kind, type, name: node }) => {
          const row = DELETES[kind];
          const name = newName();
          const { id } = await stack.submit('/clusters', {
            name,
            ...specWith({ type, name: node }),
            simulation: { faults: [{ type, name: node, ...row?.fault }] },
          });
          await stack.succeeded(id, FOLLOW);
          const removal = await stack.remove(`/clusters/${name}`);
          const operation = await stack.finished(removal.id, FOLLOW);
          expectOutcome(operation, row?.fails?.(type), urnOf(name, type, node));
          if (operation.status === 'failed') {
            await expectSurvivors(operation, name);
            await deleteRemaining(name);
          }
          await stack.expectCleanCloud(ofCluster(name));
        },
      );
    },
    campaign.timeoutMs,
  );

  test(
    'a deletion of a resource that is still referenced names what blocks it',
    async () => {
      await sideBySide(
        cases('still referenced', ['referenced'], 1),
        SIDE_BY_SIDE,
        async ({ type, name: node }) => {
          const name = newName();
          const { id } = await stack.submit('/clusters', {
            name,
            ...specWith({ type, name: node }),
          });
          await stack.succeeded(id, FOLLOW);
          const found = await stack.inspect.resources(ofCluster(name));
          const target = found.find((it) => it.type === type && it.name === node);
          const blocker = await makeForeign(`of-${name}`, target?.id ?? '');

          const removal = await stack.remove(`/clusters/${name}`);
          const operation = await stack.finished(removal.id, FOLLOW);
          expectOutcome(
            operation,
            { code: 'not_stabilized', errorType: 'not_stabilized', retryable: true },
            urnOf(name, type, node),
          );
          expect(operation.error?.message).toContain(`of-${name}`);
          await expectSurvivors(operation, name);

          expect((await stack.simulator.delete(`/resources/${blocker}`)).status).toBeLessThan(300);
          await deleteRemaining(name);
        },
      );
    },
    campaign.timeoutMs,
  );

  test(
    'a failed undo is reported with its survivors, which exist in the cloud, and a deletion removes them',
    async () => {
      await sideBySide(
        cases('failing undo', ['undo'], 1),
        SIDE_BY_SIDE,
        async ({ type, name: node }) => {
          const name = newName();
          const stuck = seededChance(`stuck of ${type}/${node}`).pick(
            plan.filter((it) => it.type !== 'event_rule' && it.type !== 'addon'),
          );
          const { id } = await stack.submit('/clusters', {
            name,
            ...specWith(stuck),
            simulation: {
              faults: [
                { name: 'coredns', type: 'addon', when: 'ready', kind: 'error' },
                {
                  type: stuck.type,
                  name: stuck.name,
                  when: 'delete',
                  kind: 'error',
                  code: 'AccessDenied',
                },
              ],
            },
          });
          const operation = await stack.finished(id, FOLLOW);
          expectOutcome(
            operation,
            { code: 'cleanup_failed', errorType: 'provider', retryable: true },
            urnOf(name, 'addon', 'coredns'),
          );
          await expectSurvivors(operation, name);
          await stack.expectCloudEqualsLedger('cluster', name);
          await deleteRemaining(name);
        },
      );
    },
    campaign.timeoutMs,
  );
}
