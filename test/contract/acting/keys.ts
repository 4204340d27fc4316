import { describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { Answer, HttpClient } from '../../support/http/http.ts';
import { listOf, operationOf } from '../world.ts';
import { BLUE, failForQuota, keyed, make, expectProblem, type Scene } from './scene.ts';

export function keys(scene: Scene): void {
  /**
   * Sends the request twice, and through another process. All responses have one operation in its
   * current state.
   */
  async function expectOneOperation(submit: (api: HttpClient) => Promise<Answer>) {
    const answer = await submit(scene.api);
    const first = operationOf(answer, 202);
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
    const ended = await scene.stack.succeeded(first.id);
    for (const api of [scene.api, scene.other]) {
      const again = await submit(api);
      expect(again.headers).toMatchObject({
        'idempotency-replayed': 'true',
        location: first.links.self,
      });
      expect(operationOf(again, 202)).toEqual(ended);
    }
    return ended;
  }

  describe.concurrent('Idempotency-Key on PATCH, DELETE and retry', () => {
    test('same key and same request → 202, the Operation as it is now; another request → 422', async () => {
      await make(scene, 'held');
      const path = '/clusters/held';
      const patch = { nodeGroups: [{ ...BLUE, desiredSize: 2 }] };
      const key = keyed('resize');
      const changed = await expectOneOperation((api) => api.patch(path, patch, key));
      expectProblem(await scene.api.patch(path, {}, key), 422, 'idempotency_key_reused');
      expectProblem(
        await scene.api.patch(`${path}?validateOnly=false`, patch, key),
        422,
        'idempotency_key_reused',
      );
      // With another method or path it is a different key.
      const gone = await expectOneOperation((api) => api.delete(path, key));
      expect(gone.id).not.toBe(changed.id);
      // The same holds after the resource is gone.
      expect(operationOf(await scene.other.patch(path, patch, key), 202).id).toBe(changed.id);
    });

    test('the same for a retry, also of an operation that could not be retried now', async () => {
      const { id } = await failForQuota(scene, 'again', 'sim-east-1');
      const key = keyed('retry');
      const retried = await expectOneOperation((api) =>
        api.post(`/operations/${id}/retry`, {}, key),
      );
      expect(retried.retryOf).toBe(id);
      expectProblem(await scene.api.post(`/operations/${id}/retry`, {}), 409, 'already_exists');
    });

    test('failures before admission never use up a key', async () => {
      const key = keyed('unburnt');
      await make(scene, 'unburnt');
      const path = '/clusters/unburnt';
      expectProblem(
        await scene.api.patch(path, { region: 'sim-east-1' }, key),
        422,
        'invalid_request',
      );
      expectProblem(
        await scene.api.patch(path, {}, { headers: { ...key.headers, 'If-Match': '"old"' } }),
        412,
        'precondition_failed',
      );
      await expectOneOperation((api) => api.patch(path, { displayName: 'Unburnt' }, key));
    });

    test('duplicates collide, across any number of API processes', async () => {
      await make(scene, 'collided');
      const apis = [scene.api, scene.other, scene.api, scene.other];
      const answers = await Promise.all(
        apis.map((api) => api.patch('/clusters/collided', { displayName: 'x' }, keyed('race'))),
      );
      const ids = new Set(answers.map((answer) => operationOf(answer, 202).id));
      expect(ids.size).toBe(1);
      const [id = ''] = ids;
      await scene.stack.succeeded(id);
      await eventually(async () => {
        const { items } = await listOf(scene.api, '/clusters/collided/operations');
        const kinds = items.map(({ operation }) => operation);
        expect(kinds).toEqual(['update_cluster', 'create_cluster']);
        return true;
      });
    });
  });
}
