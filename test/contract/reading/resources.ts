import { describe, expect, test } from 'vitest';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus } from '../../support/http/http.ts';
import { keysOf, words } from '../words.ts';
import { STRONG_TAG } from '../accepted.ts';
import { clusterAt, endOf, listOf, networkAt, SMALL, type World } from '../world.ts';

const RESOURCE =
  'id uid organizationId name provider region spec status outputs operationId createdAt updatedAt';

export function resources(world: World): void {
  describe('a resource', () => {
    test('has its name as id, unique in its organization and collection; uid tells incarnations apart', async () => {
      const first = await world.stack.submit('/networks', {
        name: 'reborn',
        displayName: 'Reborn!',
      });
      await world.stack.succeeded(first.id);
      await world.stack.succeeded((await world.stack.remove('/networks/reborn')).id);
      const again = await world.stack.submit('/networks', { name: 'reborn' });
      const network = await networkAt(world.api, '/networks/reborn');
      expect(network).toMatchObject({ id: 'reborn', name: 'reborn', uid: again.resourceUid });
      expect(again.resourceUid).not.toBe(first.resourceUid);
      await eventually(async () => {
        const of = await listOf(world.api, `/operations?resourceUid=${again.resourceUid}`);
        expect(of.items.map(({ id }) => id)).toEqual([again.id]);
        return true;
      });
      // The same name in another collection or organization is another resource.
      const cluster = await world.stack.submit('/clusters', { name: 'reborn', ...SMALL });
      const theirs = await world.stack.submit(
        '/networks',
        { name: 'reborn' },
        world.otherOrganization,
      );
      expect(new Set([cluster, theirs, again].map((each) => each.resourceUid)).size).toBe(3);
      const problem = await world.api.post('/networks', { name: 'No.Label' });
      expectStatus(problem, 422);
    });

    test('has these fields; a cluster adds its own', async () => {
      const network = await networkAt(world.api, '/networks/ground');
      expect(keysOf(network)).toEqual(words(RESOURCE, 'usedBy'));
      const cluster = await clusterAt(world.api, '/clusters/demo');
      expect(keysOf(cluster)).toEqual(words(RESOURCE, 'externalClusterId externalStatus'));
      expect(await clusterAt(world.api, '/clusters/tenant')).toMatchObject({
        networkId: 'whole',
        connectionId: 'simulated',
      });
      expect([network.status, cluster.status]).toEqual(['active', 'active']);
      expect((await clusterAt(world.api, '/clusters/still')).status).toBe('creating');
    });

    test('{"name": "demo"} is enough', () => {
      expect(endOf(world.demo)).toMatchObject({ status: 'succeeded', resourceId: 'demo' });
    });

    test('that is busy: 409 resource_busy with conflictingOperationId and the link that cancels it', async () => {
      const answer = await world.api.delete('/clusters/still');
      expectStatus(answer, 409);
      expect(parseExactly(problemSchema, answer.body)).toMatchObject({
        code: 'resource_busy',
        conflictingOperationId: world.stalled.id,
        links: { cancel: `/operations/${world.stalled.id}/cancel` },
      });
    });

    test('whose name is taken: 409 already_exists', async () => {
      const answer = await world.other.post('/clusters', { name: 'demo' });
      expectStatus(answer, 409);
      expect(answer.body).toMatchObject({ code: 'already_exists' });
    });

    test('that is a network with clusters: 409 in_use, listing them', async () => {
      const answer = await world.api.delete('/networks/whole');
      expectStatus(answer, 409);
      expect(answer.body).toMatchObject({ code: 'in_use', attachments: ['tenant'] });
    });

    test('has an ETag', async () => {
      const read = await world.api.get('/networks/ground');
      const tag = read.headers['etag'] ?? '';
      expect(tag).toMatch(STRONG_TAG);
      const held = { headers: { 'If-None-Match': tag } };
      const same = await world.other.get('/networks/ground', held);
      expect(same).toMatchObject({ status: 304, body: '', headers: { etag: tag } });
      expectStatus(await world.api.get('/clusters/demo', held), 200);
    });

    test('malformed JSON or query: 400; a body that does not fit: 422 with every problem at once', async () => {
      const headers = { 'content-type': 'application/json' };
      for (const body of ['{"name": "x"', 'name=x']) {
        const answer = await world.api.send('POST', '/clusters', { body, headers });
        expectStatus(answer, 400);
        expect(answer.body).toMatchObject({ code: 'malformed_json' });
      }
      const query = await world.api.post('/clusters?colour=red', { name: 'x' });
      expectStatus(query, 400);
      expect(query.body).toMatchObject({ code: 'invalid_query' });
      const unfit = await world.api.post('/clusters', { name: 'X', colour: 1, region: 'mars-1' });
      expectStatus(unfit, 422);
      const { errors = [] } = parseExactly(problemSchema, unfit.body);
      expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual([
        '/colour',
        '/name',
        '/region',
      ]);
    });
  });
}
