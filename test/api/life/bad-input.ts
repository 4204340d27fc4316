import { beforeAll, describe, expect, test } from 'vitest';
import { problemSchema, type Problem } from '../../../contract/problems/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import type { RequestOptions } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { Scene } from './scene.ts';

let stack: Stack;

async function expectRefused(
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<Problem> {
  const answer = await stack.api.send(method, path, options);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = parseExactly(problemSchema, answer.body);
  expect(problem.status).toBe(answer.status);
  expect(problem.requestId).toBe(answer.headers['x-request-id']);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  return problem;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const LONG = 'a'.repeat(10_000);
const group = (more: object) => ({ nodeGroups: [{ name: 'a', ...more }] });
const cluster = (more: object) => ({ name: 'fine', ...more });
const network = (cidr: unknown) => ({ name: 'fine', cidr });

/** The fault, the path, the body, and the pointers that the problem must have, with no others. */
const FAULTS: [string, string, object, string[]][] = [
  [
    'unknown fields',
    '/clusters',
    cluster({ colour: 'red', ...group({ sise: 3 }) }),
    ['/colour', '/nodeGroups/0/sise'],
  ],
  ['no name', '/clusters', {}, ['/name']],
  ['a name that is a number', '/clusters', { name: 7 }, ['/name']],
  ['a name that is null', '/clusters', { name: null }, ['/name']],
  ...[
    '',
    'Demo',
    '-a',
    'a-',
    'a.b',
    'a b',
    'a/b',
    '../a',
    'ä',
    'a\u0000',
    'a'.repeat(64),
    LONG,
  ].map((name): [string, string, object, string[]] => [
    `the name ${JSON.stringify(name.slice(0, 70))}`,
    '/clusters',
    { name },
    ['/name'],
  ]),
  ...[
    '10.0.0.0',
    '10.0.0.1/16',
    '10.0.0.0/8',
    '10.0.0.0/23',
    '300.0.0.0/16',
    'fd00::/64',
    '',
    16,
  ].map((cidr): [string, string, object, string[]] => [
    `the CIDR ${JSON.stringify(cidr)}`,
    '/networks',
    network(cidr),
    ['/cidr'],
  ]),
  [
    'two node groups of one name',
    '/clusters',
    cluster({ nodeGroups: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] }),
    ['/nodeGroups/2/name'],
  ],
  [
    'desired above max',
    '/clusters',
    cluster(group({ desiredSize: 9, maxSize: 3 })),
    ['/nodeGroups/0/desiredSize'],
  ],
  [
    'desired below min',
    '/clusters',
    cluster(group({ minSize: 2, desiredSize: 1 })),
    ['/nodeGroups/0/desiredSize'],
  ],
  ['no node group', '/clusters', cluster({ nodeGroups: [] }), ['/nodeGroups']],
  ['sizes below zero', '/clusters', cluster(group({ minSize: -1 })), ['/nodeGroups/0/minSize']],
  ['half a node', '/clusters', cluster(group({ minSize: 0.5 })), ['/nodeGroups/0/minSize']],
  [
    'an instance type twice',
    '/clusters',
    cluster(group({ instanceTypes: ['m5.large', 'm5.large'] })),
    ['/nodeGroups/0/instanceTypes'],
  ],
  ['an unknown provider', '/clusters', cluster({ provider: 'nimbus' }), ['/provider']],
  ['an unknown region', '/networks', { name: 'fine', region: 'mars-1' }, ['/region']],
  [
    'a version that is none',
    '/clusters',
    cluster({ kubernetesVersion: 'v1.33' }),
    ['/kubernetesVersion'],
  ],
  ['an unknown add-on', '/clusters', cluster({ addons: ['vpc-cni', 'nope'] }), ['/addons/1']],
  ['an add-on twice', '/clusters', cluster({ addons: ['vpc-cni', 'vpc-cni'] }), ['/addons']],
  [
    "a tag of Slipway's own",
    '/clusters',
    cluster({ tags: { 'slipway:uid': 'x' } }),
    ['/tags/slipway:uid'],
  ],
  [
    'a zone too many',
    '/networks',
    { name: 'fine', availabilityZoneCount: 4 },
    ['/availabilityZoneCount'],
  ],
  [
    'a fault for nothing',
    '/clusters',
    cluster({ simulation: { faults: [{ when: 'create', kind: 'error' }] } }),
    ['/simulation/faults/0'],
  ],
  [
    'fewer at most than at least',
    '/instance-types:discover',
    { minVCpus: 8, maxVCpus: 4 },
    ['/maxVCpus'],
  ],
  [
    'a question with unknown fields',
    '/instance-types:discover',
    { cpus: 8, architectures: ['mips'] },
    ['/architectures/0', '/cpus'],
  ],
  [
    'many faults at once',
    '/clusters',
    {
      name: 'NOT A LABEL',
      region: 'mars-1',
      colour: 'red',
      nodeGroups: [
        { name: 'a', desiredSize: 9, maxSize: 3 },
        { name: 'a', instanceTypes: ['Huge'], diskGiB: 1 },
      ],
      tags: { 'slipway:x': 'y' },
    },
    [
      '/colour',
      '/name',
      '/nodeGroups/0/desiredSize',
      '/nodeGroups/1/diskGiB',
      '/nodeGroups/1/instanceTypes/0',
      '/nodeGroups/1/name',
      '/region',
      '/tags/slipway:x',
    ],
  ],
];

export function badInput(scene: Scene): void {
  describe('bad input', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test.each(FAULTS)('%s: a 422 that names every fault', async (_what, path, body, pointers) => {
      const problem = await expectRefused('POST', path, { body });
      expect(problem).toMatchObject({
        status: 422,
        code: 'invalid_request',
        errorType: 'validation',
      });
      const found = (problem.errors ?? []).map(({ pointer }) => pointer);
      expect([...new Set(found)].toSorted()).toEqual(pointers);
      expect(Object.keys(problem.fieldErrors ?? {})).toHaveLength(pointers.length);
    });

    describe('bodies', () => {
      test.each([
        '{"name": "fine"',
        "{'name': 'fine'}",
        '{"name": "fine"}}',
        '\u0000',
        'name=fine',
      ])('malformed JSON: %j', async (body) => {
        const problem = await expectRefused('POST', '/clusters', { body, headers: JSON_TYPE });
        expect(problem).toMatchObject({ status: 400, code: 'malformed_json' });
      });

      test.each(['null', '[]', '"fine"', '42', 'true', '[{"name":"fine"}]'])(
        'not an object: %s',
        async (body) => {
          const problem = await expectRefused('POST', '/clusters', { body, headers: JSON_TYPE });
          expect(problem).toMatchObject({ status: 422, code: 'invalid_request' });
        },
      );

      test('none at all', async () => {
        const problem = await expectRefused('POST', '/clusters');
        expect(problem).toMatchObject({ status: 422, code: 'invalid_request' });
        expect(problem.errors).toHaveLength(1);
      });

      test('a prototype is not a field', async () => {
        const body = '{"name": "fine", "__proto__": {"colour": "red"}}';
        const answer = await stack.api.send('POST', '/clusters', { body, headers: JSON_TYPE });
        expect(answer).toMatchObject({
          status: 422,
          body: { errors: [{ pointer: '/__proto__' }] },
        });
        const asQuery = await stack.api.get('/operations?__proto__=1');
        expect(asQuery).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
      });

      test('a hundred thousand brackets', async () => {
        const problem = await expectRefused('POST', '/clusters', {
          body: `{"name": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
          headers: JSON_TYPE,
        });
        expect([400, 422]).toContain(problem.status);
      });

      test('2 MB', async () => {
        const body = { name: 'fine', displayName: 'x'.repeat(2_000_000) };
        expect(await expectRefused('POST', '/clusters', { body })).toMatchObject({
          status: 413,
          code: 'payload_too_large',
        });
      });

      test('a spec that does not fit into a record', async () => {
        const nodeGroups = Array.from({ length: 30 }, (_group, index) => ({
          name: `group-${index}`,
          labels: Object.fromEntries(
            Array.from({ length: 20 }, (_label, i) => [`label-${i}`, 'x'.repeat(60)]),
          ),
        }));
        const problem = await expectRefused('POST', '/clusters', { body: cluster({ nodeGroups }) });
        expect(problem).toMatchObject({ status: 422, code: 'invalid_request' });
        expect(problem.detail).toMatch(/too large/);
      });

      test.each([
        { 'content-type': 'text/plain' },
        { 'content-type': 'application/x-www-form-urlencoded' },
        { 'content-type': 'application/json; charset=latin1' },
        { ...JSON_TYPE, 'content-encoding': 'compress' },
        {},
      ])('the wrong media type: %j', async (headers) => {
        const problem = await expectRefused('POST', '/clusters', {
          body: '{"name":"fine"}',
          headers,
        });
        expect(problem).toMatchObject({ status: 415, code: 'unsupported_media_type' });
      });
    });

    describe('paths', () => {
      const UNKNOWN_OPERATION = '01M85ZGF93QRCF4P4CZNQ508HG';
      const ids = [
        UNKNOWN_OPERATION,
        UNKNOWN_OPERATION.toLowerCase(),
        'none',
        LONG,
        '%00',
        'x%00y',
      ];
      ids.push('%2e%2e%2f', '..%2fclusters', '%C3%A4', '%F0%9F%9A%80', "'%20OR%20'1'='1", '*', '-');

      test.each(ids.map((id) => [id.slice(0, 40), id]))('an unknown id: %s', async (_shown, id) => {
        for (const [method, path] of [
          ['GET', `/operations/${id}`],
          ['POST', `/operations/${id}/cancel`],
          ['GET', `/clusters/${id}`],
          ['DELETE', `/clusters/${id}`],
          ['GET', `/networks/${id}`],
          ['DELETE', `/networks/${id}`],
        ] as const) {
          expect(await expectRefused(method, path)).toMatchObject({
            status: 404,
            code: 'not_found',
          });
        }
      });

      test.each(['%ff', '%', '%zz', '%c3'])('an id that is not UTF-8: %s', async (id) => {
        for (const path of [`/operations/${id}`, `/clusters/${id}`, `/networks/${id}`]) {
          expect((await expectRefused('GET', path)).status).toBe(400);
        }
      });

      test.each([
        ['GET', '/'],
        ['GET', '/nothing'],
        ['GET', '/clusters/../operations'],
        ['GET', '/../../etc/passwd'],
        ['GET', '//'],
        ['POST', '/instance-types:invent'],
        ['POST', '/instance-types/discover'],
      ])('%s %s was not found', async (method, path) => {
        expect(await expectRefused(method, path)).toMatchObject({ status: 404, code: 'not_found' });
      });

      test.each([
        '/operations?limit=0',
        '/operations?limit=101',
        '/operations?limit=ten',
        '/operations?limit=1&limit=2',
        '/operations?limit=',
        '/clusters?limit=-1',
        '/clusters?colour=red',
        '/networks?colour=red',
        '/operations/01M85ZGF93QRCF4P4CZNQ508HG?colour=red',
        '/clusters/fine?colour=red',
      ])('an unknown query parameter: GET %s', async (path) => {
        expect(await expectRefused('GET', path)).toMatchObject({
          status: 400,
          code: 'invalid_query',
        });
      });

      test.each([
        ['POST', '/clusters?colour=red', { name: 'fine' }],
        ['POST', '/networks?dryRun=true', { name: 'fine' }],
        ['POST', '/instance-types:discover?colour=red', {}],
        ['DELETE', '/clusters/fine?force=true', undefined],
      ])('a query parameter that does not apply: %s %s', async (method, path, body) => {
        const problem = await expectRefused(method, path, { ...(body && { body }) });
        expect(problem).toMatchObject({ status: 400, code: 'invalid_query' });
      });
    });

    test('a request id is kept if it is safe to log, and otherwise replaced', async () => {
      const kept = await expectRefused('GET', '/nothing', {
        headers: { 'x-request-id': 'mine-1.a_B' },
      });
      expect(kept.requestId).toBe('mine-1.a_B');
      for (const id of ['a b', 'a;b', 'a'.repeat(129)]) {
        const replaced = await expectRefused('GET', '/nothing', {
          headers: { 'x-request-id': id },
        });
        expect(replaced.requestId).not.toBe(id);
      }
    });

    test('none of these requests has started a workflow', async () => {
      const good = await stack.submit('/networks', { name: 'good' });
      const client = await stack.temporalClient();
      await eventually(async () => {
        const ids: string[] = [];
        for await (const { workflowId } of client.workflow.list()) ids.push(workflowId);
        expect(ids.filter((id) => !/^(temporal-sys|durations:)/.test(id)).toSorted()).toEqual([
          good.id,
          'local/networks/good',
        ]);
        return true;
      });
      await stack.succeeded(good.id);
      await stack.succeeded((await stack.remove('/networks/good')).id);
    });
  });
}
