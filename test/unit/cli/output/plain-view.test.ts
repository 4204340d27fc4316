import { expect, test } from 'vitest';
import { createPlainView } from '../../../../cli/watch/plain-view.ts';
import { ID, node, operationOf } from '../operations.ts';

const START = Date.parse('2026-11-24T05:18:25.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const ended = (urn: string, from: number, to: number, more: Parameters<typeof node>[1] = {}) =>
  node(urn, { status: 'succeeded', startedAt: at(from), duration: (to - from) * 1000, ...more });
const state = (
  stage: 'planning' | 'provisioning' | 'verifying' | 'rolling_back',
  seconds: number,
  ...resources: Parameters<typeof operationOf>[0]
) => {
  const operation = operationOf(resources, { updatedAt: at(seconds) });
  return { ...operation, progress: { ...operation.progress, stage } };
};

function linesOf(...states: ReturnType<typeof state>[]): string[] {
  const lines: string[] = [];
  const view = createPlainView((line) => lines.push(line));
  for (const shown of states) view.show(shown);
  return lines;
}

test('resources are in the order of their ends, before the stage that follows them', () => {
  const lines = linesOf(
    state('planning', 1),
    state('provisioning', 9, ended('subnet/a', 4, 8), ended('vpc/main', 2, 4)),
    state('verifying', 12, ended('subnet/a', 4, 8), ended('vpc/main', 2, 4), ended('eip/b', 8, 11)),
  );
  expect(lines).toEqual([
    `0:01  create cluster demo: operation ${ID}`,
    '0:01  planning',
    '0:02  provisioning: 2 resources',
    '0:04  created vpc/main (2.0 s)',
    '0:08  created subnet/a (4.0 s)',
    '0:11  created eip/b (3.0 s)',
    '0:12  verifying',
  ]);
});

test('what a rollback undoes comes after its beginning, and what was made before it', () => {
  const lines = linesOf(
    state('provisioning', 2),
    state(
      'rolling_back',
      8,
      ended('vpc/main', 6, 7, { operation: 'delete' }),
      ended('subnet/a', 2, 4, { status: 'failed' }),
    ),
  );
  expect(lines.slice(2)).toEqual([
    '0:04  failed to create subnet/a (2.0 s)',
    '0:06  rolling back',
    '0:07  undone vpc/main (1.0 s)',
  ]);
});
