import { describe, expect, test } from 'vitest';
import { expectStatus, type RequestOptions } from '../../support/http/http.ts';
import { BASE, endOf, operationOf, statesOf, type World } from '../world.ts';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Every value in a body, with its name. */
function valuesIn(body: unknown, name = ''): [string, unknown][] {
  if (typeof body !== 'object' || body === null) return [[name, body]];
  return Object.entries(body).flatMap(([key, value]) =>
    valuesIn(value, Array.isArray(body) ? name : key),
  );
}

export function general(world: World): void {
  /** Bodies of all kinds: of running, ended and listed operations, and of resources. */
  async function bodies(): Promise<unknown[]> {
    const paths = [
      `/operations/${world.stalled.id}`,
      `/operations/${endOf(world.failed).id}/events`,
      '/operations',
      '/clusters',
      '/networks/ground',
    ];
    const answers = await Promise.all(paths.map((path) => world.api.get(path)));
    return [...answers.map(({ body }) => body), ...statesOf(world)];
  }

  describe('JSON over HTTP', () => {
    test('paths at the root; SLIPWAY_BASE_PATH moves them, for example under /api/v1', async () => {
      const { id } = endOf(world.demo);
      const atRoot = await world.api.get(`/operations/${id}`);
      expect(atRoot.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(operationOf(atRoot).links.self).toBe(`/operations/${id}`);
      const below = operationOf(await world.otherMember.get(`${BASE}/operations/${id}`));
      expect(below.links).toMatchObject({
        self: `${BASE}/operations/${id}`,
        events: `${BASE}/operations/${id}/events`,
        resource: `${BASE}/clusters/demo`,
      });
      expectStatus(await world.otherMember.get(`/operations/${id}`), 404);
      expectStatus(await world.api.get(`${BASE}/operations/${id}`), 404);
    });

    test('times are RFC 3339 in UTC with milliseconds', async () => {
      const times = valuesIn(await bodies()).filter(([name]) => /^at$|At$/.test(name));
      expect(new Set(times.map(([name]) => name))).toEqual(
        new Set(['createdAt', 'updatedAt', 'startedAt', 'completedAt', 'deadlineAt', 'at']),
      );
      expect(times.filter(([, value]) => !TIME.test(String(value)))).toEqual([]);
    });

    test('a field that does not apply yet is absent, never null', async () => {
      expect(valuesIn(await bodies()).filter(([, value]) => value === null)).toEqual([]);
      const [accepted] = world.demo;
      for (const field of ['result', 'error', 'startedAt', 'completedAt', 'retryOf']) {
        expect(accepted).not.toHaveProperty(field);
      }
    });

    test('every response carries X-Request-Id; an incoming one that fits is kept', async () => {
      const { tag } = world.stalled;
      const held: RequestOptions = { headers: { 'If-None-Match': tag } };
      const requests: [string, string, number, RequestOptions?][] = [
        ['GET', '/healthz', 200],
        ['GET', `/operations/${world.stalled.id}`, 304, held],
        ['GET', '/operations?colour=red', 400],
        ['GET', '/nothing', 404],
        ['PUT', '/clusters', 405],
        ['OPTIONS', '/clusters', 204],
        ['POST', '/clusters', 400, { body: '{', headers: { 'content-type': 'application/json' } }],
      ];
      const longest = 'a'.repeat(128);
      for (const [method, path, status, options = {}] of requests) {
        const send = async (id?: string) => {
          const headers = { ...options.headers, ...(id !== undefined && { 'X-Request-Id': id }) };
          const answer = await world.api.send(method, path, { ...options, headers });
          expect({ path, status: answer.status }).toEqual({ path, status });
          return answer.headers['x-request-id'];
        };
        expect(await send()).toMatch(/^[\w.-]{1,128}$/);
        expect(await send()).not.toBe(await send());
        for (const id of ['A.z_0-9', longest]) expect(await send(id)).toBe(id);
        for (const id of ['two words', 'a/b', `${longest}a`]) {
          expect(await send(id)).toMatch(/^[0-9a-f-]{36}$/);
        }
      }
    });
  });
}
