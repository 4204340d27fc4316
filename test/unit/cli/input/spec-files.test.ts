/** What `-f` accepts, and where it says that something is wrong. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseValues } from '../../../../cli/input/flags.ts';
import { requestOf } from '../../../../cli/input/read-only-fields.ts';
import { readSpec } from '../../../../cli/input/read-spec.ts';
import { findModule } from '../../../../cli/module/find-module.ts';
import { packModule } from '../../../../cli/module/pack-module.ts';
import { RESOURCE_SCHEMAS } from '../../../../contract/resources/schemas.ts';
import { RESOURCE_TYPES } from '../../../../contract/vocabulary.ts';
import { createIo } from '../../../support/cli/recorded-io.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'slipway-spec-'));
afterAll(() => rmSync(directory, { recursive: true }));

const file = path.join(directory, 'cluster.yaml');
async function read(content: string | Buffer) {
  writeFileSync(file, content);
  return (await readSpec(createIo().io, file, {})).spec;
}

test.each<[string, string, unknown]>([
  ['a number as name', 'name: 123', { name: '123' }],
  ['the text of numbers', 'kubernetesVersion: 1.30', { kubernetesVersion: '1.30' }],
  ['the same in JSON', '{"kubernetesVersion": 1.30}', { kubernetesVersion: '1.30' }],
  ['leading zeros', 'accountId: 012345678901', { accountId: '012345678901' }],
  ['numbers as tags', 'tags: {cost: 0042, 1.30: x}', { tags: { cost: '0042', '1.30': 'x' } }],
  [
    'numbers as labels',
    'nodeGroups: [{name: 1, labels: {tier: 1.0}, minSize: 1}]',
    { nodeGroups: [{ name: '1', labels: { tier: '1.0' }, minSize: 1 }] },
  ],
  [
    'numbers as variables',
    'variables: {n: 1.30, big: "9007199254740993"}',
    { variables: { n: 1.3, big: '9007199254740993' } },
  ],
  ['an alias', 'tags: {a: &v 1.30, b: *v}', { tags: { a: '1.30', b: '1.30' } }],
  [
    'merge keys',
    'nodeGroups:\n- &a {name: a, minSize: 1, maxSize: 4}\n- <<: *a\n  name: b\n  maxSize: 5',
    {
      nodeGroups: [
        { name: 'a', minSize: 1, maxSize: 4 },
        { name: 'b', minSize: 1, maxSize: 5 },
      ],
    },
  ],
  [
    'a list of merge keys',
    'tags: {<<: [{a: "1"}, {a: "2", b: "2"}]}',
    { tags: { a: '1', b: '2' } },
  ],
  ['known tags', 'name: !!str 12', { name: '12' }],
  ['empty documents', '---\n# nothing\n---\nname: demo\n---\n...\n', { name: 'demo' }],
  ['a byte order mark', '\ufeffname: demo', { name: 'demo' }],
  ['a patch', 'displayName: null\ntags: {a: null}', { displayName: null, tags: { a: null } }],
  ['JSON with tabs', '{\n\t"name":\t"demo"\n}', { name: 'demo' }],
])('accepts %s', async (_name, content, spec) => {
  expect(await read(content)).toEqual(spec);
});

const REFUSED: [string, string][] = [
  ['name: true', 'line 1, column 7: true is no text. Write it in quotes.'],
  ['tags:\n  on: yes\n  x: False', 'line 3, column 6: False is no text'],
  ['name: a\n---\nname: b', 'line 3, column 1: another document begins'],
  ['name: a\n...\n---\n[b', 'line 4'],
  ['tags:\n  key: !vault secret', 'line 2, column 15: the tag !vault is unknown'],
  ['tags: !!set {a}', 'the tag !!set is unknown'],
  ['name: !!binary aGk=', 'the tag !!binary is unknown'],
  ['tags: !ref\n- a', 'the tag !ref is unknown'],
  ['name: *nope', 'line 1, column 7: *nope was not defined'],
  ['tags: {<<: 5}', 'Merge sources must be maps'],
  ['name: a\nname: b', 'line 2, column 1: Map keys must be unique'],
  ['tags: {1: a, "1": b}', 'Map keys must be unique'],
  ['tags: {? [a] : b}', 'column 10: a name must be text'],
  ['tags: {~: b}', 'column 8: a name is missing'],
  ['name: "a\n', 'line 2, column 1: Missing closing "quote'],
  ['variables: {n: 9007199254740993}', 'column 16: the number 9007199254740993 cannot be kept'],
  ['variables: {n: [.inf]}', 'column 17: the number .inf cannot be kept'],
  ['variables: {n: 3.14159265358979323846}', 'cannot be kept exactly. Write it in quotes.'],
  [String.raw`name: "a\ud800"`, 'column 7: the text has half of a surrogate pair'],
  [String.raw`tags: {"\u0000": b}`, 'column 8: the text has the control character U+0000'],
  ['name: a\ndisplayName: x\u0007', 'has the control character U+0007 at line 2, column 15.'],
  ['', 'must contain one object'],
  ['# nothing', 'must contain one object'],
  ['- a', 'must contain one object'],
  ['['.repeat(20_000), 'nested too deeply'],
  [
    `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(10)}]\nc: &c [${'*b,'.repeat(10)}]\nd: [${'*c,'.repeat(10)}]`,
    'Excessive alias count',
  ],
];
test.each(REFUSED.map(([content, said]) => [content.slice(0, 60), content, said]))(
  'refuses %j',
  async (_start, content, said) => {
    const reading = read(content);
    await expect(reading).rejects.toMatchObject({ name: 'UsageError' });
    await expect(reading).rejects.toThrow(file);
    await expect(reading).rejects.toThrow(said);
  },
);

const UTF16 = Buffer.from('name: demo', 'utf16le');
test.each([
  ['UTF-16 with a mark', Buffer.concat([Buffer.from('fffe', 'hex'), UTF16]), 'is in UTF-16.'],
  ['UTF-16 without a mark', UTF16, 'is in UTF-16.'],
  ['UTF-16, big endian', Buffer.from(UTF16).swap16(), 'is in UTF-16.'],
  ['UTF-32', Buffer.from('00006e00', 'hex').swap16().swap32(), 'is in UTF-32.'],
  [
    'Latin-1',
    Buffer.from('name: a\ntags: {t: Zürich}', 'latin1'),
    'line 2, column 12 is the byte 0xFC',
  ],
  [
    'half of a surrogate pair',
    Buffer.concat([Buffer.from('a: \ufffd'), Buffer.from('eda080', 'hex')]),
    'the byte 0xED',
  ],
  [
    'a character that breaks off',
    Buffer.from('a: \ufffd🚀').subarray(0, -1),
    'column 5 is the byte 0xF0',
  ],
])('refuses %s', async (_name, content, said) => {
  await expect(read(content)).rejects.toThrow(said);
});

test('a replacement character that stands in the file is kept', async () => {
  expect(await read('displayName: "\ufffd"')).toEqual({ displayName: '\ufffd' });
});

test.each([
  ['Latin-1', Buffer.from('# Zürich', 'latin1'), 'main.tf is not UTF-8: at line 1, column 4'],
  ['NUL', 'a\n\0', 'main.tf has the control character U+0000 at line 2, column 1.'],
])('refuses a module file with %s', async (_name, content, said) => {
  const module = mkdtempSync(path.join(directory, 'module-'));
  writeFileSync(path.join(module, 'main.tf'), content);
  const archive = packModule(module, findModule(module).files);
  await expect(archive).rejects.toThrow(said);
});

test('refuses numbers in --var that JSON would change', () => {
  const parse = (text: string) => parseValues('var', [`n=${text}`]);
  expect(parse('{"1e999": ["9007199254740993", 1.50, -0]}')).toEqual({
    n: { '1e999': ['9007199254740993', 1.5, -0] },
  });
  expect(() => parse('[9007199254740993]')).toThrow('has the number 9007199254740993');
});

const SHOWN = {
  id: 'demo',
  uid: '01M85ZVC0FWGZ5V2BRCVY6G1ZY',
  organizationId: 'local',
  name: 'demo',
  provider: 'simulated',
  region: 'sim-central-1',
  networkId: 'base',
  status: 'active',
  outputs: { endpoint: 'https://x' },
  operationId: '01M85ZVC0FWGZ5V2BRCVY6G1ZY',
  createdAt: '2026-11-24T05:18:00.000Z',
  updatedAt: '2026-11-24T05:18:00.000Z',
  externalStatus: 'ACTIVE',
};

async function readShown(shown: object) {
  const { io, stderr } = createIo({ input: JSON.stringify(shown) });
  return { spec: (await readSpec(io, '-', {})).spec, stderr: stderr() };
}

test('what `get` shows is a spec again, without what the service sets', async () => {
  const spec = { kubernetesVersion: '1.30', nodeGroups: [{ name: 'default' }] };
  expect(await readShown({ ...SHOWN, spec })).toEqual({
    spec: {
      name: 'demo',
      provider: 'simulated',
      region: 'sim-central-1',
      networkId: 'base',
      ...spec,
    },
    stderr:
      'Left out from the file, because the service sets them: id, uid, organizationId, status, outputs, operationId, createdAt, updatedAt, externalStatus.\n',
  });
});

test('unknown fields stay for the service to refuse', async () => {
  expect((await readShown({ ...SHOWN, colour: 'red', spec: {} })).spec).toHaveProperty('colour');
});

test.each(RESOURCE_TYPES)(
  '%s: every field of an answer is left out, or belongs to a request',
  (type) => {
    const { record: answer, createRequest: request } = RESOURCE_SCHEMAS[type];
    const named = (fields: object) =>
      Object.fromEntries(Object.keys(fields).map((key) => [key, '']));
    const { spec } = requestOf({ ...named(answer.shape), spec: named(answer.shape.spec.shape) });
    const { externalId: _refused, ...accepted } = named(request.shape);
    expect(Object.keys(accepted)).toEqual(expect.arrayContaining(Object.keys(spec)));
  },
);

test('the source of a deployment has no text, and its external id belongs to a connection', async () => {
  const source = { sha256: 'f'.repeat(64), files: ['main.tf'] };
  const { spec, stderr } = await readShown({
    ...SHOWN,
    spec: { source, externalId: 'x', confirm: 'auto' },
  });
  expect(spec).not.toHaveProperty('source');
  expect(spec).not.toHaveProperty('externalId');
  expect(stderr).toContain('spec.source, spec.externalId');
  const files = { 'main.tf': '' };
  expect((await readShown({ ...SHOWN, spec: { source: { files } } })).spec).toMatchObject({
    source: { files },
  });
});
