import { describe, expect, test } from 'vitest';
import { expectStatus, type Answer, type HttpClient } from '../../support/http/http.ts';
import { BASE, operationOf, SMALL, type World } from '../world.ts';

const keyed = (key: string) => ({ headers: { 'Idempotency-Key': key } });
const DISCOVER = '/instance-types:discover';

export function idempotency(world: World): void {
  describe('Idempotency-Key', () => {
    test('is a quoted structured-field string or a bare token, at most 255 characters', async () => {
      const longest = 'k'.repeat(255);
      for (const [one, same] of [
        ['a-token', '"a-token"'],
        ['"two words"', '"two words"'],
        [longest, `"${longest}"`],
      ] as const) {
        const first = operationOf(await world.api.post(DISCOVER, {}, keyed(one)), 202);
        expect(operationOf(await world.api.post(DISCOVER, {}, keyed(same)), 202).id).toBe(first.id);
      }
      for (const bad of ['', '""', '"open', 'two words', `${longest}k`, `"${longest}k"`]) {
        const answer = await world.api.post(DISCOVER, {}, keyed(bad));
        expectStatus(answer, 400);
        expect(answer.body).toMatchObject({ code: 'invalid_idempotency_key' });
      }
    });

    test('is for every submit: same key and same request → 202, the Operation as it is now', async () => {
      const body = { name: 'keyed', tags: { a: '1', b: '2' } };
      const twice = async (submit: (api: HttpClient) => Promise<Answer>) => {
        const answer = await submit(world.api);
        const first = operationOf(answer, 202);
        expect(answer.headers['idempotency-replayed']).toBeUndefined();
        const ended = await world.stack.succeeded(first.id);
        const again = await submit(world.api);
        expect(again.headers).toMatchObject({
          'idempotency-replayed': 'true',
          location: first.links.self,
          'operation-location': first.links.self,
          etag: expect.any(String),
        });
        // Another process answers the same; a key lives as long as its operation.
        expect(operationOf(again, 202)).toEqual(ended);
        expect(operationOf(await submit(world.other), 202)).toEqual(ended);
        expect(ended.createdAt).toBe(first.createdAt);
      };
      const network = async () => {
        await twice((api) => api.post('/networks', body, keyed('made')));
        await twice((api) => api.delete('/networks/keyed', keyed('removed')));
      };
      await Promise.all([
        network(),
        twice((api) => api.post('/clusters', { name: 'keyed', ...SMALL }, keyed('cluster'))),
        twice((api) => api.post(DISCOVER, { families: ['c5'] }, keyed('asked'))),
      ]);
    });

    test('the fingerprint ignores the order of the fields in the body', async () => {
      const first = { families: ['m5'], minVCpus: 2 };
      const second = { minVCpus: 2, families: ['m5'] };
      const { id } = operationOf(await world.api.post(DISCOVER, first, keyed('canonical')), 202);
      expect(operationOf(await world.api.post(DISCOVER, second, keyed('canonical')), 202).id).toBe(
        id,
      );
    });

    test('duplicates collide, across any number of API processes', async () => {
      const apis = [world.api, world.other, world.api, world.other, world.api, world.other];
      const answers = await Promise.all(
        apis.map((api) => api.post('/networks', { name: 'raced' }, keyed('a-race'))),
      );
      const operations = answers.map((answer) => operationOf(answer, 202));
      expect(new Set(operations.map(({ id }) => id)).size).toBe(1);
      expect(new Set(operations.map(({ createdAt }) => createdAt)).size).toBe(1);
      const replays = answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true');
      expect(replays).toHaveLength(apis.length - 1);
    });

    test('its scope is organization, member, method, concrete path and key', async () => {
      const key = keyed('scoped');
      const answers = [
        await world.api.post(DISCOVER, {}, key),
        await world.otherMember.post(`${BASE}${DISCOVER}`, {}, key),
        await world.otherOrganization.post(DISCOVER, {}, key),
        await world.api.post('/networks', { name: 'scoped-a' }, key),
        await world.api.post('/clusters', { name: 'scoped-b', ...SMALL }, key),
      ];
      const ids = answers.map((answer) => operationOf(answer, 202).id);
      expect(new Set(ids).size).toBe(answers.length);
    });

    test('same key, another request → 422 idempotency_key_reused', async () => {
      operationOf(await world.api.post(DISCOVER, { families: ['m5'] }, keyed('once')), 202);
      const reused = await world.other.post(DISCOVER, { families: ['c5'] }, keyed('once'));
      expectStatus(reused, 422);
      expect(reused.body).toMatchObject({ code: 'idempotency_key_reused' });
    });

    test('failures before admission never use up a key', async () => {
      const key = keyed('not-burnt');
      expectStatus(await world.api.post('/networks', { name: 'Wrong' }, key), 422);
      expectStatus(await world.api.post('/networks?colour=red', { name: 'x' }, key), 400);
      expectStatus(await world.api.post('/networks', { name: 'ground' }, key), 409);
      const made = await world.api.post('/networks', { name: 'right' }, key);
      operationOf(made, 202);
      expect(made.headers['idempotency-replayed']).toBeUndefined();
    });
  });
}
