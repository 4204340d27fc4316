/** Updates, retries and previews, to each of their ends. */
import type { Operation } from '../../contract/operations/operation.ts';
import { PREVIEW_WORKFLOW } from '../../contract/temporal/names.ts';
import { isInputOf, type PreviewInput } from '../../contract/temporal/operation-input.ts';
import { operationInput } from '../../operations/temporal/operation-input.ts';
import {
  canceledWhen,
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
async function made(scene: Scene, name: string, more: object = {}): Promise<string> {
  const cluster = { name, ...SMALL_CLUSTER, nodeGroups: [BLUE], ...more };
  await run(scene, '/clusters', cluster, 'succeeded');
  return `/clusters/${name}`;
}

async function patched(scene: Scene, path: string, patch: object, end: string): Promise<Operation> {
  return ended(scene.stack, (await scene.stack.patch(path, patch)).id, end);
}

async function retried({ stack }: Scene, id: string, end: string): Promise<Operation> {
  return ended(stack, (await stack.submit(`/operations/${id}/retry`)).id, end);
}

function faults(...them: object[]): { simulation: object } {
  return { simulation: { faults: them } };
}

const isRunning = ({ progress }: Operation, name: string) =>
  (progress.resources ?? []).some((it) => it.name === name && it.status === 'running');

export const updateStories: readonly Story[] = [
  {
    yields: ['updateCluster-replaced-and-removed', 'updateCluster-of-nothing'],
    async tell(scene) {
      const path = await made(scene, 'changing', { nodeGroups: [BLUE, GREEN] });
      const patch = { kubernetesVersion: '1.34', nodeGroups: [REPLACED] };
      const changed = await patched(scene, path, patch, 'succeeded');
      await scene.keep('updateCluster-replaced-and-removed', changed.id);
      const same = await patched(scene, path, patch, 'succeeded');
      await scene.keep('updateCluster-of-nothing', same.id);
    },
  },
  {
    yields: ['updateCluster-brought-back'],
    async tell(scene) {
      const path = await made(scene, 'unlucky');
      const fault = { type: 'node_group', name: 'green', when: 'ready', kind: 'error' };
      const patch = {
        kubernetesVersion: '1.34',
        nodeGroups: [REPLACED, GREEN],
        ...faults(fault),
      };
      const { id } = await patched(scene, path, patch, 'create_failed');
      await scene.keep('updateCluster-brought-back', id);
    },
  },
  {
    yields: ['updateCluster-not-brought-back', 'updateCluster-retried'],
    async tell(scene) {
      const path = await made(scene, 'stuck');
      const group = { type: 'node_group', name: 'green' };
      const patch = {
        nodeGroups: [BLUE, GREEN],
        ...faults(
          { ...group, when: 'ready', kind: 'error' },
          { ...group, when: 'delete', kind: 'error', code: 'AccessDenied' },
        ),
      };
      const { id } = await patched(scene, path, patch, 'cleanup_failed');
      await scene.keep('updateCluster-not-brought-back', id);
      const again = await retried(scene, id, 'succeeded');
      await scene.keep('updateCluster-retried', again.id);
    },
  },
  {
    yields: ['updateCluster-retained'],
    async tell(scene) {
      const path = await made(scene, 'retained', { onFailure: 'retain' });
      const fault = { type: 'node_group', name: 'green', when: 'ready', kind: 'error' };
      const patch = { nodeGroups: [BLUE, GREEN], ...faults(fault) };
      const { id } = await patched(scene, path, patch, 'create_failed');
      await scene.keep('updateCluster-retained', id);
    },
  },
  {
    yields: ['updateCluster-old-one-left'],
    async tell(scene) {
      const group = { type: 'node_group', name: 'blue' };
      const denied = { ...group, when: 'delete', kind: 'error', code: 'AccessDenied' };
      const path = await made(scene, 'leftover', faults(denied));
      const { id } = await patched(scene, path, { nodeGroups: [GREEN] }, 'permission_denied');
      await scene.keep('updateCluster-old-one-left', id);
    },
  },
  {
    yields: ['updateCluster-canceled'],
    async tell(scene) {
      const path = await made(scene, 'regretted-change');
      const fault = { type: 'node_group', name: 'green', when: 'ready', kind: 'hang' };
      const patch = { nodeGroups: [{ ...BLUE, desiredSize: 3 }, GREEN], ...faults(fault) };
      const { id } = await scene.stack.patch(path, patch);
      await canceledWhen(scene, id, (it) => isRunning(it, 'green') && !isRunning(it, 'blue'));
      await scene.keep('updateCluster-canceled', id);
    },
  },
  {
    yields: ['updateCluster-after-a-terminated-one'],
    async tell(scene) {
      const path = await made(scene, 'cut-off');
      const fault = { type: 'node_group', name: 'green', when: 'ready', kind: 'hang' };
      const patch = { nodeGroups: [REPLACED, GREEN], ...faults(fault) };
      const { id } = await scene.stack.patch(path, patch);
      await scene.stack.follow(id, { until: (it) => isRunning(it, 'green') });
      await terminate(scene, id);
      const next = await patched(scene, path, { nodeGroups: [REPLACED] }, 'succeeded');
      await scene.keep('updateCluster-after-a-terminated-one', next.id);
    },
  },
  {
    yields: ['createCluster-retried-after-retain', 'createNetwork-retried-after-rollback'],
    async tell(scene) {
      const fault = { type: 'control_plane', when: 'create', kind: 'error', code: 'AccessDenied' };
      const cluster = { name: 'half', ...SMALL_CLUSTER, onFailure: 'retain', ...faults(fault) };
      const failed = await run(scene, '/clusters', cluster, 'permission_denied');
      const again = await retried(scene, failed.id, 'succeeded');
      await scene.keep('createCluster-retried-after-retain', again.id);
      const refused = { type: 'vpc', when: 'create', kind: 'quota' };
      const network = { name: 'nothing', ...faults(refused) };
      const gone = await run(scene, '/networks', network, 'vpc_limit_exceeded');
      // Its fault is not spent: it is another resource now.
      const anew = await retried(scene, gone.id, 'vpc_limit_exceeded');
      await scene.keep('createNetwork-retried-after-rollback', anew.id);
    },
  },
  {
    // Not through the API, which deletes it as soon as it has answered.
    yields: ['previewOperation-of-an-update'],
    async tell(scene) {
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
