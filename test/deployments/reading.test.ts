/** Parsing the engine's output: plans, lines, diagnostics, outputs; and the configuration written for it. */
import { describe, expect, test } from 'vitest';
import { URN_PATTERN, nodeUrn } from '../../contract/ids.ts';
import { engineError } from '../../deployments/engine/diagnostics.ts';
import { engineConfig } from '../../deployments/engine/config.ts';
import { parseLine, type Diagnostic } from '../../deployments/engine/messages.ts';
import { outputsOf, parseOutputs } from '../../deployments/engine/outputs.ts';
import { readPlan } from '../../deployments/plan/plan.ts';
import { addressMask, redactor } from '../../deployments/engine/redaction.ts';
import { nameOf } from '../../deployments/plan/resource-name.ts';
import { planJson, planned, readPlain } from '../support/deployments/plan-json.ts';

const owner = { organizationId: 'local', resourceType: 'deployment', resourceId: 'demo' } as const;
const same = (text: string) => text;

describe('the name of a resource', () => {
  test.each([
    ['random_id.a', 'random_id', 'a'],
    ['random_id.a[0]', 'random_id', 'a.0'],
    ['random_id.a["x"]', 'random_id', 'a.x'],
    ['module.m[1].random_id.a', 'random_id', 'module.m.1.a'],
    ['data.http.x', 'http', 'data.x'],
  ])('of %s is %s/%s', (address, type, name) => {
    expect(nameOf(address, type)).toEqual({ type, name });
  });

  test.each(['a["eu west"]', 'a["0"]', 'a["ü"]', `a["${'x'.repeat(300)}"]`])(
    'of random_id.%s fits into a URN',
    (rest) => {
      const { type, name } = nameOf(`random_id.${rest}`, 'random_id');
      expect(nodeUrn(owner, type, name)).toMatch(URN_PATTERN);
      expect(name.length).toBeLessThanOrEqual(128);
    },
  );

  test('is unique', () => {
    const names = ['a[0]', 'a["0"]', 'a["x y"]', 'a["x-y"]', 'a["x_y"]'].map(
      (rest) => nameOf(`random_id.${rest}`, 'random_id').name,
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

test('a plan has the operations, and the local-exec provisioners of nested modules', () => {
  const change = (address: string, actions: string[]) => ({
    address,
    mode: 'managed',
    type: 'random_id',
    change: { actions },
  });
  const plan = readPlain(
    JSON.stringify({
      resource_changes: [
        change('random_id.a', ['create']),
        change('random_id.b', ['delete', 'create']),
        change('random_id.c', ['no-op']),
        change('random_id.d', ['read']),
        { ...change('random_id.a', ['delete']), deposed: 'abc' },
      ],
      output_changes: { x: { actions: ['no-op'] } },
      configuration: {
        root_module: {
          module_calls: {
            one: {
              module: {
                module_calls: {
                  two: {
                    module: {
                      resources: [
                        { address: 'null_resource.z', provisioners: [{ type: 'local-exec' }] },
                      ],
                    },
                  },
                },
              },
            },
          },
        },
      },
    }),
  );
  expect(plan.resources.map(({ name, operation }) => [name, operation])).toEqual([
    ['a', 'create'],
    ['b', 'replace'],
    ['c', 'same'],
    ['d', 'read'],
    ['a.deposed.abc', 'delete'],
  ]);
  expect(plan.outputs).toEqual([]);
  expect(plan.declared).toEqual([
    { address: 'module.one.module.two.null_resource.z', runsPrograms: true },
  ]);
});

test('moves, imports and what is forgotten are changes', () => {
  const { resources, outputs } = readPlain(
    planJson(
      [
        planned('random_id.a', { actions: ['no-op'], previousAddress: 'random_id.z' }),
        planned('random_id.b', { actions: ['no-op'], importing: { id: 'x' } }),
        planned('random_id.c', { actions: ['forget'], after: null }),
        planned('random_id.d', { actions: ['update'], previousAddress: 'random_id.y' }),
        planned('random_id.e', { actions: ['update'], importing: {} }),
        planned('random_id.f', { actions: ['forget', 'create'] }),
        planned('random_id.g', { actions: ['no-op'] }),
      ],
      {
        made: { actions: ['create'], after: 1 },
        kept: { actions: ['no-op'], after: 1 },
        later: { actions: ['update'], after_unknown: true },
      },
    ),
  );
  expect(
    resources.map(({ name, operation, movedFrom, imported }) => [
      name,
      operation,
      movedFrom ?? imported,
    ]),
  ).toEqual([
    ['a', 'move', 'random_id.z'],
    ['b', 'import', true],
    ['c', 'forget', undefined],
    ['d', 'update', 'random_id.y'],
    ['e', 'update', true],
    ['f', 'replace', undefined],
    ['g', 'same', undefined],
  ]);
  expect(outputs).toEqual(['made', 'later']);
});

test('other lines are ignored', () => {
  expect(parseLine('no JSON')).toBeUndefined();
  expect(parseLine('{"type":"version","terraform":"1.12.6"}')).toBeUndefined();
  expect(
    parseLine(
      '{"@timestamp":"2026-01-01T00:00:00.000000Z","type":"apply_complete","hook":{"resource":{"addr":"a.b"},"action":"create","elapsed_seconds":1}}',
    ),
  ).toEqual({
    kind: 'resource',
    event: { address: 'a.b', state: 'completed', action: 'create', at: Date.UTC(2026, 0, 1) },
  });
});

describe('the error of an engine', () => {
  const diagnostic = (summary: string, detail = '', address?: string): Diagnostic => ({
    severity: 'error',
    summary,
    detail,
    ...(address !== undefined && { address }),
  });
  const options = {
    redact: same,
    maskAddress: same,
    otherwise: 'engine_failed',
    detail: '',
  } as const;

  test.each([
    ['Error acquiring the state lock', '', 'state_locked', 'conflict'],
    ['creating VPC', 'api error VpcLimitExceeded: too many', 'quota_exceeded', 'quota'],
    ['creating VPC', 'api error UnauthorizedOperation', 'permission_denied', 'permission'],
    ['No valid credential sources found', '', 'credentials_rejected', 'authentication'],
    ['reading VPC', 'api error ThrottlingException', 'throttled', 'throttling'],
    ['Something else', '', 'resource_failed', 'provider'],
  ])('%s %s is %s', (summary, detail, code, errorType) => {
    const error = engineError([diagnostic(summary, detail, 'aws_vpc.main')], options);
    expect(error.details).toMatchObject({ code, errorType });
    expect(error.address).toBe('aws_vpc.main');
    expect(error.message).toMatch(/^aws_vpc\.main: /);
  });

  test('names the failed resource and the other errors, and fits the maximum message length', () => {
    const error = engineError(
      [
        diagnostic('It follows'),
        diagnostic('It began', 'x'.repeat(5000), 'a.b'),
        { ...diagnostic('Only a warning'), severity: 'warning' },
      ],
      options,
    );
    expect(error.message.length).toBeLessThanOrEqual(1024);
    expect(error.message).toMatch(/^a\.b: It began\. x+… And 1 more: It follows\.$/);
  });

  test('contains no secret', () => {
    const redact = redactor(['s3cr3t"x']);
    const error = engineError([diagnostic('Bad password s3cr3t"x', 's3cr3t\\"x')], {
      ...options,
      redact,
    });
    expect(error.message).toBe('Bad password [redacted]. [redacted]');
  });
});

test('a secret is redacted in every likely encoding', () => {
  const redact = redactor(['top secret&', 'line one\nline two']);
  const forms = [
    'top secret&',
    'top%20secret%26',
    Buffer.from('top secret&').toString('base64'),
    Buffer.from('top secret&').toString('hex'),
    'line one',
    '  line two',
  ];
  for (const form of forms) expect(redact(`<${form}>`)).toMatch(/^<\s*\[redacted\]=*>$/);
});

test('the parts of a structured secret are redacted, and its settings are not', () => {
  const redact = redactor([
    JSON.stringify({
      type: 'service_account',
      project_id: 'public-project',
      private_key: '-----BEGIN-----\nline-of-key\n-----END-----\n',
      nested: [{ pin: 12345678, port: 5432, tls: true, region: 'eu' }],
    }),
    '{ user = "hcl-user", password = "hcl\\"password", list = ["hcl-item"] }',
    'export TOKEN="env-token"\nhost: yaml-host\n',
    'postgres://web:url%2Fpassword@db.example/web',
  ]);
  const hidden = [
    'line-of-key',
    '12345678',
    'hcl-user',
    'hcl"password',
    'hcl-item',
    'env-token',
    'yaml-host',
    'url%2Fpassword',
    'url/password',
  ];
  for (const part of hidden) expect(redact(`<${part}>`)).toBe('<[redacted]>');
  const shown = 'service_account public-project 5432 true eu password TOKEN db.example';
  expect(redact(shown)).toBe(shown);
});

describe('a secret in the key of a resource', () => {
  const redact = redactor(['hunter2', 'sesame"${x}']);
  const mask = addressMask(redact, Buffer.from('key'));
  const address = (key: string) => `module.m["eu"].random_id.each[${JSON.stringify(key)}]`;

  test('is masked alike in the plan, in messages and in errors', () => {
    const masked = mask(address('db-hunter2'));
    expect(masked).toMatch(/^module\.m\["eu"\]\.random_id\.each\["db-redacted-[0-9a-f]{8}"\]$/);
    expect(mask(masked)).toBe(masked);
    const plan = {
      resource_changes: [
        {
          address: address('db-hunter2'),
          mode: 'managed',
          type: 'random_id',
          change: { actions: ['create'] },
        },
      ],
      configuration: { root_module: {} },
    };
    const [resource] = readPlan(JSON.stringify(plan), mask).resources;
    expect(resource).toEqual({
      address: masked,
      ...nameOf(masked, 'random_id'),
      operation: 'create',
    });
    const error = engineError(
      [
        {
          severity: 'error',
          summary: 'Failed',
          detail: 'db-hunter2',
          address: address('db-hunter2'),
        },
      ],
      { redact, maskAddress: mask, otherwise: 'engine_failed', detail: '' },
    );
    expect(error.address).toBe(masked);
    expect(error.message).toBe(`${masked}: Failed. db-[redacted]`);
  });

  test('leaves different keys different, and others as they are', () => {
    const masked = ['hunter2-a', 'hunter2-b', 'b-hunter2'].map((key) => mask(address(key)));
    expect(new Set(masked).size).toBe(3);
    expect(mask(address('plain'))).toBe(address('plain'));
    expect(mask('random_id.each["sesame\\"$${x}"]')).toMatch(/\["redacted-[0-9a-f]{8}"\]$/);
    // Without the key, the tag does not tell what was masked.
    const other = addressMask(redact, Buffer.from('other'));
    expect(other(address('hunter2'))).not.toBe(mask(address('hunter2')));
  });
});

test('an output with a secret in it is withheld, in whatever form the secret is, and never mangled', () => {
  const redact = redactor(['hunter2', '{"user":"admin-user"}']);
  const output = (value: unknown) => ({ sensitive: false, value });
  const text = JSON.stringify({
    plain: output('with hunter2'),
    member: output({ hunter2: 1 }),
    part: output(['admin-user']),
    encoded: output(Buffer.from('hunter2').toString('base64')),
    fine: output('[redacted]'),
  });
  expect(outputsOf(parseOutputs(text), redact, () => true)).toEqual({
    values: { fine: '[redacted]' },
    withheld: ['plain', 'member', 'part', 'encoded'],
  });
});

test('outputs that are sensitive or too large are withheld, and all of them if a setting says so', () => {
  const text = JSON.stringify({
    a: { sensitive: false, value: 'x' },
    b: { sensitive: true, value: 'y' },
    c: { sensitive: false, value: { d: [1] } },
    e: { sensitive: false, value: 'z'.repeat(5000) },
  });
  expect(outputsOf(parseOutputs(text), same, () => true)).toEqual({
    values: { a: 'x', c: '{"d":[1]}' },
    withheld: ['b', 'e'],
  });
  expect(outputsOf(parseOutputs(text), same, () => false)).toEqual({
    values: {},
    withheld: ['a', 'b', 'c', 'e'],
  });
});

test('numbers of outputs keep every digit', () => {
  const text = `{
    "whole": { "sensitive": false, "value": 9007199254740993 },
    "list": { "sensitive": false, "value": [0.12345678901234567891, { "n": -1e400 }] }
  }`;
  expect(outputsOf(parseOutputs(text), same, () => true).values).toEqual({
    whole: '9007199254740993',
    list: '[0.12345678901234567891,{"n":-1e400}]',
  });
});

test('a provider that is not allowed has no source in the configuration', async () => {
  const config = await engineConfig({ mirror: '/nowhere' }, ['hashicorp/aws']);
  expect(config).not.toContain('filesystem_mirror');
  expect(config).toContain('"registry.opentofu.org/hashicorp/aws"');
  expect(await engineConfig({ mirror: '/nowhere' }, [])).toContain('provider_installation {\n}');
});
