import { describe, expect, test } from 'vitest';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus, type Answer } from '../../support/http/http.ts';
import { endOf, UNKNOWN_OPERATION, type World } from '../world.ts';

const PROBLEM = 'type title status detail instance code errorType requestId retryable'.split(' ');

function problemOf(answer: Answer, status: number) {
  expectStatus(answer, status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = parseExactly(problemSchema, answer.body);
  expect(problem.status).toBe(status);
  expect(problem.requestId).toBe(answer.headers['x-request-id']);
  return problem;
}

export function errors(world: World): void {
  describe('errors', () => {
    test('are application/problem+json, with fieldErrors and errors where they apply', async () => {
      const path = `/operations/${UNKNOWN_OPERATION}`;
      const plain = problemOf(await world.api.get(path), 404);
      expect(Object.keys(plain).toSorted()).toEqual(PROBLEM.toSorted());
      expect(plain).toMatchObject({
        instance: path,
        code: 'not_found',
        errorType: 'not_found',
        retryable: false,
      });
      const faulty = problemOf(await world.api.post('/clusters', { name: 'X', a: 1 }), 422);
      expect(Object.keys(faulty).toSorted()).toEqual(
        [...PROBLEM, 'fieldErrors', 'errors'].toSorted(),
      );
      expect(Object.keys(faulty.fieldErrors ?? {}).toSorted()).toEqual(['a', 'name']);
      for (const fault of faulty.errors ?? []) {
        expect(Object.keys(fault).toSorted()).toEqual(['detail', 'pointer']);
      }
    });

    test("an unknown or another tenant's id gets the same 404", async () => {
      const known = endOf(world.demo).id;
      const pairs: [string, string][] = [
        [`/operations/${known}`, `/operations/${UNKNOWN_OPERATION}`],
        [`/operations/${world.stalled.id}?wait=1`, `/operations/${UNKNOWN_OPERATION}?wait=1`],
        [`/operations/${known}/events`, `/operations/${UNKNOWN_OPERATION}/events`],
        ['/clusters/demo', '/clusters/nobody'],
        ['/networks/ground', '/networks/nobody'],
        ['/clusters/demo/operations', '/clusters/nobody/operations'],
      ];
      for (const [theirs, none] of pairs) {
        const [one, other] = [
          problemOf(await world.otherOrganization.get(theirs), 404),
          problemOf(await world.otherOrganization.get(none), 404),
        ];
        const { instance: _path, requestId: _id, ...rest } = other;
        // A detail quotes the name that the request asked for. Everything else must be the same.
        const [, , name = ''] = theirs.split('/');
        const detail = rest.detail.replace('nobody', name);
        expect(one).toMatchObject({ ...rest, detail });
        expect(Object.keys(one)).toEqual(Object.keys(other));
      }
      problemOf(await world.api.get('/operations/no-id-at-all'), 404);
    });

    test('too large: 413, wrong media type: 415', async () => {
      const large = await world.api.post('/clusters', { name: 'a'.repeat(300_000) });
      expect(problemOf(large, 413).code).toBe('payload_too_large');
      for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
        const headers = { 'content-type': type };
        const answer = await world.api.send('POST', '/clusters', { body: '{"name":"x"}', headers });
        expect(problemOf(answer, 415).code).toBe('unsupported_media_type');
      }
    });

    test('nothing else becomes a 500', async () => {
      const json = { 'content-type': 'application/json' };
      const strange: [string, string, Parameters<typeof world.api.send>[2]?][] = [
        ['GET', '/operations/%00'],
        ['GET', '/operations/%E0%A4%A'],
        ['GET', `/operations/${'a'.repeat(5_000)}`],
        ['GET', '/operations?limit[]=1'],
        ['GET', '/operations?createdAfter=9999999-01-01'],
        ['GET', '/clusters/..%2F..%2Fetc'],
        [
          'GET',
          `/operations/${world.stalled.id}/events`,
          { headers: { accept: 'text/event-stream', 'last-event-id': '💥' } },
        ],
        ['POST', '/clusters', { body: 'null', headers: json }],
        ['POST', '/clusters', { body: '[]', headers: json }],
        ['POST', '/clusters', { body: Buffer.from([0xff, 0xfe]), headers: json }],
        ['POST', '/clusters', { body: '{"name":{"__proto__":1}}', headers: json }],
        ['POST', '/instance-types:discover', { body: '7', headers: json }],
        ['BREW', '/clusters'],
      ];
      for (const [method, path, options] of strange) {
        const headers = Object.fromEntries(
          Object.entries(options?.headers ?? {}).map(([name, value]) => [
            name,
            Buffer.from(value).toString('latin1'),
          ]),
        );
        const send = world.api.send(method, path, { ...options, headers });
        // A request that is not HTTP is refused before the API could respond with a problem.
        const { status } = await send.catch(() => ({ status: 400 }));
        expect({ method, path, refused: status >= 400 && status < 500 }).toEqual({
          method,
          path,
          refused: true,
        });
      }
    });
  });
}
