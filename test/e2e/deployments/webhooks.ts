/** Deployments that follow a repository. */
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { operationSchema } from '../../../contract/operations/operation.ts';
import { readDeployment, reaches } from '../../support/deployments/deployment.ts';
import { eventually } from '../../support/eventually.ts';
import { filesWith } from '../../support/files-with.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { FakeForge } from '../../support/webhooks/fake-forge.ts';
import {
  followRepository,
  FORGE_TOKEN,
  moduleWith,
  WEBHOOK_SECRET,
} from '../../support/webhooks/followed-repository.ts';

const CHANGE = 'Plan: 0 to add, 1 to change, 0 to destroy';

export function webhooks(stack: Stack, forge: FakeForge): void {
  afterAll(() => forge.close());

  test('a pull request is planned, and a push is applied once it is confirmed', async () => {
    const { repositories, deployment, deliver, shows } = followRepository(stack, forge, 'followed');
    const name = 'followed';
    const outputs = async () => (await readDeployment(stack, name)).outputs;
    const operations = async () => {
      const { body } = await stack.api.get('/operations?memberId=github');
      return (body as { items: { id: string }[] }).items;
    };
    const confirm = async (id: string) => {
      await reaches(stack, id, 'awaiting_confirmation');
      expectStatus(await stack.api.post(`/operations/${id}/confirm`), 202);
      return stack.succeeded(id);
    };

    repositories.commit(name, moduleWith('first'));
    const wanted = deployment({ name, onPush: 'apply', confirm: 'manual' });
    await confirm((await stack.submit('/deployments', wanted)).id);

    const second = repositories.commit(name, moduleWith('second'), 'next');
    forge.pulls.set(7, { commit: second, base: 'main', files: ['prod/main.tf'] });
    await deliver('pull_request', { action: 'opened', number: 7 }, 'opened');
    await shows(second, name, `success: ${CHANGE}`);
    // The next plan replaces the comment.
    const third = repositories.commit(name, moduleWith('third'), 'next');
    forge.pulls.set(7, { commit: third, base: 'main', files: ['prod/main.tf'] });
    await deliver('pull_request', { action: 'synchronize', number: 7 }, 'synchronized');
    await shows(third, name, `success: ${CHANGE}`);
    expect(forge.comments).toHaveLength(1);
    expect(forge.comments[0]?.body).toContain('~   terraform_data it');
    expect(forge.comments[0]?.body).toContain(third);
    expect(await outputs()).toEqual({ it: 'first' });
    expect(await operations()).toEqual([]);

    repositories.git(name, 'update-ref', 'refs/heads/main', third);
    const push = { ref: 'refs/heads/main', after: third, commits: [] };
    await deliver('push', push, 'merged');
    await shows(third, name, `pending: ${CHANGE}. Waits for its confirmation.`);
    // The list may lag a moment.
    const applying = await eventually(async () => (await operations())[0]);
    await confirm(applying.id);
    await shows(third, name, 'success: Applied: 0 added, 1 changed, 0 destroyed.');
    expect(await outputs()).toEqual({ it: 'third' });

    await deliver('push', push, 'merged');
    expect(await operations()).toHaveLength(1);
    expect(forge.faults).toEqual([]);
    const { dataDirectory, organizationId } = stack;
    const places = (text: string) =>
      filesWith(dataDirectory, text).map((file) => path.relative(dataDirectory, file));
    expect(places(FORGE_TOKEN)).toEqual([`secrets/${organizationId}/forge`]);
    expect(places(WEBHOOK_SECRET)).toEqual([`webhooks/${organizationId}/github`]);

    const removed = operationSchema.parse((await stack.api.delete(`/deployments/${name}`)).body);
    await confirm(removed.id);
  }, 180_000);
}
