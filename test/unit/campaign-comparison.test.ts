/** The campaign's comparison of modules by hand and through Slipway notices every kind of difference. */
import { expect, test } from 'vitest';
import { expectSame } from '../campaign/deployments/compare.ts';
import { readState, type Outcome } from '../campaign/deployments/outcome.ts';
import { randomValues } from '../campaign/deployments/random-values.ts';

const DIRECTORY = '/tmp/shared/module-1';
const OTHER_DIRECTORY = '/tmp/shared/module-2';

function stateOf(id: string, directory: string): string {
  const resource = (name: string, attributes: object, more: object = {}) => ({
    mode: 'managed',
    type: 'terraform_data',
    name,
    provider: 'provider["terraform.io/builtin/terraform"]',
    instances: [{ schema_version: 0, attributes, ...more }],
  });
  const dependencies = ['terraform_data.one'];
  return JSON.stringify({
    version: 4,
    serial: 3,
    lineage: id,
    outputs: { file: { value: `${directory}/${id}`, type: 'string' } },
    resources: [
      resource('one', { id, input: 'same' }),
      resource('two', { id: `${id}-two`, input: id }, { dependencies }),
    ],
  });
}

/** What a step led to whose provider has chosen this id. */
function outcomeOf(id: string, directory: string, more: Partial<Outcome> = {}): Outcome {
  const state = readState(stateOf(id, directory));
  const random = randomValues(directory);
  random.learn(state);
  return random.replaceIn({
    end: 'succeeded',
    errors: [],
    actions: { 'terraform_data/one': 'create' },
    changes: {
      resources: { 'terraform_data.one': { input: 'none -> "same"' } },
      outputs: ['file'],
    },
    outputs: { file: `${directory}/${id}`, list: ['a'] },
    withheld: ['password'],
    state,
    files: { one: id },
    ...more,
  });
}

const byHand = outcomeOf('first-random-id', DIRECTORY);
const outputs = { file: `${OTHER_DIRECTORY}/second-random-id`, list: '["a"]' };
const ours = (more: Partial<Outcome> = {}) =>
  outcomeOf('second-random-id', OTHER_DIRECTORY, { outputs, ...more });
const compare = (left: Outcome, right: Outcome, isStruck = false) =>
  expectSame(left, right, { title: 'step 1', isStruck });

test('values that differ from run to run make no difference', () => {
  expect(() => compare(byHand, ours())).not.toThrow();
});

const changed = (from: string, to: string): Partial<Outcome> => ({
  state: readState(stateOf('second-random-id', OTHER_DIRECTORY).replace(from, to)),
});

test.each<[string, Partial<Outcome>]>([
  ['the end', { end: 'failed', errors: ['It failed.'] }],
  ['an action', { actions: { 'terraform_data/one': 'replace' } }],
  ['a changed attribute', { changes: { resources: {}, outputs: ['file'] } }],
  ['an output', { outputs: { ...outputs, list: '["b"]' } }],
  ['a missing output', { outputs: { file: outputs.file } }],
  ['a withheld output', { withheld: [] }],
  ['a missing state', { state: undefined }],
  ['an attribute', changed('"same"', '"other"')],
  ['a dependency', changed('["terraform_data.one"]', '[]')],
  ['a type', changed('"terraform_data"', '"null_resource"')],
  ['a file', { files: {} }],
])('a difference of %s is noticed', (_what, more) => {
  expect(() => compare(byHand, ours(more))).toThrow('deeply equal');
});

test('an error has to say what it says by hand', () => {
  const failed = (error: string): Partial<Outcome> => ({ end: 'failed', errors: [error] });
  const left = outcomeOf('first-random-id', DIRECTORY, failed('Summary\nA detail\nof two lines.'));
  const said = 'terraform_data.it: Summary (main.tf:1). A detail of two lines.';
  expect(() => compare(left, ours(failed(said)))).not.toThrow();
  expect(() => compare(left, ours(failed('Summary')))).toThrow('deeply equal');
});

test('after a kill the plan may be another one, and nothing else', () => {
  expect(() => compare(byHand, ours({ actions: {} }), true)).not.toThrow();
  expect(() => compare(byHand, ours({ files: {} }), true)).toThrow('deeply equal');
});
