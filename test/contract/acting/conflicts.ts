import { describe, expect, test } from 'vitest';
import { clusterAt, networkAt } from '../world.ts';
import { expectProblem, type Scene } from './scene.ts';

const AT_ONCE_MS = 2_000;

export function conflicts(scene: Scene): void {
  describe('conflicts', () => {
    test('a busy resource → 409 resource_busy with conflictingOperationId and the link that cancels it', async () => {
      const { api, other, stalled } = scene;
      for (const answer of [
        await api.patch('/clusters/still', {}),
        await other.patch('/clusters/still?validateOnly=true', {}),
        await api.delete('/clusters/still'),
        await other.post('/clusters/still:recover'),
      ]) {
        expect(expectProblem(answer, 409, 'resource_busy')).toMatchObject({
          errorType: 'conflict',
          retryable: true,
          conflictingOperationId: stalled,
          links: { cancel: `/operations/${stalled}/cancel` },
        });
      }
      expect((await clusterAt(api, '/clusters/still')).operationId).toBe(stalled);
    });

    test('a taken name → 409 already_exists, in every state of its owner', async () => {
      for (const name of ['demo', 'still']) {
        expectProblem(await scene.other.post('/clusters', { name }), 409, 'already_exists');
      }
      expectProblem(await scene.api.post('/networks', { name: 'ground' }), 409, 'already_exists');
    });

    test('a network with clusters → 409 in_use, listing them', async () => {
      for (const query of ['', '?validateOnly=true']) {
        const answer = await scene.api.delete(`/networks/ground${query}`);
        expect(expectProblem(answer, 409, 'in_use').attachments).toEqual(['tenant']);
      }
      expect((await networkAt(scene.api, '/networks/ground')).status).toBe('active');
    });
  });
}

/** Stops the worker, so these tests must run last. */
export function withoutWorker(scene: Scene): void {
  test('already_exists is exact and immediate, with no worker running', async () => {
    const { api, other, stack } = scene;
    await stack.worker.kill();
    const begun = performance.now();
    expectProblem(await api.post('/clusters', { name: 'demo' }), 409, 'already_exists');
    const { resourceUid } = await stack.submit('/clusters', { name: 'waiting' });
    expectProblem(await other.post('/clusters', { name: 'waiting' }), 409, 'already_exists');
    expect(await clusterAt(other, '/clusters/waiting')).toMatchObject({
      uid: resourceUid,
      status: 'creating',
    });
    expect(performance.now() - begun).toBeLessThan(AT_ONCE_MS);
  });
}
