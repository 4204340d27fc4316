import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { clusterSchema } from '../../../contract/resources/cluster.ts';
import { networkSchema } from '../../../contract/resources/network.ts';
import type { ListedOperation, Operation } from '../../../contract/operations/operation.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus } from '../../support/http/http.ts';
import { BASE, endOf, listOf, operationOf, SMALL, type World } from '../world.ts';

const FILTERS =
  'status operation resourceType resourceId resourceUid memberId createdAfter createdBefore'.split(
    ' ',
  );

export function lists(world: World): void {
  const idsOf = async (query: string): Promise<string[]> =>
    (await listOf(world.api, `/operations?${query}`)).items.map(({ id }) => id);
  const refused = async (query: string) => {
    const answer = await world.api.get(`/operations?${query}`);
    expect({ query, status: answer.status }).toEqual({ query, status: 400 });
    expect(answer.body).toMatchObject({ code: 'invalid_query' });
  };

  describe('GET /operations', () => {
    test('→ {items, marker?}, newest first by createdAt', async () => {
      const answer = await world.api.get('/operations');
      expectStatus(answer, 200);
      expect(answer.headers['cache-control']).toBe('private, no-cache');
      const { items } = await listOf(world.api, '/operations');
      const order = items.map(({ createdAt, id }) => `${createdAt} ${id}`);
      expect(order).toEqual(order.toSorted().toReversed());
      expect(items.length).toBeGreaterThan(10);
    });

    test('items leave out progress.resources and result', async () => {
      const wanted = endOf(world.demo);
      const { result: _result, progress, ...rest } = wanted;
      const { resources: _resources, ...left } = progress;
      const { items } = await listOf(world.api, '/operations?resourceId=demo');
      expect(items).toEqual([{ ...rest, progress: left }]);
    });

    test('each filter selects the right items; commas mean or', async () => {
      const asked = await world.otherMember.post(`${BASE}/instance-types:discover`, {});
      const anns = operationOf(asked, 202);
      const [demo, network, discovery, failed] = [
        world.demo,
        world.network,
        world.discovery,
        world.failed,
      ].map(endOf) as [Operation, Operation, Operation, Operation];
      await eventually(async () => {
        expect(await idsOf('memberId=ann')).toContain(anns.id);
        return true;
      });
      const all = async (query: string) => (await listOf(world.api, `/operations?${query}`)).items;
      for (const each of await all('status=failed,canceled')) {
        expect(['failed', 'canceled']).toContain(each.status);
      }
      await eventually(async () => {
        // All other operations have ended by then.
        expect(await idsOf('status=running,pending')).toEqual([world.stalled.id]);
        return true;
      });
      expect(await idsOf('status=failed')).toEqual([failed.id]);
      expect(await idsOf('operation=create_cluster,create_network&resourceId=demo,ground')).toEqual(
        [demo, network].toSorted(newestFirst).map(({ id }) => id),
      );
      for (const each of await all('resourceType=connection')) {
        expect(each.operation).toBe('discover_instance_types');
      }
      expect(await idsOf('resourceType=connection')).toContain(discovery.id);
      expect(await idsOf(`resourceUid=${demo.resourceUid}`)).toEqual([demo.id]);
      expect(await idsOf('memberId=me')).not.toContain(anns.id);
      const after = await idsOf(`createdAfter=${failed.createdAt}&status=failed`);
      expect(after).toEqual([]);
      const before = await all(`createdBefore=${anns.createdAt}`);
      expect(before.map(({ id }) => id)).toContain(world.stalled.id);
      for (const { createdAt } of before) expect(createdAt < anns.createdAt).toBe(true);
    });

    test('limit is 1 to 100, default 100; marker is absent on the last page', async () => {
      const path = '/operations?memberId=me';
      const { items: whole, marker: none } = await listOf(world.api, path);
      expect(none).toBeUndefined();
      expect(whole.length).toBeGreaterThan(6);
      const pages: ListedOperation[][] = [];
      let marker: string | undefined;
      do {
        const more: string = marker === undefined ? '' : `&marker=${marker}`;
        const page = await listOf(world.api, `${path}&limit=6${more}`);
        pages.push(page.items);
        ({ marker } = page);
      } while (marker !== undefined);
      expect(pages.slice(0, -1).filter(({ length }) => length !== 6)).toEqual([]);
      expect(pages.flat().map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
      expect((await listOf(world.api, '/operations?limit=100')).items.length).toBeLessThan(101);
      for (const limit of ['0', '101', '-1', '1.5', 'all']) await refused(`limit=${limit}`);
    });

    test('unknown parameter, unknown value or a marker of other filters → 400', async () => {
      const { marker = '' } = await listOf(world.api, '/operations?limit=1');
      expect(marker).toMatch(/^[\w-]+$/);
      await refused(`marker=${marker}&status=failed`);
      await refused('marker=opaque');
      await refused('colour=red');
      await refused('status=failed&status=canceled');
      for (const filter of FILTERS.filter((name) => name !== 'resourceId' && name !== 'memberId')) {
        await refused(`${filter}=nonsense`);
      }
      for (const filter of ['resourceId', 'memberId']) await refused(`${filter}=No.Label`);
    });

    test('reads by id never lag: they answer from the instant of the 202', async () => {
      const { id } = await world.stack.submit('/clusters', { name: 'instant', ...SMALL });
      for (const api of [world.api, world.other]) {
        expect(operationOf(await api.get(`/operations/${id}`)).id).toBe(id);
        expect((await api.get('/clusters/instant')).body).toMatchObject({ operationId: id });
      }
    });
  });

  test('GET /clusters and GET /networks follow the same rules with status, provider and region', async () => {
    for (const [path, item] of [
      ['/clusters', clusterSchema],
      ['/networks', networkSchema],
    ] as const) {
      const page = z.strictObject({ items: z.array(item), marker: z.string().optional() });
      const list = async (query: string) => {
        const answer = await world.api.get(`${path}?${query}`);
        expectStatus(answer, 200);
        return parseExactly(page, answer.body);
      };
      const { items } = await list('');
      const order = items.map(({ createdAt, id }) => `${createdAt} ${id}`);
      expect(order.length).toBeGreaterThan(1);
      expect(order.map((each) => each.slice(0, 24))).toEqual(
        order
          .map((each) => each.slice(0, 24))
          .toSorted()
          .toReversed(),
      );
      for (const { status } of (await list('status=active,failed')).items) {
        expect(['active', 'failed']).toContain(status);
      }
      const west = (await list('region=sim-west-1&provider=simulated')).items;
      expect(west.map(({ id }) => id)).toEqual([path === '/clusters' ? 'tenant' : 'whole']);
      const first = await list('limit=1');
      expect(first.items).toHaveLength(1);
      const second = await list(`limit=1&marker=${first.marker}`);
      expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
      for (const query of ['status=gone', 'limit=0', 'memberId=me', 'marker=none', 'region=x']) {
        expectStatus(await world.api.get(`${path}?${query}`), 400);
      }
      expectStatus(await world.api.get(`${path}?status=active&marker=${first.marker}`), 400);
    }
  });
}

function newestFirst(a: ListedOperation, b: ListedOperation): number {
  return `${a.createdAt} ${a.id}` < `${b.createdAt} ${b.id}` ? 1 : -1;
}
