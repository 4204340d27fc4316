/** The state of a deployment: its versions, an earlier one that comes back, and its way out and in again. */
import { expect, test } from 'vitest';
import { reaches } from '../../support/deployments/deployment.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';

const MODULE = `
  variable "release" { default = "1" }
  resource "terraform_data" "it" { input = var.release }
  resource "terraform_data" "later" { count = var.release == "2" ? 1 : 0 }
  output "release" { value = terraform_data.it.output }
`;

/** @param refusing an API that hands out no state */
export function states(stack: Stack, refusing: () => Stack['api']): void {
  const source = { files: { 'main.tf': MODULE } };

  async function versionsOf(name: string): Promise<unknown[]> {
    const answer = await stack.api.get(`/deployments/${name}/state/versions`);
    expectStatus(answer, 200);
    return (answer.body as { items: unknown[] }).items;
  }

  test('an earlier state comes back, and only after a confirmation', async () => {
    const created = await stack.submit('/deployments', { name: 'moving', source });
    await stack.succeeded(created.id);
    const changed = await stack.patch('/deployments/moving', { variables: { release: '2' } });
    await stack.succeeded(changed.id);
    const before = await versionsOf('moving');
    expect(before).toMatchObject([
      { version: 2, current: true, operationId: changed.id, memberId: 'me', resources: 2 },
      { version: 1, current: false, operationId: created.id, memberId: 'me', resources: 1 },
    ]);
    const download = '/deployments/moving/state/versions/2/download';
    expect((await refusing().get(download)).status).toBe(403);

    // Plans are confirmed although the deployment is automatic. A discarded one changes nothing.
    const discarded = await stack.patch('/deployments/moving', { state: { version: 1 } });
    const { progress } = await reaches(stack, discarded.id, 'awaiting_confirmation');
    expect(progress.message).toContain('The other state does not have terraform_data.later[0]');
    expectStatus(await stack.api.post(`/operations/${discarded.id}/discard`), 202);
    expect(await stack.finished(discarded.id)).toMatchObject({ status: 'canceled' });
    expect(await versionsOf('moving')).toEqual(before);

    const back = await stack.patch('/deployments/moving', { state: { version: 1 } });
    await reaches(stack, back.id, 'awaiting_confirmation');
    const plan = await stack.api.get(`/operations/${back.id}/plan`);
    expect(plan.body).toMatchObject({ orphaned: ['terraform_data.later[0]'] });
    expectStatus(await stack.api.post(`/operations/${back.id}/confirm`), 202);
    await stack.succeeded(back.id);
    expect(await versionsOf('moving')).toMatchObject([
      { version: 4, operationId: back.id, resources: 2 },
      { version: 3, operationId: back.id, origin: 'version 1' },
      {},
      {},
    ]);
  });

  test('the same deployment moves out with its state, and in again', async () => {
    const url = '/deployments/moving?keepResources=true';
    expect((await refusing().delete(url)).status).toBe(403);
    const released = await stack.succeeded((await stack.remove(url)).id);
    expect(released.progress.message).toContain('its 2 resources remain');
    expect((await stack.api.get('/deployments/moving')).status).toBe(404);
    const file = released.result?.outputs?.['stateFile'] ?? '';
    expectStatus(await stack.api.get(`/state-files/${file}/download`), 200);

    // Nothing is made a second time, and so nothing needs a confirmation.
    const adopted = await stack.submit('/deployments', {
      name: 'moved',
      source,
      variables: { release: '2' },
      state: { file },
    });
    const { progress: done, result } = await stack.succeeded(adopted.id);
    expect(done.summary).toMatchObject({ total: 2, unchanged: 2 });
    expect(result?.outputs).toEqual({ release: '2' });
    expect(await versionsOf('moved')).toMatchObject([{ version: 1, origin: `file ${file}` }]);
    const again = await stack.api.patch('/deployments/moved', { state: { file } });
    expect([again.status, again.body]).toMatchObject([409, { code: 'serial_not_newer' }]);
    await stack.succeeded((await stack.remove('/deployments/moved')).id);
  });
}
