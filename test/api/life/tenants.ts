import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import type { HttpClient } from '../../support/http/http.ts';
import type { HttpPart, Stack } from '../../support/stack/stack.ts';
import { BARE, type Scene } from './scene.ts';

const UNKNOWN_OPERATION = '01M85ZGF93QRCF4P4CZNQ508HG';

let stack: Stack;
let acme: HttpPart;
let globex: HttpPart;

/** A problem without the fields that differ with every request. */
async function problemOf(api: HttpClient, method: string, path: string, body?: object) {
  const answer = await api.send(method, path, { ...(body && { body }) });
  const { instance: _instance, requestId: _id, ...rest } = parseExactly(problemSchema, answer.body);
  return rest;
}

/** A problem quotes the name that the request asked for. Everything else must be the same for two names. */
function withoutName(problem: unknown, name: string): string {
  return JSON.stringify(problem).replaceAll(name, '');
}

async function idsOf(api: HttpClient, path: string): Promise<string[]> {
  const { body } = await api.get(path);
  const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(body);
  return items.map(({ id }) => id).toSorted();
}

export function tenants(scene: Scene): void {
  describe('tenants', () => {
    beforeAll(() => {
      ({ stack } = scene);
      [, , , globex, acme] = stack.apis as [HttpPart, HttpPart, HttpPart, HttpPart, HttpPart];
    });

    test('two organizations on one Temporal never see data of each other', async () => {
      // Other tests of this stack use these organizations, too.
      const earlier = {
        acme: await idsOf(acme, '/operations'),
        globex: await idsOf(globex, '/operations'),
      };
      const ours = await stack.submit('/clusters', { name: 'demo', ...BARE }, acme);
      const theirs = await stack.submit('/clusters', { name: 'demo', ...BARE }, globex);
      const only = await stack.submit('/networks', { name: 'only-acme' }, acme);
      expect(ours).toMatchObject({ organizationId: 'acme', memberId: 'ann' });
      expect(theirs).toMatchObject({ organizationId: 'globex', memberId: 'bob' });
      expect(ours.resourceUid).not.toBe(theirs.resourceUid);

      const unknown = await problemOf(globex, 'GET', `/operations/${UNKNOWN_OPERATION}`);
      expect(unknown).toMatchObject({ status: 404, code: 'not_found' });
      const guess = () => problemOf(globex, 'GET', `/operations/${ours.id}`);
      expect(await guess()).toEqual(unknown);
      const cancel = await problemOf(globex, 'POST', `/operations/${UNKNOWN_OPERATION}/cancel`);
      expect(await problemOf(globex, 'POST', `/operations/${only.id}/cancel`)).toEqual(cancel);

      const followed = [
        await stack.follow(ours.id, { via: acme }),
        await stack.follow(theirs.id, { via: globex }),
        await stack.follow(only.id, { via: acme }),
      ];
      expect(followed.map(({ operation }) => operation.status)).toEqual(
        followed.map(() => 'succeeded'),
      );
      // The same holds once the operation has ended, for a process that has cached it.
      expect(await guess()).toEqual(unknown);

      for (const method of ['GET', 'DELETE']) {
        const [theirNetwork, noNetwork] = [
          await problemOf(globex, method, '/networks/only-acme'),
          await problemOf(globex, method, '/networks/none'),
        ];
        expect(withoutName(theirNetwork, 'only-acme')).toBe(withoutName(noNetwork, 'none'));
      }
      for (const path of ['acme%2Fnetworks%2Fonly-acme', '..%2F..%2Facme%2Fnetworks%2Fonly-acme']) {
        expect((await globex.get(`/networks/${path}`)).status).toBe(404);
      }
      const onTheirs = { name: 'guest', networkId: 'only-acme' };
      const onNone = { name: 'guest', networkId: 'only-none' };
      expect(withoutName(await problemOf(globex, 'POST', '/clusters', onTheirs), 'acme')).toBe(
        withoutName(await problemOf(globex, 'POST', '/clusters', onNone), 'none'),
      );

      await eventually(async () => {
        expect(await idsOf(acme, '/operations')).toEqual(
          [...earlier.acme, ours.id, only.id].toSorted(),
        );
        expect(await idsOf(globex, '/operations')).toEqual(
          [...earlier.globex, theirs.id].toSorted(),
        );
        expect(await idsOf(acme, '/networks')).toEqual(['only-acme']);
        expect(await idsOf(globex, '/networks')).toEqual([]);
        expect(await idsOf(globex, '/clusters')).toEqual(['demo']);
        return true;
      });
    });

    test("one organization's deletion leaves the other's cluster of the same name alone", async () => {
      const before = await stack.inspect.resources({ tags: { 'slipway:organization': 'acme' } });
      const removal = await stack.remove('/clusters/demo', globex);
      const { operation } = await stack.follow(removal.id, { via: globex });
      expect(operation.status).toBe('succeeded');
      await stack.expectCleanCloud({ tags: { 'slipway:organization': 'globex' } });
      const after = await stack.inspect.resources({ tags: { 'slipway:organization': 'acme' } });
      expect(after).toEqual(before);
      expect((await acme.get('/clusters/demo')).body).toMatchObject({ status: 'active' });
    });
  });
}
