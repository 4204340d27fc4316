/** Creations, with each way in which they can end. */
import type { Operation } from '../../contract/operations/operation.ts';
import { eventually } from '../support/eventually.ts';
import {
  cancelWhen,
  ended,
  LONG_WAIT,
  remove,
  run,
  SMALL_CLUSTER,
  SMALL_NETWORK,
  terminate,
  type Scene,
  type Story,
} from './story.ts';

/** Throttles far more calls than the operation makes before it is canceled. */
const ALWAYS = 1_000;

function runs({ progress }: Operation, type: string): boolean {
  return progress.resources.some((it) => it.type === type && it.status === 'running');
}

/** Submits a cluster whose control plane never becomes ready. */
async function submitHanging({ stack }: Scene, name: string): Promise<string> {
  const faults = [{ type: 'control_plane', when: 'ready', kind: 'hang' }];
  const cluster = { name, ...SMALL_CLUSTER, simulation: { faults } };
  return (await stack.submit('/clusters', cluster)).id;
}

export const stories: readonly Story[] = [
  {
    histories: ['createCluster-succeeded'],
    async play(scene) {
      const { id } = await run(scene, '/clusters', { name: 'whole' }, 'succeeded');
      await scene.keep('createCluster-succeeded', id);
    },
  },
  {
    histories: ['createCluster-on-a-network'],
    async play(scene) {
      const { id } = await run(
        scene,
        '/clusters',
        { name: 'tenant', ...SMALL_CLUSTER },
        'succeeded',
      );
      await scene.keep('createCluster-on-a-network', id);
    },
  },
  {
    histories: ['createCluster-rolled-back-create-refused'],
    async play(scene) {
      const faults = [{ type: 'control_plane', when: 'create', kind: 'quota' }];
      const cluster = { name: 'refused', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await run(scene, '/clusters', cluster, 'failed');
      await scene.keep('createCluster-rolled-back-create-refused', id);
    },
  },
  {
    histories: ['createCluster-rolled-back-never-ready'],
    async play(scene) {
      const faults = [{ type: 'node_group', when: 'ready', kind: 'error' }];
      const cluster = { name: 'unready', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await run(scene, '/clusters', cluster, 'create_failed');
      await scene.keep('createCluster-rolled-back-never-ready', id);
    },
  },
  {
    histories: ['createCluster-canceled'],
    async play(scene) {
      const id = await submitHanging(scene, 'regretted');
      await cancelWhen(scene, id, (it) => runs(it, 'control_plane'));
      await scene.keep('createCluster-canceled', id);
    },
  },
  {
    histories: ['createCluster-canceled-after-a-memo-timer'],
    async play(scene) {
      const { stack, keep } = scene;
      const id = await submitHanging(scene, 'patient');
      const client = await stack.temporalClient();
      // Wait for the timer that brings the lists up to date.
      await eventually(async () => {
        const { events } = await client.workflow.getHandle(id).fetchHistory();
        return events?.some((event) => event.timerFiredEventAttributes);
      }, LONG_WAIT);
      await cancelWhen(scene, id, (it) => runs(it, 'control_plane'));
      await keep('createCluster-canceled-after-a-memo-timer', id);
    },
  },
  {
    histories: ['createCluster-canceled-before-a-worker-started'],
    async play(scene) {
      const { stack, keep } = scene;
      await stack.worker.stop();
      const { id } = await stack.submit('/clusters', { name: 'early', ...SMALL_CLUSTER });
      await stack.api.post(`/operations/${id}/cancel`);
      await stack.worker.start();
      await ended(stack, id, 'canceled');
      await keep('createCluster-canceled-before-a-worker-started', id);
    },
  },
  {
    histories: ['createCluster-cleanup-failed', 'deleteCluster-after-cleanup-failed'],
    async play(scene) {
      const faults = [
        { type: 'node_group', when: 'ready', kind: 'error' },
        { type: 'security_group', when: 'delete', kind: 'error', code: 'AccessDenied' },
      ];
      const cluster = { name: 'stuck', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await run(scene, '/clusters', cluster, 'cleanup_failed');
      await scene.keep('createCluster-cleanup-failed', id);
      const removal = await remove(scene, '/clusters/stuck', 'succeeded');
      await scene.keep('deleteCluster-after-cleanup-failed', removal.id);
    },
  },
  {
    histories: ['createCluster-retained', 'deleteCluster-after-retain'],
    async play(scene) {
      const faults = [{ type: 'node_group', when: 'ready', kind: 'error' }];
      const cluster = {
        name: 'retained',
        ...SMALL_CLUSTER,
        onFailure: 'retain',
        simulation: { faults },
      };
      const { id } = await run(scene, '/clusters', cluster, 'create_failed');
      await scene.keep('createCluster-retained', id);
      const removal = await remove(scene, '/clusters/retained', 'succeeded');
      await scene.keep('deleteCluster-after-retain', removal.id);
    },
  },
  {
    histories: ['createCluster-with-a-renewed-generation'],
    async play(scene) {
      const { stack, keep } = scene;
      const faults = [{ type: 'oidc_provider', when: 'create', kind: 'hang' }];
      const cluster = { name: 'renewed', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await stack.submit('/clusters', cluster);
      // It is deleted before Slipway has an answer, so its token cannot be used again.
      const made = await eventually(async () => {
        const tags = { 'slipway:resource': 'clusters/renewed' };
        return (await stack.inspect.resources({ tags })).find((it) => it.type === 'oidc_provider');
      });
      await stack.simulator.delete(`/resources/${made.id}`);
      await ended(stack, id, 'succeeded');
      const ledger = Object.values((await stack.entity('cluster', 'renewed'))?.ledger ?? {});
      if (!ledger.some(({ generation }) => generation === 2))
        throw new Error('no node has a second generation');
      await keep('createCluster-with-a-renewed-generation', id);
    },
  },
  {
    histories: ['createCluster-throttled-while-a-worker-died'],
    async play(scene) {
      const { stack, keep } = scene;
      const faults = [
        { type: 'iam_role', when: 'create', kind: 'throttle', times: 10 },
        { type: 'control_plane', when: 'create', kind: 'lost_response' },
        { type: 'control_plane', when: 'ready', kind: 'slow' },
      ];
      const cluster = { name: 'survivor', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await stack.submit('/clusters', cluster);
      await stack.follow(id, { until: (it) => runs(it, 'control_plane') });
      await stack.worker.kill();
      await stack.worker.start();
      await ended(stack, id, 'succeeded');
      await keep('createCluster-throttled-while-a-worker-died', id);
    },
  },
  {
    histories: ['createCluster-terminated', 'deleteCluster-after-a-terminated-create'],
    async play(scene) {
      const { stack, keep } = scene;
      const faults = [{ type: 'control_plane', when: 'ready', kind: 'hang' }];
      const cluster = { name: 'cut-off', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await stack.submit('/clusters', cluster);
      await stack.follow(id, { until: (it) => runs(it, 'control_plane') });
      await terminate(scene, id);
      const removal = await remove(scene, '/clusters/cut-off', 'succeeded');
      await keep('createCluster-terminated', id);
      await keep('deleteCluster-after-a-terminated-create', removal.id);
    },
  },
  {
    histories: ['createNetwork-succeeded'],
    async play(scene) {
      const network = { name: 'acre', ...SMALL_NETWORK };
      const { id } = await run(scene, '/networks', network, 'succeeded');
      await scene.keep('createNetwork-succeeded', id);
    },
  },
  {
    histories: ['createNetwork-rolled-back'],
    async play(scene) {
      const faults = [{ type: 'route_table', name: 'public', when: 'ready', kind: 'error' }];
      const network = { name: 'unready', ...SMALL_NETWORK, simulation: { faults } };
      const { id } = await run(scene, '/networks', network, 'create_failed');
      await scene.keep('createNetwork-rolled-back', id);
    },
  },
  {
    histories: ['createNetwork-canceled'],
    async play(scene) {
      const faults = [{ type: 'subnet', when: 'create', kind: 'throttle', times: ALWAYS }];
      const network = { name: 'regretted', ...SMALL_NETWORK, simulation: { faults } };
      const { id } = await scene.stack.submit('/networks', network);
      await cancelWhen(scene, id, (it) => runs(it, 'subnet'));
      await scene.keep('createNetwork-canceled', id);
    },
  },
];
