/** A flood of engines by one organization leaves slots to another one. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { operationSchema } from '../../../contract/operations/operation.ts';
import { describeOperation } from '../../../operations/read/describe.ts';
import { SHARED } from '../../support/deployments/deployment.ts';
import { eventually } from '../../support/eventually.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';

const FLOOD = 3;
/** The default of SLIPWAY_ENGINE_SLOTS_PER_ORGANIZATION. */
const SLOTS_PER_ORGANIZATION = 2;

export function slots(stack: Stack): void {
  test("a flood of engines waits, says so, and does not delay another organization's", async () => {
    const gate = path.join(SHARED, 'gate');
    const held = `resource "terraform_data" "held" {
      provisioner "local-exec" { command = "while [ ! -e ${gate} ]; do sleep 0.1; done" }
    }`;
    const [, second, another] = stack.apis;
    if (second === undefined || another === undefined) throw new Error('three APIs are needed');

    const flood = await Promise.all(
      Array.from({ length: FLOOD }, (_, i) =>
        stack.submit('/deployments', {
          name: `flood-${i}`,
          source: { files: { 'main.tf': held } },
        }),
      ),
    );
    const client = await stack.temporalClient();
    const waiting = await eventually(
      async () => {
        const sources = await Promise.all(
          flood.map(({ id }) => describeOperation(client, stack, id)),
        );
        const isWaiting = ({ pending }: (typeof sources)[number]) =>
          pending?.[0]?.words.startsWith('waiting') === true;
        const waits = sources.filter(isWaiting);
        // One that waits may be planned already, and then is in the same stage.
        const holding = sources.filter(
          (source) => source.memo.state.stage === 'provisioning' && !isWaiting(source),
        );
        return (
          holding.length === SLOTS_PER_ORGANIZATION &&
          waits.length === FLOOD - SLOTS_PER_ORGANIZATION &&
          waits
        );
      },
      { timeoutMs: 30_000 },
    );

    const created = await another.post('/deployments', {
      name: 'lone',
      source: { files: { 'main.tf': 'resource "terraform_data" "one" {}' } },
    });
    expectStatus(created, 202);
    const { id } = operationSchema.parse(created.body);
    const ended = await another.get(`/operations/${id}?wait=50`);
    expect(operationSchema.parse(ended.body)).toMatchObject({ status: 'succeeded' });

    // This API has not read the operation before, so it asks Temporal now, and after a few seconds again.
    await eventually(
      async () => {
        const read = await second.get(`/operations/${waiting[0]?.workflowId}`);
        const { progress } = operationSchema.parse(read.body);
        expect(progress.message).toContain(
          `waiting for one of 2 engine slots of organization ${stack.organizationId}`,
        );
        return true;
      },
      { timeoutMs: 25_000 },
    );

    writeFileSync(gate, '');
    for (const operation of flood) await stack.succeeded(operation.id);
  });
}
