/** The files that give an engine the values of variables, and values that no variable takes. */
import { describe, expect, test } from 'vitest';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { declaredVariables } from '../../deployments/lint/variables.ts';
import { variableFiles } from '../../deployments/variables.ts';
import { checkModule } from '../../operations/kinds/source/files.ts';

const FILES = {
  'main.tf': `
    variable "plain" {}
    variable "text" { type = string } // a comment
    variable "count" {
      type    = number # of servers
      default = 2
    }
    variable "list" { type = list(string) }
    variable "any" { type = any }
    variable "changed" { type = string }
  `,
  'more.tf.json': '{"variable":{"json":{"type":"map(string)"},"untyped":{}}}',
  'z_override.tf': 'variable "changed" { type = object({ a = string }) }\nvariable "text" {}',
  'modules/a/main.tf': 'variable "inner" {}',
  'notes.txt': 'variable "none" {}',
};

test('the root module declares its variables, and their types say how a text is read', () => {
  const declared = [...declaredVariables(FILES)].map(([name, { isStructured }]) => [
    name,
    isStructured,
  ]);
  expect(Object.fromEntries(declared)).toEqual({
    plain: false,
    text: false,
    count: false,
    list: true,
    any: true,
    changed: true,
    json: true,
    untyped: false,
  });
});

test('the root module is in the working directory', () => {
  const files = { 'main.tf': 'variable "a" {}', 'envs/prod/main.tf': 'variable "b" {}' };
  expect([...declaredVariables(files).keys()]).toEqual(['a']);
  expect([...declaredVariables(files, 'envs/prod').keys()]).toEqual(['b']);
});

test('values are JSON, also texts that look like templates; expressions stay expressions', () => {
  const { values, expressions } = variableFiles({
    files: FILES,
    variables: { plain: { a: null, b: '${x}' }, count: 1.5, both: 'old' },
    secrets: {
      text: '${not.a.template} "quoted"\nand more',
      list: '["a", 12345678901234567890]',
      changed: '{ a = "hcl" }',
      untyped: '{"a":1}',
      both: 'new',
    },
  });
  expect(values).toContain('"list":["a", 12345678901234567890]');
  expect(JSON.parse(values)).toEqual({
    plain: { a: null, b: '${x}' },
    count: 1.5,
    text: '${not.a.template} "quoted"\nand more',
    list: ['a', expect.any(Number)],
    untyped: '{"a":1}',
    both: 'new',
  });
  expect(expressions).toBe('changed = { a = "hcl" }\n');
});

describe('a value for a variable that the module does not declare', () => {
  const rules = { allowLocalExec: true, allowedBackends: [] };
  function faultsOf(values: Parameters<typeof checkModule>[2], files = FILES): unknown {
    try {
      checkModule({ files }, rules, values);
    } catch (error) {
      if (error instanceof RequestError) return error.faults;
      throw error;
    }
    return [];
  }

  test('is refused with its place and the names that exist', () => {
    const known = 'any, changed, count, json, list, plain, text, untyped';
    const detail = `is not a variable of the module, which declares ${known}`;
    expect(faultsOf({ variables: { palin: 1, plain: 2 }, secrets: { inner: 'x' } })).toEqual([
      { pointer: '/variables/palin', detail },
      { pointer: '/secrets/inner', detail },
    ]);
    expect(faultsOf({ variables: { json: {} }, secrets: { text: 'x' } })).toEqual([]);
  });
});
