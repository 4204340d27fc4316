import { describe, expect, test } from 'vitest';
import { mergePatch, patchValues } from '../../contract/resources/merge-patch.ts';

/** RFC 7396, appendix A: target, patch, result. */
const EXAMPLES: [string, string, string][] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

/** As JSON.parse makes it, `__proto__` is a key like any other. */
const parsed = (text: string): unknown => JSON.parse(text);

describe('merge patch', () => {
  test.each(EXAMPLES)('%s with %s is %s', (target, patch, result) => {
    expect(mergePatch(parsed(target), parsed(patch))).toEqual(parsed(result));
  });

  test('changes neither the target nor the patch', () => {
    const [target, patch] = [
      { a: { b: 1 }, c: [1] },
      { a: { b: null, d: 2 }, c: [2] },
    ];
    const [before, wanted] = [structuredClone(target), structuredClone(patch)];
    expect(mergePatch(target, patch)).toEqual({ a: { d: 2 }, c: [2] });
    expect([target, patch]).toEqual([before, wanted]);
  });

  test('a key named __proto__ is a key', () => {
    const patch = parsed('{"__proto__":{"polluted":true},"constructor":{"a":1}}');
    const merged = mergePatch({}, patch);
    expect(JSON.stringify(merged)).toBe(JSON.stringify(patch));
    expect(merged).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });
});

test('values that belong to the client are replaced as a whole, and null inside of them stays', () => {
  const before = { size: { min: 1, max: 3 }, zones: ['a'], old: 'x', same: null };
  const patch = { size: { max: null }, zones: { a: { b: null } }, old: null };
  expect(patchValues<unknown>(before, patch)).toEqual({
    size: { max: null },
    zones: { a: { b: null } },
    same: null,
  });
  expect(patchValues<unknown>(before)).toEqual(before);
});
