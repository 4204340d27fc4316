import { beforeAll, describe, expect, test } from 'vitest';
import { clusterSchema } from '../../../contract/resources/cluster.ts';
import { connectionSchema } from '../../../contract/resources/connection.ts';
import { deploymentSchema } from '../../../contract/resources/deployment.ts';
import { networkSchema } from '../../../contract/resources/network.ts';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { OPERATION_STATUSES, RESOURCE_STATUSES } from '../../../contract/vocabulary.ts';
import { expectDocumented } from '../../support/http/openapi-schemas.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import type { Hold } from '../../support/faults/hold.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { SMALL, type Scene } from './scene.ts';

const SCHEMAS = {
  cluster: ['Cluster', clusterSchema],
  network: ['Network', networkSchema],
  connection: ['Connection', connectionSchema],
  deployment: ['Deployment', deploymentSchema],
} as const;

let hold: Hold;
const operations = new Set<string>();
const resources = new Set<string>();
let stack: Stack;

/** Reads the operation and the resource. Fails unless both match schema and document exactly. */
async function expectSchemas(path: string, id: string): Promise<Operation> {
  const operation = parseExactly(operationSchema, (await stack.api.get(`/operations/${id}`)).body);
  expectDocumented('Operation', operation);
  operations.add(operation.status);
  const read = await stack.api.get(path);
  if (read.status === 200) {
    const [name, schema] = SCHEMAS[operation.resourceType];
    expectDocumented(name, read.body);
    resources.add(parseExactly(schema, read.body).status);
  }
  return operation;
}

export function everyState(scene: Scene): void {
  describe('every state', () => {
    beforeAll(() => {
      ({ stack, hold } = scene);
    });

    test('the bodies of operations, clusters, networks and deployments match their schemas in every state', async () => {
      await stack.worker.stop();
      const network = await stack.submit('/networks', { name: 'early' });
      await expectSchemas('/networks/early', network.id);
      await stack.worker.start();
      await stack.succeeded(network.id);
      await expectSchemas('/networks/early', network.id);

      hold.before('verify');
      const cluster = await stack.submit('/clusters', { name: 'held', ...SMALL });
      await hold.reached('verify');
      await expectSchemas('/clusters/held', cluster.id);
      await stack.api.post(`/operations/${cluster.id}/cancel`);
      await expectSchemas('/clusters/held', cluster.id);
      hold.release();
      await stack.finished(cluster.id);
      await expectSchemas('/clusters/held', cluster.id);

      const failing = await stack.submit('/clusters', {
        name: 'lasting',
        ...SMALL,
        onFailure: 'retain',
        simulation: { faults: [{ type: 'node_group', when: 'ready', kind: 'error' }] },
      });
      await stack.finished(failing.id);
      await expectSchemas('/clusters/lasting', failing.id);

      const client = await stack.temporalClient();
      await client.workflow
        .getHandle(`${stack.organizationId}/clusters/lasting`)
        .terminate('a test');
      hold.before('recoverLedger');
      const recovery = await stack.submit('/clusters/lasting:recover');
      await hold.reached('recoverLedger');
      await expectSchemas('/clusters/lasting', recovery.id);
      hold.release();
      await stack.succeeded(recovery.id);

      hold.before('planDeletion');
      const removal = await stack.remove('/clusters/lasting');
      await hold.reached('planDeletion');
      await expectSchemas('/clusters/lasting', removal.id);
      hold.release();
      await stack.succeeded(removal.id);

      const deployment = await stack.submit('/deployments', {
        name: 'asked',
        confirm: 'manual',
        source: { files: { 'main.tf': 'resource "terraform_data" "one" {}' } },
      });
      await stack.follow(deployment.id, {
        until: ({ status }) => status === 'awaiting_confirmation',
      });
      expect(await expectSchemas('/deployments/asked', deployment.id)).toMatchObject({
        status: 'awaiting_confirmation',
        cancelable: true,
      });
      await stack.api.post(`/operations/${deployment.id}/discard`);
      await stack.finished(deployment.id);

      for (const [at, list] of [
        ['/operations', 'OperationList'],
        ['/clusters', 'ClusterList'],
        ['/networks', 'NetworkList'],
        [`/operations/${cluster.id}/events`, 'Timeline'],
        ['/operations/none', 'Problem'],
      ] as const) {
        const headers = { accept: 'application/json' };
        expectDocumented(list, (await stack.api.get(at, { headers })).body);
      }

      expect(operations).toEqual(new Set(OPERATION_STATUSES));
      expect(resources).toEqual(new Set(RESOURCE_STATUSES));
    });
  });
}
