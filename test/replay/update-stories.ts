/** Updates, retries and previews, with each way in which they can end. */
import type { Operation } from '../../contract/operations/operation.ts';
import { PREVIEW_WORKFLOW } from '../../contract/temporal/names.ts';
import { isInputOf, type PreviewInput } from '../../contract/temporal/operation-input.ts';
import { operationInput } from '../../operations/temporal/operation-input.ts';
import {
  cancelWhen,
  ended,
  run,
  SMALL_CLUSTER,
  terminate,
  type Scene,
  type Story,
} from './story.ts';

const BLUE = { name: 'blue', minSize: 1, desiredSize: 1, maxSize: 3 };
const GREEN = { ...BLUE, name: 'green' };
const REPLACED = { ...BLUE, instanceTypes: ['m5.xlarge'] };

/** A cluster with one node group, without extras. */
async function createCluster(scene: Scene, name: string, more: object = {}): Promise<string> {
  const cluster = { name, ...SMALL_CLUSTER, nodeGroups: [BLUE], ...more };
  await run(scene, '/clusters', cluster, 'succeeded');
  return `/clusters/${name}`;
}

async function patchCluster(
  scene: Scene,
  path: string,
  patch: object,
  end: string,
): Promise<Operation> {
  return ended(scene.stack, (await scene.stack.patch(path, patch)).id, end);
}

async function retry({ stack }: Scene, id: string, end: string): Promise<Operation> {
  return ended(stack, (await stack.submit(`/operations/${id}/retry`)).id, end);
}

function faults(...them: object[]): { simulation: object } {
  return { simulation: { faults: them } };
}

const isRunning = ({ progress }: Operation, name: string) =>
  progress.resources.some((it) => it.name === name && it.status === 'running');

export const stories: readonly Story[] = [
  {
    histories: ['updateCluster-replaced-and-removed', 'updateCluster-without-a-change'],
    async play(scene) {
      const path = await createCluster(scene, 'changing', { nodeGroups: [BLUE, GREEN] });
      const patch = { kubernetesVersion: '1.34', nodeGroups: [REPLACED] };
      const changed = await patchCluster(scene, path, patch, 'succeeded');
      await scene.keep('updateCluster-replaced-and-removed', changed.id);
      const same = await patchCluster(scene, path, patch, 'succeeded');
      await scene.keep('updateCluster-without-a-change', same.id);
    },
  },
  {
    histories: ['updateCluster-restored'],
    async play(scene) {
      const path = await createCluster(scene, 'unlucky');
      const fault = { type: 'node_group', name: 'green', when: 'ready', kind: 'error' };
      const patch = {
        kubernetesVersion: '1.34',
        nodeGroups: [REPLACED, GREEN],
        ...faults(fault),
      };
      const { id } = await patchCluster(scene, path, patch, 'create_failed');
      await scene.keep('updateCluster-restored', id);
    },
  },
  {
    histories: ['updateCluster-restore-failed', 'updateCluster-retried'],
    async play(scene) {
      const path = await createCluster(scene, 'stuck');
      const group = { type: 'node_group', name: 'green' };
      const patch = {
        nodeGroups: [BLUE, GREEN],
        ...faults(
          { ...group, when: 'ready', kind: 'error' },
          { ...group, when: 'delete', kind: 'error', code: 'AccessDenied' },
        ),
      };
      const { id } = await patchCluster(scene, path, patch, 'cleanup_failed');
      await scene.keep('updateCluster-restore-failed', id);
      const again = await retry(scene, id, 'succeeded');
      await scene.keep('updateCluster-retried', again.id);
    },
  },
  {
    histories: ['updateCluster-retained'],
    async play(scene) {
      const path = await createCluster(scene, 'retained', { onFailure: 'retain' });
      const fault = { type: 'node_group', name: 'green', when: 'ready', kind: 'error' };
      const patch = { nodeGroups: [BLUE, GREEN], ...faults(fault) };
      const { id } = await patchCluster(scene, path, patch, 'create_failed');
      await scene.keep('updateCluster-retained', id);
    },
  },
  {
    histories: ['updateCluster-superseded-node-left'],
    async play(scene) {
      const group = { type: 'node_group', name: 'blue' };
      const denied = { ...group, when: 'delete', kind: 'error', code: 'AccessDenied' };
      const path = await createCluster(scene, 'leftover', faults(denied));
      const { id } = await patchCluster(scene, path, { nodeGroups: [GREEN] }, 'permission_denied');
      await scene.keep('updateCluster-superseded-node-left', id);
    },
  },
  {
    histories: ['updateCluster-canceled'],
    async play(scene) {
      const path = await createCluster(scene, 'regretted-change');
      const fault = { type: 'node_group', name: 'green', when: 'ready', kind: 'hang' };
      const patch = { nodeGroups: [{ ...BLUE, desiredSize: 3 }, GREEN], ...faults(fault) };
      const { id } = await scene.stack.patch(path, patch);
      await cancelWhen(scene, id, (it) => isRunning(it, 'green') && !isRunning(it, 'blue'));
      await scene.keep('updateCluster-canceled', id);
    },
  },
  {
    histories: ['updateCluster-after-a-terminated-update'],
    async play(scene) {
      const path = await createCluster(scene, 'cut-off');
      const fault = { type: 'node_group', name: 'green', when: 'ready', kind: 'hang' };
      const patch = { nodeGroups: [REPLACED, GREEN], ...faults(fault) };
      const { id } = await scene.stack.patch(path, patch);
      await scene.stack.follow(id, { until: (it) => isRunning(it, 'green') });
      await terminate(scene, id);
      const next = await patchCluster(scene, path, { nodeGroups: [REPLACED] }, 'succeeded');
      await scene.keep('updateCluster-after-a-terminated-update', next.id);
    },
  },
  {
    histories: ['createCluster-retried-after-retain', 'createNetwork-retried-after-rollback'],
    async play(scene) {
      const fault = { type: 'control_plane', when: 'create', kind: 'error', code: 'AccessDenied' };
      const cluster = { name: 'half', ...SMALL_CLUSTER, onFailure: 'retain', ...faults(fault) };
      const failed = await run(scene, '/clusters', cluster, 'permission_denied');
      const again = await retry(scene, failed.id, 'succeeded');
      await scene.keep('createCluster-retried-after-retain', again.id);
      const refused = { type: 'vpc', when: 'create', kind: 'quota' };
      const network = { name: 'nothing', ...faults(refused) };
      const gone = await run(scene, '/networks', network, 'vpc_limit_exceeded');
      // The fault strikes again, because the retry creates another resource.
      const anew = await retry(scene, gone.id, 'vpc_limit_exceeded');
      await scene.keep('createNetwork-retried-after-rollback', anew.id);
    },
  },
  {
    // Started without the API, which deletes a preview as soon as it has answered.
    histories: ['previewOperation-of-an-update'],
    async play(scene) {
      const { stack } = scene;
      const cluster = { name: 'previewed', addons: [], karpenter: false, nodeGroups: [BLUE] };
      const { id } = await run(scene, '/clusters', cluster, 'succeeded');
      const client = await stack.temporalClient();
      const { runId } = await client.workflow.getHandle(id).describe();
      const input = await operationInput(client, { workflowId: id, runId });
      const entity = await stack.entity('cluster', 'previewed');
      if (!isInputOf(input, 'create_cluster') || entity === undefined)
        throw new Error('no cluster was made');
      const { subject, timings, spec } = input;
      const wanted = { ...spec, kubernetesVersion: '1.34' } as const;
      const preview: PreviewInput = {
        subject,
        timings,
        target: {
          kind: 'change',
          resource: { resourceType: 'cluster', spec: wanted, network: { own: true } },
          ledger: entity.ledger,
        },
      };
      const workflowId = `preview-${id}`;
      const taskQueue = 'slipway';
      await client.workflow.execute(PREVIEW_WORKFLOW, { workflowId, taskQueue, args: [preview] });
      await scene.keep('previewOperation-of-an-update', workflowId);
    },
  },
];
