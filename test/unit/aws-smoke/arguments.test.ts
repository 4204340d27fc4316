import { expect, test } from 'vitest';
import { parseCommand } from '../../../tools/aws-smoke/arguments.ts';
import { describeCost } from '../../../tools/aws-smoke/estimate.ts';

test('a region is enough', () => {
  expect(parseCommand(['--region', 'eu-central-1'])).toEqual({
    kind: 'run',
    region: 'eu-central-1',
    instanceType: 't3.medium',
    yes: false,
    server: undefined,
  });
});

test.each([
  [[], '--region is missing'],
  [['--region', 'eu-central'], '--region must be one of us-east-1'],
  [['--region', 'us-east-1', '--instance-type', 'large'], 'such as t3.medium'],
  [['--region', 'us-east-1', '--server', 'here'], '--server must be a URL'],
  [['--regoin', 'us-east-1'], "Unknown option '--regoin'"],
])('%j is refused', (args, words) => {
  expect(parseCommand(args)).toMatchObject({
    kind: 'unusable',
    message: expect.stringContaining(words),
  });
});

test('the estimate counts every part, and says which price it does not know', () => {
  // Of the list prices: (0.10 + 0.045 + 0.005 + 2 x 20 x 0.08 / 730 + 2 x 0.0416) USD/h x 50 min.
  expect(describeCost('t3.medium')).toMatch(/together +0\.20 USD$/m);
  expect(describeCost('x9.huge')).toContain('0.13 USD, without the two nodes x9.huge');
});
