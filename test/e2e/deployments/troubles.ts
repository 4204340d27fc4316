/** Tests deployments that are canceled, killed, or fail. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { directoryBlobStore } from '../../../deployments/storage/blob-store.ts';
import { chain, readDeployment, reaches, SHARED } from '../../support/deployments/deployment.ts';
import { eventually } from '../../support/eventually.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';

const LINKS = 5;

function linesAfterApply(links: number): string[] {
  return Array.from({ length: links }, (_, i) => `made r${i}`);
}

/** Resolves when the journal shows this many created resources. */
async function untilMade(lines: () => string[], count: number): Promise<void> {
  await eventually(() => lines().length >= count, { timeoutMs: 20_000 });
}

/** The file in which a deployment's resources record their creation and deletion. */
function journalOf(name: string): { file: string; lines(): string[] } {
  const file = path.join(SHARED, `${name}.journal`);
  const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
  return { file, lines };
}

export function troubles(stack: Stack): void {
  const blobs = directoryBlobStore(path.join(stack.dataDirectory, 'blobs'));

  async function deploy(name: string, main: string, more: object = {}): Promise<Operation> {
    return stack.submit('/deployments', { name, source: { files: { 'main.tf': main } }, ...more });
  }

  /** The processes of an operation's run. */
  function pidsOf(operationId: string): { runner: number; engine: number } {
    const record = path.join(stack.dataDirectory, 'runs', operationId, 'runner.json');
    const { runner, engine } = JSON.parse(readFileSync(record, 'utf8')) as Record<
      'runner' | 'engine',
      { pid: number }
    >;
    return { runner: runner.pid, engine: engine.pid };
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
      const { id } = await deploy('retained', chain(file, LINKS, 0.6));
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

    test('of the first resource of a creation waits for the engine, and keeps what the state has', async () => {
      const { file, lines } = journalOf('first');
      const main = `
        resource "terraform_data" "slow" {
          provisioner "local-exec" { command = "echo made slow >> ${file}; sleep 60" }
        }
      `;
      const { id } = await deploy('first', main);
      await untilMade(lines, 1);
      expectStatus(await stack.api.post(`/operations/${id}/cancel`), 202);
      expect(await stack.finished(id)).toMatchObject({ status: 'canceled' });
      // The resource exists without its provisioner, so the state has it as tainted.
      expect(await readDeployment(stack, 'first')).toMatchObject({ status: 'failed' });
      await destroy('first');
    });

    test('of a first apply destroys the created resources, if requested', async () => {
      const { file, lines } = journalOf('destroyed');
      const { id } = await deploy('destroyed', chain(file, LINKS, 0.6), { onFailure: 'destroy' });
      await untilMade(lines, 2);
      expectStatus(await stack.api.post(`/operations/${id}/cancel`), 202);
      const { status, error } = await stack.finished(id);
      expect(status).toBe('canceled');
      const left = await stack.api.get('/deployments/destroyed');
      expect(left.status, `${error?.message} ${JSON.stringify(left.body)}`).toBe(404);
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
    test('of the worker, in order and with kill -9, during an apply: the next worker makes the rest, and nothing twice', async () => {
      const links = LINKS + 2;
      const { file, lines } = journalOf('worker-killed');
      const { id } = await deploy('worker-killed', chain(file, links));
      await untilMade(lines, 2);
      await stack.worker.restart();
      await untilMade(lines, 5);
      await stack.worker.kill();
      await stack.worker.start();
      const operation = await stack.succeeded(id, { timeoutMs: 60_000 });
      expect(operation.progress.summary.succeeded).toBe(2 * links);
      expect(lines()).toEqual(linesAfterApply(links));
    }, 120_000);

    test('of the engine: resources that it had recorded are not made again', async () => {
      const { file, lines } = journalOf('engine-dead');
      const { id } = await deploy('engine-dead', chain(file, LINKS, 0.6));
      await untilMade(lines, 2);
      process.kill(-pidsOf(id).engine, 'SIGKILL');
      await stack.succeeded(id, { timeoutMs: 60_000 });
      expect(lines().filter((line) => line === 'made r0')).toHaveLength(1);
      expect(new Set(lines())).toEqual(new Set(linesAfterApply(LINKS)));
    });
  });

  test('what remains after a kill, and differs from the plan, is confirmed again, or applied with a note', async () => {
    /** Each plan of this module is another one. */
    const changing = (file: string) => `${chain(file, 3, 0.6)}
      resource "terraform_data" "stamp" {
        input      = plantimestamp()
        depends_on = [terraform_data.pause2]
      }`;
    const killed = async (name: string, confirm: string) => {
      const { file, lines } = journalOf(name);
      const { id } = await deploy(name, changing(file), { confirm });
      if (confirm === 'manual') {
        await reaches(stack, id, 'awaiting_confirmation');
        expectStatus(await stack.api.post(`/operations/${id}/confirm`), 202);
      }
      await untilMade(lines, 2);
      process.kill(-pidsOf(id).engine, 'SIGKILL');
      return { id, lines };
    };
    const automatic = async () => {
      const { id } = await killed('changing', 'auto');
      const { progress } = await stack.succeeded(id, { timeoutMs: 60_000 });
      expect(progress.message).toContain('was applied: terraform_data.stamp');
    };
    const manual = async () => {
      const { id, lines } = await killed('confirmed-twice', 'manual');
      const { operation } = await stack.follow(id, {
        until: ({ progress }) => progress.reason === 'plan_changed',
      });
      expect(operation.progress.stage).toBe('awaiting_confirmation');
      expect(operation.progress.message).toMatch(/differs from the plan that was confirmed/);
      expectStatus(await stack.api.post(`/operations/${id}/confirm`), 202);
      const { progress } = await stack.succeeded(id, { timeoutMs: 60_000 });
      expect(progress.reason).toBeUndefined();
      expect(lines().filter((line) => line === 'made r0')).toHaveLength(1);
    };
    await Promise.all([automatic(), manual()]);
  }, 120_000);

  test('without a worker, a plan can be confirmed; the locks of operations that were terminated are broken by a retry, and by the next claim', async () => {
    const { lines: undecided, file } = journalOf('undecided');
    const waiting = await deploy('undecided', chain(file, 1), { confirm: 'manual' });
    await reaches(stack, waiting.id, 'awaiting_confirmation');
    const names = ['retried', 'claimed'];
    // Terminated while worker, runners and engines are dead, the operations leave their locks behind.
    const struck = await Promise.all(
      names.map(async (name) => {
        const { file: journal, lines } = journalOf(name);
        const { id } = await deploy(name, chain(journal, LINKS));
        await untilMade(lines, 2);
        // Without the stop, the engine may be done before the worker is killed.
        const { runner, engine } = pidsOf(id);
        for (const pid of [runner, -engine]) process.kill(pid, 'SIGSTOP');
        return { id, name, lines, pids: [runner, -engine] };
      }),
    );
    await stack.worker.kill();
    const client = await stack.temporalClient();
    for (const { id, pids } of struck) {
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      await client.workflow.getHandle(id).terminate('by a test');
    }
    const confirmed = await stack.api.post(`/operations/${waiting.id}/confirm`);
    expectStatus(confirmed, 202);
    expect(operationSchema.parse(confirmed.body).progress.message).toContain('is confirmed');
    expect(undecided()).toEqual([]);
    await stack.worker.start();
    const continued = async ({ id, name, lines }: (typeof struck)[number]) => {
      const { uid } = await readDeployment(stack, name);
      const locks = () => blobs.list(`${stack.organizationId}/deployments/${uid}/lock`);
      expect(await locks()).toHaveLength(1);
      const answer =
        name === 'retried'
          ? await stack.api.post(`/operations/${id}/retry`)
          : await stack.api.patch(`/deployments/${name}`, { displayName: 'Mine' });
      expectStatus(answer, 202);
      await stack.succeeded(operationSchema.parse(answer.body).id, { timeoutMs: 60_000 });
      expect(await locks()).toEqual([]);
      expect(lines().filter((line) => line === 'made r0')).toHaveLength(1);
      expect(new Set(lines()).size).toBe(LINKS);
    };
    await Promise.all(struck.map(continued));
    await stack.succeeded(waiting.id);
    expect(undecided()).toEqual(linesAfterApply(1));
    await destroy('retried');
  }, 120_000);
}
