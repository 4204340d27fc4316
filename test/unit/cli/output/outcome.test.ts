import { expect, test } from 'vitest';
import type { Operation } from '../../../../client/types.ts';
import { plainStyle } from '../../../../cli/io.ts';
import { outcomeLines } from '../../../../cli/output/outcome.ts';
import { done, ID, node, operationOf } from '../operations.ts';

const options = { style: plainStyle, hint: (command: string) => `slipway ${command}` };
const completedAt = '2026-11-24T05:19:08.000Z';
const error = {
  code: 'insufficient_instance_capacity',
  message: 'the cloud could not make node_group/default',
  errorType: 'provider' as const,
  details: { retryable: false, causedBy: 'urn:slipway:local:clusters:demo:node_group/default' },
};

test('a failure that was rolled back', () => {
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

const links = { self: `/operations/${ID}`, retry: `/operations/${ID}/retry` };
const RETRY = `  next      slipway operations retry ${ID}`;

test('suggests a retry only if another attempt may succeed, or once something else has changed', () => {
  const nextAfter = (more: Partial<NonNullable<Operation['error']>>) => {
    const failed = operationOf([], {
      status: 'failed',
      completedAt,
      links,
      error: { ...error, ...more },
    });
    return outcomeLines(failed, options).filter((line) => line.startsWith('  next'));
  };
  const get = `  next      slipway operations get ${ID} -o yaml`;
  expect(nextAfter({ details: { ...error.details, retryable: true } })).toEqual([RETRY]);
  expect(nextAfter({})).toEqual([get, `${RETRY}  (once the cause is fixed)`]);
  expect(nextAfter({ errorType: 'validation' })).toEqual([get]);
});

test.each([
  ['git_access_denied', false],
  ['ssh_not_found', false],
  ['secret_not_found', false],
  ['engine_failed', true],
  ['state_not_stored', true],
])('suggests the log after %s: %s, because it is empty before the engine runs', (code, has) => {
  const failed = operationOf([], {
    operation: 'apply_deployment',
    resourceType: 'deployment',
    resourceId: 'web',
    status: 'failed',
    completedAt,
    error: { ...error, code },
  });
  const log = `  next      slipway operations logs ${ID}`;
  expect(outcomeLines(failed, options).includes(log)).toBe(has);
});

test('a discarded plan of a deployment does not say that nothing survives', () => {
  const discarded = operationOf([node('random_id/a', { operation: 'update' })], {
    operation: 'apply_deployment',
    resourceType: 'deployment',
    resourceId: 'web',
    status: 'canceled',
    completedAt,
    links,
    error: {
      code: 'operation_canceled',
      message: 'The plan was discarded.',
      errorType: 'canceled',
      details: { retryable: true },
    },
  });
  expect(outcomeLines(discarded, options).slice(1)).toEqual([
    '  code      operation_canceled (canceled)',
    '  message   The plan was discarded.',
    RETRY,
    `  next      slipway operations logs ${ID}`,
  ]);
});

test('lists survivors, and suggests a retry and then a delete', () => {
  const survivors = ['urn:slipway:local:clusters:demo:vpc/main'];
  const details = { ...error.details, retryable: true, survivors };
  const failed = operationOf([], {
    status: 'failed',
    completedAt,
    error: { ...error, details },
    links,
  });
  expect(outcomeLines(failed, options).slice(-3)).toEqual([
    '  survives  1: vpc/main',
    RETRY,
    '  next      slipway clusters delete demo',
  ]);
});

test('suggests a delete after a failed delete', () => {
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

test('shortens long lists to a count', () => {
  const resources = Array.from({ length: 9 }, (_, i) => done(`subnet/${i}`));
  const failed = operationOf(resources, { status: 'failed', completedAt, error });
  expect(outcomeLines(failed, options)).toContainEqual(
    expect.stringMatching(/survives {2}9: subnet\/0, .*subnet\/5 and 3 more$/),
  );
});

test('wraps long messages beside their label', () => {
  const failed = operationOf([], { status: 'failed', completedAt, error });
  const lines = outcomeLines(failed, { ...options, columns: 40 });
  const at = lines.indexOf('  message   the cloud could not make');
  expect(lines[at + 1]).toBe('            node_group/default');
});

test('does not suggest a delete after a failed update, because the cluster is in use', () => {
  const resources = [done('node_group/a', { operation: 'update' })];
  const failed = operationOf(resources, {
    operation: 'update_cluster',
    status: 'failed',
    completedAt,
    error,
  });
  expect(outcomeLines(failed, options).at(-1)).toBe('  next      slipway clusters get demo');
});

test('shows control characters in messages of a cloud', () => {
  const message = 'no\x1b[2Jcapacity\nat all';
  const failed = operationOf([], { status: 'failed', completedAt, error: { ...error, message } });
  expect(outcomeLines(failed, options)).toContain(String.raw`  message   no\x1b[2Jcapacity at all`);
});

test('shows the errors and warnings of a module with their place, also after a success', () => {
  const diagnostics = [
    {
      severity: 'warning' as const,
      summary: 'Check block assertion failed',
      detail: 'The network\nis not healthy.',
      file: 'net/main.tf',
      line: 5,
      snippet: '  condition = \u001b[2Jfalse',
    },
    { severity: 'error' as const, summary: 'It failed', address: 'random_id.a' },
  ];
  const succeeded = operationOf([], { status: 'succeeded', completedAt, diagnostics });
  const shown = [
    '  warning: Check block assertion failed at net/main.tf:5',
    '    |   condition = \u001b[2Jfalse',
    '    The network is not healthy.',
    '  error: random_id.a: It failed',
  ];
  expect(outcomeLines(succeeded, options).slice(1)).toEqual(shown);
  const more = { ...succeeded, moreDiagnostics: 3 };
  expect(outcomeLines(more, options).at(-1)).toBe('  and 3 more errors and warnings');
  const failed = operationOf([], { status: 'failed', completedAt, error, diagnostics });
  expect(outcomeLines(failed, options)).toEqual(expect.arrayContaining(shown));
});
