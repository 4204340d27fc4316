/** What an operator reads of an operation in Temporal's Web UI. */
import { expect, test } from 'vitest';
import type { ProgressResource } from '../../../contract/operations/operation.ts';
import { summarize } from '../../../contract/operations/node-progress.ts';
import { detailsTable } from '../../../workflows/operation/details.ts';

const URN = 'urn:slipway:local:clusters:prod:vpc/main';
const VPC: ProgressResource = {
  urn: URN,
  type: 'vpc',
  name: 'main',
  operation: 'delete',
  status: 'failed',
  cloudId: 'vpc-1',
  lastFailure: {
    code: 'dependency_violation',
    message: 'An interface | of\nanother team uses it.',
  },
};

function detailsOf(resources: ProgressResource[], survivors: string[]): string {
  return detailsTable({
    version: 7,
    status: 'failed',
    stage: 'done',
    message: 'failed',
    summary: summarize(resources),
    startedAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:09.000Z',
    resources,
    error: {
      code: 'cleanup_failed',
      message: 'One resource is still there.',
      errorType: 'provider',
      details: { retryable: true, survivors },
    },
  });
}

test('a survivor has its cloud id and the reason why it could not be removed', () => {
  const details = detailsOf([VPC], [URN]);
  expect(details).toContain(`- \`${URN}\`, \`vpc-1\` in the cloud: An interface | of`);
});

test('a message with line breaks and bars stays in its cell', () => {
  const row = detailsOf([VPC], []).split('\n').at(-1);
  expect(row).toBe(
    '| ✘ failed | delete | vpc | main | vpc-1 |  | An interface \\| of another team uses it. |',
  );
});

test('a survivor of which nothing more is known has its name', () => {
  expect(detailsOf([], [URN])).toMatch(new RegExp(`^- \`${URN}\`$`, 'm'));
});
