/** A plan is shown attribute by attribute, as JSON and as text, without what is sensitive. */
import { expect, test } from 'vitest';
import { planText } from '../../contract/operations/plan-text.ts';
import { planView } from '../../deployments/plan/plan-view.ts';
import { readPlain } from '../support/deployments/plan-json.ts';
import { redactor } from '../../deployments/engine/redaction.ts';

const SHOWN = {
  redact: (text: string) => text,
  showValues: true,
  isShown: () => true,
  isResourceShown: () => true,
};

interface PlanChange {
  actions: string[];
  before?: unknown;
  after?: unknown;
  after_unknown?: unknown;
  before_sensitive?: unknown;
  after_sensitive?: unknown;
  replace_paths?: unknown[][];
}

function view(
  change: PlanChange,
  display = SHOWN,
  outputs: Record<string, PlanChange> = {},
): ReturnType<typeof planView> {
  const plan = JSON.stringify({
    resource_changes: [{ address: 'aws_x.a', mode: 'managed', type: 'aws_x', change }],
    output_changes: outputs,
    configuration: { root_module: {} },
  });
  // JavaScript would round the number before the engine's text exists.
  return planView(readPlain(plan.replaceAll('"LARGE"', '9007199254740993')), display);
}

const UPDATE: PlanChange = {
  actions: ['delete', 'create'],
  before: {
    id: 'i-1',
    same: [1, 2],
    size: 1,
    tags: { Name: 'old', 'a b': 'x' },
    password: 'p1',
    rules: [{ port: 1 }, { port: 2 }],
    gone: 'x',
    empty: null,
  },
  after: {
    same: [1, 2],
    size: 'LARGE',
    tags: { Name: 'new' },
    password: 'p2',
    rules: [{ port: 1 }, { port: 3 }],
    gone: null,
    empty: null,
  },
  after_unknown: { id: true, rules: [{}, {}] },
  before_sensitive: { password: true, tags: {} },
  after_sensitive: { password: true },
  replace_paths: [['rules', 1, 'port']],
};

test('only the attributes that change are shown', () => {
  const { resources } = view(UPDATE);
  expect(resources[0]?.attributes).toEqual([
    { path: 'id', before: { json: '"i-1"' }, after: { hidden: 'unknown' } },
    { path: 'size', before: { json: '1' }, after: { json: '9007199254740993' } },
    { path: 'tags.Name', before: { json: '"old"' }, after: { json: '"new"' } },
    { path: 'tags["a b"]', before: { json: '"x"' } },
    { path: 'password', before: { hidden: 'sensitive' }, after: { hidden: 'sensitive' } },
    { path: 'rules[1].port', before: { json: '2' }, after: { json: '3' }, replaces: true },
    { path: 'gone', before: { json: '"x"' } },
  ]);
});

test('as text it reads like the plan of the engine', () => {
  expect(planText(view(UPDATE, SHOWN, { url: { actions: ['create'], after: 'x' } }))).toBe(
    [
      '-/+ aws_x.a must be replaced',
      '    ~ id = "i-1" -> (known after apply)',
      '    ~ size = 1 -> 9007199254740993',
      '    ~ tags.Name = "old" -> "new"',
      '    - tags["a b"] = "x"',
      '    ~ password = (sensitive value) -> (sensitive value)',
      '    ~ rules[1].port = 2 -> 3 # forces replacement',
      '    - gone = "x"',
      '',
      'Changes to outputs:',
      '    + url = "x"',
      '',
    ].join('\n'),
  );
  expect(planText(view({ actions: ['no-op'] }))).toBe('No changes.\n');
});

test('known secrets are masked in values, keys and addresses', () => {
  const plan = view(
    { actions: ['create'], before: null, after: { tags: { s3cr3t: 'x s3cr3t y' } } },
    { ...SHOWN, redact: redactor(['s3cr3t']) },
  );
  expect(JSON.stringify(plan)).not.toContain('s3cr3t');
  expect(plan.resources[0]?.attributes).toHaveLength(1);
});

test('a value that is sensitive in a part is hidden where its parts are not shown', () => {
  const change: PlanChange = {
    actions: ['update'],
    before: { config: { key: 'top' } },
    after: { config: ['secret'] },
    before_sensitive: { config: { key: true } },
    after_sensitive: { config: [true] },
  };
  expect(JSON.stringify(view(change))).not.toMatch(/top|secret"/);
});

test('outputs of secrets, and with a setting all values, are hidden', () => {
  const outputs = { url: { actions: ['create'], after: 'x' } };
  const ofSecret = view({ actions: ['no-op'] }, { ...SHOWN, isShown: () => false }, outputs);
  expect(ofSecret.outputs).toEqual([{ path: 'url', after: { hidden: 'sensitive' } }]);
  const ofResource = view(UPDATE, { ...SHOWN, isResourceShown: () => false }, outputs);
  expect(ofResource.outputs).toEqual([{ path: 'url', after: { json: '"x"' } }]);
  expect(JSON.stringify(ofResource.resources)).not.toContain('json');
  const withheld = view(UPDATE, { ...SHOWN, showValues: false }, outputs);
  expect(JSON.stringify(withheld)).not.toContain('json');
});

test('large values and large plans are cut', () => {
  const large = { actions: ['create'], before: null, after: { text: 'x'.repeat(20_000) } };
  expect(view(large).resources[0]?.attributes).toEqual([
    { path: 'text', after: { hidden: 'large' } },
  ]);
  const many = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [`a${i}`, 'y'.repeat(9_000)]),
  );
  const plan = view({ actions: ['create'], before: null, after: many });
  expect(plan).toMatchObject({ truncated: true, resources: [{ attributes: [] }] });
  expect(planText(plan)).toContain('too large');
});
