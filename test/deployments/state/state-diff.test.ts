/** Comparisons of two states, and what they hide. */
import { expect, test } from 'vitest';
import { DIFF_WORDS, planText } from '../../../contract/operations/plan-text.ts';
import { diffStates, objectsLost } from '../../../deployments/state/state-diff.ts';
import {
  readStateContent,
  StateFileError,
  summarizeState,
} from '../../../deployments/state/state-file.ts';
import { stateFile, type StateParts } from '../../support/deployments/state-file.ts';

const content = (parts: Omit<StateParts, 'serial'>) =>
  readStateContent(stateFile({ serial: 1, ...parts }));

const before = content({
  resources: {
    'random_id.same': [{ attributes: { id: 'a' } }],
    'random_id.gone': [{ attributes: { id: 'b' } }],
    'random_id.other': [{ attributes: { id: 'c', byte_length: 4 } }],
    'module.net.random_password.p': [
      {
        index_key: 'tom@example.com',
        attributes: { id: 'none', length: 8, result: 'old secret', tags: { a: '1' } },
        sensitive_attributes: [[{ type: 'get_attr', value: 'result' }]],
      },
    ],
  },
  outputs: { address: { value: 'x', type: 'string' }, kept: { value: 1, type: 'number' } },
});
const after = content({
  resources: {
    'random_id.same': [{ attributes: { id: 'a' } }],
    'random_id.other': [{ attributes: { id: 'd', byte_length: 4 } }],
    'random_id.new': [{ index_key: 0, attributes: { id: 'e' } }],
    'module.net.random_password.p': [
      {
        index_key: 'tom@example.com',
        attributes: { id: 'none', length: 9, result: 'new secret', tags: { a: '2' } },
        sensitive_attributes: [[{ type: 'get_attr', value: 'result' }]],
      },
    ],
  },
  outputs: {
    address: { value: 'y', type: 'string', sensitive: true },
    kept: { value: 1, type: 'number' },
  },
});

test('two states differ in objects, attributes and outputs; sensitive values are hidden', () => {
  const diff = diffStates(before, after, { showValues: true });
  expect(planText(diff, DIFF_WORDS)).toBe(`- random_id.gone was removed
    - id = "b"

-/+ random_id.other is another object
    ~ id = "c" -> "d"

~ module.net.random_password.p["tom@example.com"] has changed
    ~ length = 8 -> 9
    ~ result = (sensitive value) -> (sensitive value)
    ~ tags.a = "1" -> "2"

+ random_id.new[0] was added
    + id = "e"

Changes to outputs:
    ~ address = "x" -> (sensitive value)
`);
});

test('without the right to read states, values and keys are hidden', () => {
  const text = planText(diffStates(before, after, { showValues: false }), DIFF_WORDS);
  expect(text).toContain('module.net.random_password.p["…"] has changed');
  expect(text).toContain('~ tags = (sensitive value) -> (sensitive value)');
  expect(text).not.toMatch(/tom|secret"|"[a-e12xy]"|= \d/);
});

test('numbers keep their digits', () => {
  const state = (text: string) =>
    readStateContent(
      Buffer.from(
        `{"version":4,"serial":1,"lineage":"a","outputs":{"n":{"value":${text},"type":"number"}}}`,
      ),
    );
  const diff = diffStates(state('9007199254740993'), state('9007199254740995'), {
    showValues: true,
  });
  expect(diff.outputs).toEqual([
    { path: 'n', before: { json: '9007199254740993' }, after: { json: '9007199254740995' } },
  ]);
});

test('objects that only one state knows are found', () => {
  expect(objectsLost(before, after)).toEqual(['random_id.gone', 'random_id.other']);
});

test.each([
  ['{', 'is not JSON'],
  ['{"format_version":"1.0"}', 'has no serial and lineage'],
  ['{"version":3,"serial":1,"lineage":"a"}', 'is not in the format version 4'],
])('%s is no state', (text, message) => {
  expect(() => summarizeState(Buffer.from(text))).toThrow(StateFileError);
  expect(() => summarizeState(Buffer.from(text))).toThrow(message);
});

test('an encrypted state is recognised', () => {
  const text =
    '{"serial":7,"lineage":"a","meta":{},"encrypted_data":"x","encryption_version":"v0"}';
  expect(summarizeState(Buffer.from(text))).toMatchObject({ serial: 7, encrypted: true });
});
