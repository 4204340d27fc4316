/** Bodies that are small, and would cost the service much more than their sender. */
import { expect, test } from 'vitest';
import { boundsFaults, JSON_BOUNDS } from '../../contract/json-bounds.ts';
import { problemSchema } from '../../contract/problems/problem.ts';
import { startLoneApi } from '../support/api/lone-api.ts';
import { parseExactly } from '../support/stack/follow.ts';

const { api } = startLoneApi('');

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const deployment = (value: string) =>
  `{"name":"web","source":{"files":{"main.tf":""}},"variables":{"a":${value}}}`;

async function send(body: string, method = 'POST', path = '/deployments') {
  const headers = { 'content-type': 'application/json' };
  const { status, body: answer } = await api.send(method, path, { body, headers });
  return { status, problem: parseExactly(problemSchema, answer) };
}

test.each([31, 2_000, 5_000, 60_000])('a value nested %d deep is refused', async (depth) => {
  const { status, problem } = await send(deployment(nested(depth)));
  expect(status).toBe(422);
  expect(problem.errors).toEqual([
    {
      pointer: expect.stringMatching(/^\/variables\/a(\/0)+/),
      detail: 'is deeper than 32 levels of objects and lists',
    },
  ]);
});

test('many values are refused', async () => {
  const { status, problem } = await send(deployment(`[${'0,'.repeat(JSON_BOUNDS.values)}0]`));
  expect(status).toBe(422);
  expect(problem.errors).toEqual([{ pointer: '', detail: 'has more than 10000 values' }]);
});

test.each(['__proto__', 'constructor', 'prototype', 'k'.repeat(257)])(
  'the name %s is refused, not dropped',
  async (name) => {
    const { status, problem } = await send(deployment(`{${JSON.stringify(name)}:1}`));
    expect(status).toBe(422);
    expect(problem.errors).toMatchObject([
      { pointer: `/variables/a/${name}`.slice(0, JSON_BOUNDS.pointerLength) },
    ]);
  },
);

test.each([
  ['POST', '/clusters'],
  ['PATCH', '/clusters/demo'],
  ['POST', '/operations/01ARZ3NDEKTSV4RRFFQ69G5FAV/cancel'],
  ['POST', '/instance-types:discover'],
])('%s %s refuses deep bodies, too', async (method, path) => {
  const { status } = await send(`{"a":${nested(100)}}`, method, path);
  expect(status).toBe(422);
});

test('a body at the bounds passes', () => {
  const deepest: unknown = JSON.parse(nested(JSON_BOUNDS.depth));
  expect(boundsFaults(deepest)).toEqual([]);
  expect(boundsFaults(Array.from({ length: JSON_BOUNDS.values - 1 }, () => 0))).toEqual([]);
  expect(boundsFaults({ ['k'.repeat(JSON_BOUNDS.keyLength)]: 'a'.repeat(200_000) })).toEqual([]);
});

test('every fault is named, up to 20', () => {
  const named: unknown = JSON.parse('[{"__proto__":1},{"constructor":{}},{"fine":1}]');
  expect(boundsFaults(named).map(({ pointer }) => pointer)).toEqual([
    '/0/__proto__',
    '/1/constructor',
  ]);
  const many: unknown = JSON.parse(`[${'{"__proto__":1},'.repeat(100)}1]`);
  expect(boundsFaults(many)).toHaveLength(20);
});
