/** What remains of a plan after an interruption is compared with what was confirmed. */
import { describe, expect, test } from 'vitest';
import {
  alreadyReplaced,
  patternsOf,
  planDifferences,
} from '../../deployments/plan/plan-differences.ts';
import { planJson, planned, readPlain } from '../support/deployments/plan-json.ts';

/** What differs between a confirmed plan, after it was stored, and a later one. */
function differences(confirmed: string, later: string): string[] {
  const plan = readPlain(confirmed);
  const values = JSON.parse(JSON.stringify(patternsOf(plan))) as ReturnType<typeof patternsOf>;
  return planDifferences({ resources: plan.resources, values }, readPlain(later));
}

const A = 'random_id.a';
const one = (...args: Parameters<typeof planned>) => planJson([planned(...args)]);

describe('no difference', () => {
  test.each([
    ['the same plan', one(A, { after: { n: 1 } }), one(A, { after: { n: 1 } })],
    ['less', planJson([planned(A), planned('random_id.b')]), one('random_id.b')],
    [
      'a value that was not known yet',
      one(A, { after: { n: 1 }, unknown: { id: true } }),
      one(A, { after: { n: 1, id: 'x' } }),
    ],
    [
      'a nested value that was not known yet, whatever its place in a set',
      one(A, {
        after: { rules: [{ port: 1 }, { port: 2 }] },
        unknown: { rules: [{}, { source: true }] },
      }),
      one(A, { after: { rules: [{ port: 2, source: 'x' }, { port: 1 }] } }),
    ],
    [
      'the second half of a replacement',
      one(A, { actions: ['delete', 'create'], after: { n: 1 } }),
      one(A, { after: { n: 1 } }),
    ],
    [
      'the old object of a replacement',
      one(A, { actions: ['create', 'delete'] }),
      planJson([
        planned(A, { actions: ['no-op'] }),
        planned(A, { actions: ['delete'], after: null, deposed: 'abc' }),
      ]),
    ],
    [
      'what the operation began to create',
      one(A, { after: { n: 1 }, unknown: { id: true } }),
      one(A, {
        actions: ['delete', 'create'],
        after: { n: 1 },
        unknown: { id: true },
        reason: 'replace_because_tainted',
      }),
    ],
    [
      'numbers with many digits, in any order of fields',
      one(A, { after: { n: 1.25, m: 2 } }),
      one(A, { after: { m: 2, n: 1.25 } }),
    ],
    ['a read', planJson([]), one('data.http.x', { actions: ['read'] })],
  ])('%s', (_case, confirmed, later) => {
    expect(differences(confirmed, later)).toEqual([]);
  });
});

describe('a difference', () => {
  test.each([
    ['another resource', planJson([]), one(A)],
    [
      'a change of what was unchanged',
      one(A, { actions: ['no-op'] }),
      one(A, { actions: ['update'] }),
    ],
    [
      'another value',
      one(A, { actions: ['update'], after: { n: 1 } }),
      one(A, { actions: ['update'], after: { n: 2 } }),
    ],
    [
      'another value beside one that was not known yet',
      one(A, { after: { n: 1, tags: { a: 'b' } }, unknown: { id: true } }),
      one(A, { after: { n: 1, tags: { a: 'c' }, id: 'x' } }),
    ],
    [
      'a field more',
      one(A, { after: {}, unknown: { id: true } }),
      one(A, { after: { n: 1, id: 'x' } }),
    ],
    [
      'an update that became a deletion',
      one(A, { actions: ['update'] }),
      one(A, { actions: ['delete'] }),
    ],
    [
      'an update that became a replacement',
      one(A, { actions: ['update'] }),
      one(A, { actions: ['delete', 'create'] }),
    ],
    [
      'a creation that became a replacement of something else',
      one(A),
      one(A, { actions: ['delete', 'create'] }),
    ],
    [
      'a value that is not known any more',
      one(A, { after: { n: 1 } }),
      one(A, { after: {}, unknown: { n: true } }),
    ],
    [
      'a set of another size',
      one(A, { after: { rules: [{}] }, unknown: { rules: [{ id: true }] } }),
      one(A, { after: { rules: [{ id: 'x' }, { id: 'y' }] } }),
    ],
    [
      'another move',
      one(A, { actions: ['update'] }),
      one(A, { actions: ['update'], previousAddress: 'random_id.z' }),
    ],
    [
      'an import',
      one(A, { actions: ['no-op'] }),
      one(A, { actions: ['no-op'], importing: { id: 'x' } }),
    ],
    [
      'a resource that would be forgotten',
      one(A, { actions: ['delete'] }),
      one(A, { actions: ['forget'] }),
    ],
  ])('%s', (_case, confirmed, later) => {
    expect(differences(confirmed, later)).toEqual([A]);
  });

  test('an output', () => {
    const output = (actions: string[], after?: unknown) =>
      planJson([], { o: { actions, after, after_unknown: after === undefined } });
    expect(differences(output(['create'], 1), output(['create'], 2))).toEqual(['output.o']);
    expect(differences(output(['create'], 1), output(['create'], 1))).toEqual([]);
    expect(differences(output(['create']), output(['create'], 2))).toEqual([]);
    expect(differences(planJson([]), output(['create'], 2))).toEqual(['output.o']);
  });

  test('large numbers are not rounded before they are compared', () => {
    const text = (number: string) => one(A, { after: { n: 'N' } }).replace('"N"', number);
    expect(differences(text('9007199254740993'), text('9007199254740992'))).toEqual([A]);
  });
});

test('a plan of an earlier version, without values, is compared by its operations', () => {
  const { resources } = readPlain(one(A, { after: { n: 1 } }));
  const later = (actions: string[]) => readPlain(one(A, { actions, after: { n: 2 } }));
  expect(planDifferences({ resources }, later(['create']))).toEqual([]);
  expect(planDifferences({ resources }, later(['delete']))).toEqual([A]);
});

test('no value of a plan is stored, only hashes', () => {
  const patterns = patternsOf(readPlain(one(A, { after: { password: 'top secret' } })));
  expect(JSON.stringify(patterns)).not.toContain('secret');
});

test('what was replaced on request before the interruption is not replaced again', () => {
  const replace = ['random_id.a', 'random_id.b'];
  const plan = (a: string, b: string) =>
    readPlain(
      planJson([
        planned('random_id.a', { actions: ['delete', 'create'], before: { id: a, n: 1 } }),
        planned('random_id.b', { actions: ['delete', 'create'], before: { id: b } }),
        planned('random_id.c', { actions: ['delete', 'create'], before: { id: 'x' } }),
      ]),
    );
  const before = plan('old', 'old');
  const confirmed = { resources: before.resources, values: patternsOf(before, replace) };
  expect(alreadyReplaced(confirmed, plan('new', 'old'))).toEqual(new Set(['random_id.a']));
  expect(alreadyReplaced(confirmed, before)).toEqual(new Set());
});
