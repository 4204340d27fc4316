/** Bodies that are small, and would cost the service much more than their sender. */
import { expect, test } from 'vitest';
import { lostValues } from '../../api/guards/lost-values.ts';
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

test.each(['9007199254740993', '-12345678901234567890', '0.12345678901234567891', '1e400'])(
  'the number %s, which would be rounded, is refused with its place',
  async (number) => {
    const { status, problem } = await send(deployment(`{"deep":[0,"${number}",${number}]}`));
    expect(status).toBe(422);
    expect(problem.errors).toEqual([
      {
        pointer: '/variables/a/deep/2',
        detail: `is the number ${number}, which cannot be kept exactly; write it in quotes`,
      },
    ]);
  },
);

test('a name that an object has twice is refused with its place', async () => {
  const { status, problem } = await send(deployment('{"deep":[{"n":1,"n":2}],"same":1,"same":1}'));
  expect(status).toBe(422);
  expect(problem.errors).toEqual([
    {
      pointer: '/variables/a/deep/0/n',
      detail: 'is given twice, with different values; remove one',
    },
  ]);
});

test('numbers that JavaScript keeps pass, in every form', () => {
  expect(lostValues('[9007199254740991,1.0,1.50,1e3,0.1,-0,5e-324,"9007199254740993"]')).toEqual(
    [],
  );
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

test.each([
  ['/clusters', 256],
  ['/deployments', 1_024],
  ['/deployments/web', 1_024],
])('%s accepts bodies of %d KiB, and the answer to a larger one says so', async (path, kib) => {
  const method = path === '/deployments/web' ? 'PATCH' : 'POST';
  const body = (bytes: number) => `{"unknown":"${'x'.repeat(bytes)}"}`;
  expect((await send(body(kib * 1_024 - 20), method, path)).status).toBe(422);
  const { status, problem } = await send(body(kib * 1_024), method, path);
  expect(status).toBe(413);
  expect(problem.detail).toContain(`the limit of ${kib} KiB for this path`);
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

const escaped = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;

test.each([0x00, 0x07, 0x0b, 0x1b, 0x7f, 0x85])(
  'the control character %d is refused with its place, in a value and in a name',
  async (code) => {
    const text = `"a${escaped(code)}b"`;
    const detail = `has the control character U+${code.toString(16).padStart(4, '0').toUpperCase()}`;
    expect((await send(deployment(text))).problem.errors).toEqual([
      { pointer: '/variables/a', detail },
    ]);
    expect((await send(deployment(`{${text}:1}`))).problem.errors).toEqual([
      { pointer: '/variables/a/\ufffd', detail },
    ]);
  },
);

test.each(['\\ud800', 'a\\udc00', '\\ud83d\\ud83d\\ude00'])(
  'half of a surrogate pair in %s is refused with its place',
  async (text) => {
    const { status, problem } = await send(
      `{"name":"web","displayName":"${text}"}`,
      'POST',
      '/clusters',
    );
    expect(status).toBe(422);
    expect(problem.errors).toContainEqual({
      pointer: '/displayName',
      detail: 'has half of a surrogate pair, which is no character',
    });
  },
);

test('text of every language, emoji, tabs and newlines pass', () => {
  expect(boundsFaults({ Grüße: 'こんにちは 👩‍🚀\tשלום\r\n\ufffd' })).toEqual([]);
});

test.each([
  [Buffer.from('{"name":"web\xff"}', 'latin1'), 12],
  [Buffer.concat([Buffer.from('{"name":"ü\ufffd'), Buffer.from([0xc3, 0x28])]), 14],
  [Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 1],
])('a body that is not UTF-8 is refused with the position of the wrong byte', async (body, at) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await api.send('POST', '/clusters', { body, headers });
  const problem = parseExactly(problemSchema, answer.body);
  expect({ status: answer.status, code: problem.code }).toEqual({
    status: 400,
    code: 'malformed_json',
  });
  expect(problem.detail).toContain(`the byte at ${at} is wrong`);
});

test.each([
  ['DELETE', '/clusters/demo'],
  ['POST', '/operations/01ARZ3NDEKTSV4RRFFQ69G5FAV/cancel'],
  ['POST', '/clusters'],
])('%s %s without a body is the same in chunks and with another content type', async (...to) => {
  const plain = await api.send(...to);
  expect(plain.status).not.toBe(415);
  const types: [Record<string, string>, number][] = [
    [{}, 415],
    [{ 'content-type': 'text/plain' }, 415],
    [{ 'content-type': 'application/json' }, 400],
  ];
  for (const [type, statusOfText] of types) {
    const headers = { 'transfer-encoding': 'chunked', ...type };
    const { status } = await api.send(...to, { headers });
    const withText = await api.send(...to, { headers, body: 'text' });
    expect({ type, status, withText: withText.status }).toEqual({
      type,
      status: plain.status,
      withText: statusOfText,
    });
  }
});
