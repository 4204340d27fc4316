import { expect, test } from 'vitest';
import { plainStyle } from '../../../cli/io.ts';
import { outcomeLines } from '../../../cli/output/outcome.ts';
import { done, ID, node, operationOf } from './operations.ts';

const options = { style: plainStyle, hint: (command: string) => `slipway ${command}` };
const completedAt = '2026-11-24T05:19:08.000Z';
const error = {
  code: 'insufficient_instance_capacity',
  message: 'the cloud could not make node_group/default',
  errorType: 'provider' as const,
  details: { retryable: false, causedBy: 'urn:slipway:local:clusters:demo:node_group/default' },
};

test('a failure that was undone', () => {
  const resources = [
    done('vpc/main', { operation: 'delete' }),
    done('subnet/a', { operation: 'delete' }),
    node('node_group/default', { status: 'failed' }),
  ];
  const failed = operationOf(resources, { status: 'failed', completedAt, error });
  expect(outcomeLines(failed, options)).toEqual([
    '✗ create cluster demo failed after 43 s',
    '  code      insufficient_instance_capacity (provider)',
    '  message   the cloud could not make node_group/default',
    '  cause     node_group/default',
    '  undone    2: vpc/main, subnet/a',
    '  survives  nothing',
    `  next      slipway operations get ${ID} -o yaml`,
  ]);
});

test('survivors are named, and deleting them is the next step; a retry comes first', () => {
  const survivors = ['urn:slipway:local:clusters:demo:vpc/main'];
  const details = { ...error.details, survivors };
  const links = { self: `/operations/${ID}`, retry: `/operations/${ID}/retry` };
  const failed = operationOf([], {
    status: 'failed',
    completedAt,
    error: { ...error, details },
    links,
  });
  expect(outcomeLines(failed, options).slice(-3)).toEqual([
    '  survives  1: vpc/main',
    `  next      slipway operations retry ${ID}`,
    '  next      slipway clusters delete demo',
  ]);
});

test('a deletion that failed is taken up again', () => {
  const failed = operationOf([node('vpc/main', { operation: 'delete', status: 'failed' })], {
    operation: 'delete_cluster',
    status: 'failed',
    completedAt,
    error: { ...error, details: { retryable: true, survivors: ['urn:x:vpc/main'] } },
  });
  const lines = outcomeLines(failed, options);
  expect(lines).toContain('  undone    nothing');
  expect(lines).toContain('  survives  1: vpc/main');
  expect(lines.at(-1)).toBe('  next      slipway clusters delete demo');
});

test('long lists are counted', () => {
  const resources = Array.from({ length: 9 }, (_, i) => done(`subnet/${i}`));
  const failed = operationOf(resources, { status: 'failed', completedAt, error });
  expect(outcomeLines(failed, options)).toContainEqual(
    expect.stringMatching(/survives {2}9: subnet\/0, .*subnet\/5 and 3 more$/),
  );
});

test('long words are wrapped below their label in a window', () => {
  const failed = operationOf([], { status: 'failed', completedAt, error });
  const lines = outcomeLines(failed, { ...options, columns: 40 });
  const at = lines.indexOf('  message   the cloud could not make');
  expect(lines[at + 1]).toBe('            node_group/default');
});

test('a failed update leaves a cluster that is in use, and deleting it is not the next step', () => {
  const resources = [done('node_group/a', { operation: 'update' })];
  const failed = operationOf(resources, {
    operation: 'update_cluster',
    status: 'failed',
    completedAt,
    error,
  });
  expect(outcomeLines(failed, options).at(-1)).toBe('  next      slipway clusters get demo');
});

test('control characters of a cloud do not reach the terminal', () => {
  const message = 'no\x1b[2Jcapacity\nat all';
  const failed = operationOf([], { status: 'failed', completedAt, error: { ...error, message } });
  expect(outcomeLines(failed, options)).toContain('  message   no [2Jcapacity at all');
});
