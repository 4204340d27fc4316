/** Tests deployments that are canceled, killed, or fail. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import {
  chain,
  DEPLOYMENT_SETTINGS,
  readDeployment,
  reaches,
} from '../../support/deployments/deployment.ts';
import { eventually } from '../../support/eventually.ts';
import { expectStatus } from '../../support/http/http.ts';
import { startStack } from '../../support/stack/stack.ts';

const LINKS = 5;
/** A plan that is requested through the second API waits only a moment for its confirmation. */
const stack = await startStack({
  env: DEPLOYMENT_SETTINGS,
  apis: [{}, { SLIPWAY_CONFIRMATION_MS: '300' }],
});

/** The file in which a deployment's resources record their creation and deletion. */
function journalOf(name: string): { file: string; lines(): string[] } {
  const file = path.join(stack.dataDirectory, `${name}.journal`);
  const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
  return { file, lines };
}

function linesAfterApply(links: number): string[] {
  return Array.from({ length: links }, (_, i) => `made r${i}`);
}

async function deploy(name: string, main: string, more: object = {}): Promise<Operation> {
  return stack.submit('/deployments', { name, source: { files: { 'main.tf': main } }, ...more });
}

/** Resolves when the journal shows this many created resources. */
async function untilMade(lines: () => string[], count: number): Promise<void> {
  await eventually(() => lines().length >= count, { timeoutMs: 20_000 });
}

/** Retries the operation, and breaks the lock of an attempt that died. */
async function retryOf(id: string): Promise<void> {
  const answer = await stack.api.post(`/operations/${id}/retry`);
  expectStatus(answer, 202);
  const again = await stack.succeeded(operationSchema.parse(answer.body).id);
  expect(again.retryOf).toBe(id);
}

async function destroy(name: string): Promise<void> {
  const { id } = await stack.remove(`/deployments/${name}`);
  await stack.succeeded(id);
  expect((await stack.api.get(`/deployments/${name}`)).status).toBe(404);
}

describe('a cancel', () => {
  test('of an apply retains the created resources, and its retry makes the others', async () => {
    const { file, lines } = journalOf('retained');
    const { id } = await deploy('retained', chain(file, LINKS));
    await untilMade(lines, 2);
    expectStatus(await stack.api.post(`/operations/${id}/cancel`), 202);
    const canceled = await stack.finished(id);
    expect(canceled).toMatchObject({ status: 'canceled', error: { errorType: 'canceled' } });
    expect(lines().length).toBeLessThan(LINKS);
    expect(await readDeployment(stack, 'retained')).toMatchObject({ status: 'failed' });
    await retryOf(id);
    expect(lines()).toEqual(linesAfterApply(LINKS));
    await destroy('retained');
    expect(lines().filter((line) => line.startsWith('gone'))).toHaveLength(LINKS);
  });

  test('of a first apply destroys the created resources, if requested', async () => {
    const { file, lines } = journalOf('destroyed');
    const { id } = await deploy('destroyed', chain(file, LINKS), { onFailure: 'destroy' });
    await untilMade(lines, 2);
    expectStatus(await stack.api.post(`/operations/${id}/cancel`), 202);
    expect(await stack.finished(id)).toMatchObject({ status: 'canceled' });
    expect((await stack.api.get('/deployments/destroyed')).status).toBe(404);
    const count = (what: string) => lines().filter((line) => line.startsWith(what)).length;
    expect(count('made')).toBeGreaterThan(1);
    expect(count('gone')).toBe(count('made'));
  });

  test('of a plan in progress changes nothing', async () => {
    const { file, lines } = journalOf('unplanned');
    const { id } = await deploy('unplanned', chain(file, 1));
    await stack.follow(id, {
      until: ({ progress }) => ['validating', 'planning'].includes(progress.stage),
    });
    expectStatus(await stack.api.post(`/operations/${id}/cancel`), 202);
    expect(await stack.finished(id)).toMatchObject({ status: 'canceled' });
    expect(lines()).toEqual([]);
    expect((await stack.api.get('/deployments/unplanned')).status).toBe(404);
  });

  test('of a waiting plan changes nothing', async () => {
    const { file, lines } = journalOf('waiting');
    const { id } = await deploy('waiting', chain(file, 1), { confirm: 'manual' });
    await reaches(stack, id, 'awaiting_confirmation');
    expectStatus(await stack.api.post(`/operations/${id}/cancel`), 202);
    expect(await stack.finished(id)).toMatchObject({ status: 'canceled' });
    expect(lines()).toEqual([]);
    expect((await stack.api.get('/deployments/waiting')).status).toBe(404);
  });
});

describe('a confirmation', () => {
  const wanted = (name: string, file: string) => ({
    name,
    source: { files: { 'main.tf': chain(file, 1) } },
    confirm: 'manual',
  });

  test('after the deadline is refused, and changes nothing', async () => {
    const { file, lines } = journalOf('late');
    const { id } = await stack.submit('/deployments', wanted('late', file), stack.apis[1]);
    expect(await stack.finished(id)).toMatchObject({
      status: 'failed',
      error: { code: 'confirmation_timeout', errorType: 'timeout' },
    });
    expect(await stack.api.post(`/operations/${id}/confirm`)).toMatchObject({
      status: 409,
      body: { code: 'not_awaiting_confirmation' },
    });
    expect(lines()).toEqual([]);
    expect((await stack.api.get('/deployments/late')).status).toBe(404);
  });

  test('by many clients at once counts once', async () => {
    const { file, lines } = journalOf('many');
    const { id } = await stack.submit('/deployments', wanted('many', file));
    await reaches(stack, id, 'awaiting_confirmation');
    const decisions = ['confirm', 'discard', 'confirm', 'discard'];
    const answers = await Promise.all(
      decisions.map((decision) => stack.api.post(`/operations/${id}/${decision}`)),
    );
    const taken = answers.flatMap(({ status }, i) => (status === 202 ? [decisions[i]] : []));
    expect(taken).toHaveLength(1);
    const { status } = await stack.finished(id);
    expect(status).toBe(taken[0] === 'confirm' ? 'succeeded' : 'canceled');
    expect(lines()).toEqual(taken[0] === 'confirm' ? linesAfterApply(1) : []);
  });
});

describe('a kill', () => {
  test('of the worker during an apply: the next worker makes the rest, and nothing twice', async () => {
    const { file, lines } = journalOf('worker-killed');
    const { id } = await deploy('worker-killed', chain(file, LINKS));
    await untilMade(lines, 2);
    await stack.worker.restart();
    const operation = await stack.succeeded(id, { timeoutMs: 60_000 });
    expect(operation.progress.summary.succeeded).toBe(2 * LINKS);
    expect(lines()).toEqual(linesAfterApply(LINKS));
    await destroy('worker-killed');
  });

  test('of a worker with kill -9 does the same', async () => {
    const { file, lines } = journalOf('worker-dead');
    const { id } = await deploy('worker-dead', chain(file, LINKS));
    await untilMade(lines, 2);
    await stack.worker.kill();
    await stack.worker.start();
    await stack.succeeded(id, { timeoutMs: 60_000 });
    expect(lines()).toEqual(linesAfterApply(LINKS));
    await destroy('worker-dead');
  });

  test('of the engine: resources that it had recorded are not made again', async () => {
    const { file, lines } = journalOf('engine-dead');
    const { id } = await deploy('engine-dead', chain(file, LINKS, 0.6));
    await untilMade(lines, 2);
    const record = path.join(stack.dataDirectory, 'runs', id, 'runner.json');
    const { engine } = JSON.parse(readFileSync(record, 'utf8')) as { engine: { pid: number } };
    process.kill(-engine.pid, 'SIGKILL');
    await stack.succeeded(id, { timeoutMs: 60_000 });
    expect(lines().filter((line) => line === 'made r0')).toHaveLength(1);
    expect(new Set(lines())).toEqual(new Set(linesAfterApply(LINKS)));
    await destroy('engine-dead');
  });
});

test('a failed resource is named; earlier resources are kept, and the next apply makes the rest', async () => {
  const main = (fails: boolean) => `
    resource "terraform_data" "one" {}
    resource "terraform_data" "two" {
      depends_on = [terraform_data.one]
      provisioner "local-exec" { command = "${fails ? 'exit 3' : 'exit 0'}" }
    }
    resource "terraform_data" "three" {
      depends_on = [terraform_data.two]
    }
  `;
  const { id } = await deploy('failing', main(true));
  const failed = await stack.finished(id);
  expect(failed).toMatchObject({
    status: 'failed',
    error: {
      code: 'resource_failed',
      details: { causedBy: 'urn:slipway:local:deployments:failing:terraform_data/two' },
    },
  });
  const statuses = failed.progress.resources?.map(({ name, status }) => [name, status]);
  expect(new Map(statuses as [string, string][])).toEqual(
    new Map([
      ['one', 'succeeded'],
      ['two', 'failed'],
      ['three', 'pending'],
    ]),
  );
  const answer = await stack.api.patch('/deployments/failing', {
    source: { files: { 'main.tf': main(false) } },
  });
  const again = await stack.succeeded(operationSchema.parse(answer.body).id);
  expect(again.progress.summary).toMatchObject({ unchanged: 1, succeeded: 2 });
  await destroy('failing');
});
