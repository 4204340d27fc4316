/** A flood of engines by one organization leaves slots to another one. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { SHARED } from '../../support/deployments/deployment.ts';
import { eventually } from '../../support/eventually.ts';
import { expectStatus } from '../../support/http/http.ts';
import { parseExactly } from '../../support/stack/follow.ts';
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
    const [, , another] = stack.apis;
    if (another === undefined) throw new Error('three APIs are needed');
    const read = async ({ id }: Operation): Promise<Operation> =>
      parseExactly(operationSchema, (await stack.api.get(`/operations/${id}`)).body);
    // Which of them waits may change: between its plan and its apply, an operation gives its slot back.
    const words = `waiting for one of ${SLOTS_PER_ORGANIZATION} engine slots of organization ${stack.organizationId}`;
    const isWaiting = ({ progress }: Operation): boolean => progress.message.includes(words);

    const flood = await Promise.all(
      Array.from({ length: FLOOD }, (_, i) =>
        stack.submit('/deployments', {
          name: `flood-${i}`,
          source: { files: { 'main.tf': held } },
        }),
      ),
    );
    await eventually(async () => (await Promise.all(flood.map(read))).some(isWaiting), {
      timeoutMs: 30_000,
    });

    const created = await another.post('/deployments', {
      name: 'lone',
      source: { files: { 'main.tf': 'resource "terraform_data" "one" {}' } },
    });
    expectStatus(created, 202);
    const { id } = operationSchema.parse(created.body);
    const ended = await another.get(`/operations/${id}?wait=50`);
    expect(operationSchema.parse(ended.body)).toMatchObject({ status: 'succeeded' });

    writeFileSync(gate, '');
    for (const operation of flood) await stack.succeeded(operation.id);
  });
}
