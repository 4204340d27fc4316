import { expect, test } from 'vitest';
import { testArguments } from '../../tools/test/arguments.ts';

test.each([
  [[], []],
  [['test/api'], ['test/api']],
  [['test/campaign', '--provider', 'aws'], ['test/campaign/aws']],
  [
    ['test/campaign', '--provider', 'simulated'],
    ['test/campaign', '--exclude', 'test/campaign/aws/**'],
  ],
])('%j selects %j', (args, selected) => {
  expect(testArguments(args)).toEqual(selected);
});

test('another provider is refused', () => {
  expect(() => testArguments(['test/campaign', '--provider', 'gcp'])).toThrow('aws or simulated');
});
