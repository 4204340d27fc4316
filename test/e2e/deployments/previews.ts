/** Previews operations of deployments, and retries creations that left nothing. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { directoryBlobStore } from '../../../deployments/storage/blob-store.ts';
import { readDeployment, reaches, SHARED } from '../../support/deployments/deployment.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';

const MODULE = `
  variable "release" { default = "1" }
  resource "terraform_data" "one" { input = var.release }
  resource "terraform_data" "two" {}
`;
const wanted = (name: string, main = MODULE, more: object = {}) => ({
  name,
  source: { files: { 'main.tf': main } },
  ...more,
});

function actionsOf({ progress }: Operation): Record<string, string> {
  return Object.fromEntries(progress.resources.map(({ name, operation }) => [name, operation]));
}

export function previews(stack: Stack): void {
  const blobs = directoryBlobStore(path.join(stack.dataDirectory, 'blobs'));

  /** Everything that is stored, except in Temporal. */
  async function kept(): Promise<string[]> {
    const runs = path.join(stack.dataDirectory, 'runs');
    return [...(await blobs.list('')), ...(existsSync(runs) ? readdirSync(runs) : [])];
  }

  async function retry(id: string): Promise<Operation> {
    const answer = await stack.api.post(`/operations/${id}/retry`);
    expectStatus(answer, 202);
    return operationSchema.parse(answer.body);
  }

  async function destroy(name: string): Promise<void> {
    await stack.succeeded((await stack.remove(`/deployments/${name}`)).id);
  }

  describe('?validateOnly=true', () => {
    test('plans a creation, a change and a destruction, and stores nothing', async () => {
      const before = await kept();
      const created = await stack.api.post('/deployments?validateOnly=true', wanted('seen'));
      expectStatus(created, 200);
      const create = operationSchema.parse(created.body);
      expect(create).toMatchObject({ operation: 'apply_deployment', status: 'pending' });
      expect(create.progress.summary).toMatchObject({ total: 2, pending: 2 });
      expect(actionsOf(create)).toEqual({ one: 'create', two: 'create' });
      expect(await kept()).toEqual(before);
      expect((await stack.api.get('/deployments/seen')).status).toBe(404);
      expect((await stack.api.get(`/operations/${create.id}`)).status).toBe(404);

      const { id } = await stack.submit('/deployments', wanted('seen'));
      await stack.succeeded(id);
      const state = await kept();
      const patch = {
        variables: { release: '2' },
        source: { files: { 'more.tf': 'resource "terraform_data" "three" {}' } },
      };
      const changed = await stack.api.patch('/deployments/seen?validateOnly=true', patch);
      expectStatus(changed, 200);
      const change = operationSchema.parse(changed.body);
      expect(actionsOf(change)).toEqual({ one: 'update', two: 'same', three: 'create' });
      expect(change.progress.summary).toMatchObject({ total: 3, pending: 2, unchanged: 1 });

      const removed = await stack.api.delete('/deployments/seen?validateOnly=true');
      expectStatus(removed, 200);
      const removal = operationSchema.parse(removed.body);
      expect(removal.operation).toBe('destroy_deployment');
      expect(actionsOf(removal)).toEqual({ one: 'delete', two: 'delete' });
      expect(await kept()).toEqual(state);
      expect(await readDeployment(stack, 'seen')).toMatchObject({
        status: 'active',
        operationId: id,
      });
      await destroy('seen');
    });

    test('names the faults of the module and the forbidden settings', async () => {
      const before = await kept();
      for (const main of [
        'resource "terraform_data" "it" { input = var.missing }',
        'data "terraform_remote_state" "it" { backend = "kubernetes" }',
        'data "external" "it" { program = ["true"] }',
        'terraform {\n  backend "local" { path = "relative.tfstate" }\n}',
      ]) {
        const answer = await stack.api.post('/deployments?validateOnly=true', wanted('bad', main));
        expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
      }
      expect(await kept()).toEqual(before);
    });
  });

  describe('a retry of a creation that left nothing', () => {
    test('makes the deployment from the stored files', async () => {
      const { id } = await stack.submit(
        '/deployments',
        wanted('again', MODULE, { confirm: 'manual' }),
      );
      await reaches(stack, id, 'awaiting_confirmation');
      expectStatus(await stack.api.post(`/operations/${id}/discard`), 202);
      const discarded = await stack.finished(id);
      expect(discarded).toMatchObject({ status: 'canceled', error: { code: 'plan_discarded' } });
      expect((await stack.api.get('/deployments/again')).status).toBe(404);

      const preview = await stack.api.post(`/operations/${id}/retry?validateOnly=true`);
      expectStatus(preview, 200);
      expect(actionsOf(operationSchema.parse(preview.body))).toEqual({
        one: 'create',
        two: 'create',
      });

      const again = await retry(id);
      expect(again.retryOf).toBe(id);
      await reaches(stack, again.id, 'awaiting_confirmation');
      expectStatus(await stack.api.post(`/operations/${again.id}/confirm`), 202);
      await stack.succeeded(again.id);
      expect(await readDeployment(stack, 'again')).toMatchObject({ status: 'active' });

      const taken = await stack.api.post(`/operations/${id}/retry`);
      expect(taken).toMatchObject({ status: 409, body: { code: 'already_exists' } });
    });

    test('works for a failed retry, too, but not without its files', async () => {
      const { id } = await stack.submit(
        '/deployments',
        wanted('hopeless', 'resource "terraform_data" "it" { input = var.missing }'),
      );
      expect(await stack.finished(id)).toMatchObject({
        status: 'failed',
        error: { code: 'module_invalid', errorType: 'validation' },
      });
      expect((await stack.api.get('/deployments/hopeless')).status).toBe(404);
      const again = await retry(id);
      expect(await stack.finished(again.id)).toMatchObject({ error: { code: 'module_invalid' } });
      const third = await retry(again.id);
      expect(await stack.finished(third.id)).toMatchObject({ error: { code: 'module_invalid' } });

      for (const key of await blobs.list(`${stack.organizationId}/retry-sources/`))
        await blobs.remove(key);
      const refused = await stack.api.post(`/operations/${third.id}/retry`);
      expect(refused).toMatchObject({ status: 409, body: { code: 'not_retryable' } });
      expect((await stack.api.get('/deployments/hopeless')).status).toBe(404);
    });
  });

  test('a module may use its own backend if that is allowed', async () => {
    const state = path.join(SHARED, 'own.tfstate');
    const backend = `terraform {\n  backend "local" { path = ${JSON.stringify(state)} }\n}\n`;
    const { id } = await stack.submit('/deployments', wanted('own', `${backend}${MODULE}`));
    await stack.succeeded(id);
    expect(readFileSync(state, 'utf8')).toContain('terraform_data');
    const moved = await stack.api.patch('/deployments/own', {
      source: { files: { 'main.tf': MODULE } },
    });
    expect(await stack.finished(operationSchema.parse(moved.body).id)).toMatchObject({
      status: 'failed',
      error: { code: 'backend_refused' },
    });
    expect(await readDeployment(stack, 'own')).toMatchObject({ status: 'active' });
  });

  test('a deployment whose state is unreachable at the end is kept as failed', async () => {
    // The module removes the file, so that it must be in a directory that the module can write.
    const secret = path.join(SHARED, 'passing');
    const link = path.join(stack.dataDirectory, 'secrets', stack.organizationId, 'passing');
    const put = () => writeFileSync(secret, 'a password');
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(secret, link);
    put();
    const state = path.join(SHARED, 'passing.tfstate');
    const main = `
    terraform {
      backend "local" { path = ${JSON.stringify(state)} }
    }
    variable "password" {}
    resource "terraform_data" "one" {
      provisioner "local-exec" { command = "rm ${secret}; exit 3" }
    }
  `;
    const { id } = await stack.submit(
      '/deployments',
      wanted('passing', main, { secrets: { password: 'passing' } }),
    );
    expect(await stack.finished(id)).toMatchObject({
      status: 'failed',
      error: { code: 'resource_failed' },
    });
    expect(await readDeployment(stack, 'passing')).toMatchObject({ status: 'failed' });
    put();
    await destroy('passing');
  });
}
