/** Lets a module fail at each of a sample of its resources. */
import { expect, test } from 'vitest';
import { operationSchema } from '../../../contract/operations/operation.ts';
import { campaign } from '../../support/campaign/campaign.ts';
import { seededChance } from '../../support/random.ts';
import type { Stack } from '../../support/stack/stack.ts';

const FOLLOW_MS = 90_000;
const ALL = 30;

/** A chain of 30 resources, of which one fails until its cause is fixed. */
function failingAt(k: number, mended: boolean): string {
  return Array.from(
    { length: ALL },
    (_, i) => `
      resource "terraform_data" "r${i}" {
        ${i > 0 ? `depends_on = [terraform_data.r${i - 1}]` : ''}
        ${i === k ? `provisioner "local-exec" { command = "exit ${mended ? 0 : 3}" }` : ''}
      }
    `,
  ).join('\n');
}

export function failures(stack: Stack): void {
  const chance = seededChance('failures of deployments');
  test.each(chance.sample([...Array(ALL).keys()], campaign.rounds(1, 10)))(
    'a module that fails at resource %i of 30 keeps the earlier ones, and the next apply makes the rest',
    async (k) => {
      const name = `fails-at-${k}`;
      const { id } = await stack.submit('/deployments', {
        name,
        source: { files: { 'main.tf': failingAt(k, false) } },
      });
      const failed = await stack.finished(id, { timeoutMs: FOLLOW_MS });
      expect(failed).toMatchObject({
        status: 'failed',
        error: {
          code: 'resource_failed',
          details: {
            causedBy: `urn:slipway:${stack.organizationId}:deployments:${name}:terraform_data/r${k}`,
          },
        },
      });
      expect(failed.progress.summary).toMatchObject({
        succeeded: k,
        failed: 1,
        pending: ALL - k - 1,
      });
      const statuses = failed.progress.resources.map((it) => [it.name, it.status] as const);
      const statusOf = (i: number) => (i < k ? 'succeeded' : i === k ? 'failed' : 'pending');
      const expected = Array.from({ length: ALL }, (_, i) => [`r${i}`, statusOf(i)] as const);
      expect(new Map(statuses)).toEqual(new Map(expected));
      const answer = await stack.api.patch(`/deployments/${name}`, {
        source: { files: { 'main.tf': failingAt(k, true) } },
      });
      const rest = operationSchema.parse(answer.body);
      const mended = await stack.succeeded(rest.id, { timeoutMs: FOLLOW_MS });
      expect(mended.progress.summary).toMatchObject({ unchanged: k, succeeded: ALL - k });
    },
    campaign.timeoutMs,
  );
}
