/** Takes a deployment through its whole life, as a new user does. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { directoryBlobStore } from '../../../deployments/storage/blob-store.ts';
import { readDeployment, reaches, THIRTY } from '../../support/deployments/deployment.ts';
import { eventually } from '../../support/eventually.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';

function countActions({ progress }: Operation): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of progress.resources) {
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}

export function lifeCycle(stack: Stack): void {
  /** The stored files of deployments, and the leftovers of their runs. */
  async function remainingFiles(): Promise<string[]> {
    const blobs = directoryBlobStore(path.join(stack.dataDirectory, 'blobs'));
    const runs = readdirSync(path.join(stack.dataDirectory, 'runs'));
    return [...(await blobs.list(`${stack.organizationId}/deployments/`)), ...runs];
  }

  async function decide(id: string, decision: 'confirm' | 'discard', reason?: string) {
    const body = reason === undefined ? undefined : { reason };
    return stack.api.post(`/operations/${id}/${decision}`, body);
  }

  test('a module of 30 resources is planned, confirmed, applied, changed and destroyed', async () => {
    const created = await stack.submit('/deployments', {
      name: 'web',
      source: { files: { 'main.tf': THIRTY } },
      confirm: 'manual',
    });
    expect(await readDeployment(stack, 'web')).toMatchObject({ status: 'creating' });
    const planned = await reaches(stack, created.id, 'awaiting_confirmation');
    expect(countActions(planned)).toEqual({ create: 30 });
    expect(planned.progress.summary).toMatchObject({ total: 30, pending: 30 });
    expect(planned).toMatchObject({ status: 'awaiting_confirmation', cancelable: true });
    const idsWith = async (status: string) => {
      const { body } = await stack.api.get(`/operations?status=${status}&resourceId=web`);
      return (body as { items: { id: string }[] }).items.map(({ id }) => id);
    };
    await eventually(async () => (await idsWith('awaiting_confirmation')).includes(created.id));
    expect(await idsWith('running')).toEqual([]);

    expectStatus(await decide(created.id, 'confirm', 'reviewed'), 202);
    const { operation, stages, resources } = await stack.follow(created.id);
    expect(operation.error).toBeUndefined();
    expect(operation.decisions).toEqual([
      { kind: 'confirm', at: expect.any(String), reason: 'reviewed' },
    ]);
    expect(resources.size).toBe(30);
    for (const moves of resources.values()) {
      expect([moves[0], moves.at(-1)]).toEqual(['create pending', 'create succeeded']);
    }
    expect(operation.progress.summary).toMatchObject({ total: 30, succeeded: 30 });
    expect(operation.result?.outputs).toEqual({ release: '1' });
    for (const { duration } of operation.progress.resources) {
      expect(duration).toBeGreaterThanOrEqual(0);
    }
    expect(stages).toContain('provisioning');
    expect(await readDeployment(stack, 'web')).toMatchObject({
      status: 'active',
      outputs: { release: '1' },
    });
    expect((await decide(created.id, 'confirm')).status).toBe(409);

    const changed = await stack.api.patch('/deployments/web', { variables: { release: '2' } });
    expectStatus(changed, 202);
    const update = operationSchema.parse(changed.body);
    const change = await reaches(stack, update.id, 'awaiting_confirmation');
    expect(countActions(change)).toEqual({ update: 1, same: 29 });
    const busy = await stack.api.patch('/deployments/web', { variables: { release: '3' } });
    expect(busy).toMatchObject({ status: 409, body: { code: 'resource_busy' } });
    const attributes = [
      { path: 'input', before: { json: '"1"' }, after: { json: '"2"' } },
      { path: 'output', before: { json: '"1"' }, after: { hidden: 'unknown' } },
    ];
    const waiting = await stack.api.get(`/operations/${update.id}/plan`);
    expect(waiting.body).toMatchObject({
      resources: [{ address: 'terraform_data.release', operation: 'update', attributes }],
    });
    const accept = { headers: { accept: 'text/plain' } };
    const text = await stack.api.get(`/operations/${update.id}/plan`, accept);
    expect(String(text.body)).toContain('~ terraform_data.release will be updated\n');
    // A speculative plan does not wait for the other one.
    const preview = '/deployments/web?validateOnly=true';
    const speculative = await stack.api.patch(preview, { variables: { release: '3' } });
    expectStatus(speculative, 200);
    expect(operationSchema.parse(speculative.body).plan?.resources).toMatchObject([
      { attributes: [{ path: 'input', after: { json: '"3"' } }, { path: 'output' }] },
    ]);
    expectStatus(await decide(update.id, 'confirm'), 202);
    const updated = await stack.succeeded(update.id);
    expect(updated.progress.summary).toMatchObject({ succeeded: 1, unchanged: 29 });
    expect((await stack.api.get('/deployments/web/outputs')).body).toEqual({
      outputs: { release: '2' },
      withheldOutputs: [],
    });

    // A plan without changes needs no confirmation.
    const same = await stack.api.patch('/deployments/web', { displayName: 'The web' });
    const idle = await stack.succeeded(operationSchema.parse(same.body).id);
    expect(idle.progress.summary).toMatchObject({ total: 30, unchanged: 30 });

    // Three operations have left no plan and one source.
    const stored = await remainingFiles();
    expect(stored.filter((key) => key.includes('/plans/'))).toEqual([]);
    expect(stored.filter((key) => key.includes('/source/'))).toHaveLength(1);

    // A destruction is confirmed like any other plan.
    const removed = await stack.remove('/deployments/web');
    const removal = await reaches(stack, removed.id, 'awaiting_confirmation');
    expect(removal.progress.summary).toMatchObject({ total: 30, pending: 30 });
    expectStatus(await decide(removed.id, 'confirm'), 202);
    const gone = await stack.succeeded(removed.id);
    expect(countActions(gone)).toEqual({ delete: 30 });
    expect((await stack.api.get('/deployments/web')).status).toBe(404);
    const operations = await stack.api.get('/deployments/web/operations');
    expect((operations.body as { items: unknown[] }).items).toHaveLength(4);
    expect(await remainingFiles()).toEqual([]);
  }, 120_000);
}
