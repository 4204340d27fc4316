/** Creates, to each of their ends. */
import type { Operation } from '../../contract/operations/operation.ts';
import { eventually } from '../support/eventually.ts';
import {
  canceledWhen,
  ended,
  PATIENCE,
  removed,
  run,
  SMALL_CLUSTER,
  SMALL_NETWORK,
  terminate,
  type Scene,
  type Story,
} from './story.ts';

/** Far longer than the operation lives. */
const ALWAYS = 1_000;

function runs({ progress }: Operation, type: string): boolean {
  return (progress.resources ?? []).some((it) => it.type === type && it.status === 'running');
}

/** Its control plane never gets ready. */
async function submitHanging({ stack }: Scene, name: string): Promise<string> {
  const faults = [{ type: 'control_plane', when: 'ready', kind: 'hang' }];
  const cluster = { name, ...SMALL_CLUSTER, simulation: { faults } };
  return (await stack.submit('/clusters', cluster)).id;
}

export const createStories: readonly Story[] = [
  {
    yields: ['createCluster-succeeded'],
    async tell(scene) {
      const { id } = await run(scene, '/clusters', { name: 'whole' }, 'succeeded');
      await scene.keep('createCluster-succeeded', id);
    },
  },
  {
    yields: ['createCluster-on-a-network'],
    async tell(scene) {
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
    yields: ['createCluster-rolled-back-create-refused'],
    async tell(scene) {
      const faults = [{ type: 'control_plane', when: 'create', kind: 'quota' }];
      const cluster = { name: 'refused', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await run(scene, '/clusters', cluster, 'failed');
      await scene.keep('createCluster-rolled-back-create-refused', id);
    },
  },
  {
    yields: ['createCluster-rolled-back-never-ready'],
    async tell(scene) {
      const faults = [{ type: 'node_group', when: 'ready', kind: 'error' }];
      const cluster = { name: 'unready', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await run(scene, '/clusters', cluster, 'create_failed');
      await scene.keep('createCluster-rolled-back-never-ready', id);
    },
  },
  {
    yields: ['createCluster-canceled'],
    async tell(scene) {
      const id = await submitHanging(scene, 'regretted');
      await canceledWhen(scene, id, (it) => runs(it, 'control_plane'));
      await scene.keep('createCluster-canceled', id);
    },
  },
  {
    yields: ['createCluster-canceled-after-a-quiet-time'],
    async tell(scene) {
      const { stack, keep } = scene;
      const id = await submitHanging(scene, 'patient');
      const client = await stack.temporalClient();
      // The timer fires that brings the lists up to date.
      await eventually(async () => {
        const { events } = await client.workflow.getHandle(id).fetchHistory();
        return events?.some((event) => event.timerFiredEventAttributes);
      }, PATIENCE);
      await canceledWhen(scene, id, (it) => runs(it, 'control_plane'));
      await keep('createCluster-canceled-after-a-quiet-time', id);
    },
  },
  {
    yields: ['createCluster-canceled-before-a-worker-came'],
    async tell(scene) {
      const { stack, keep } = scene;
      await stack.worker.stop();
      const { id } = await stack.submit('/clusters', { name: 'early', ...SMALL_CLUSTER });
      await stack.api.post(`/operations/${id}/cancel`);
      await stack.worker.start();
      await ended(stack, id, 'canceled');
      await keep('createCluster-canceled-before-a-worker-came', id);
    },
  },
  {
    yields: ['createCluster-cleanup-failed', 'deleteCluster-after-cleanup-failed'],
    async tell(scene) {
      const faults = [
        { type: 'node_group', when: 'ready', kind: 'error' },
        { type: 'security_group', when: 'delete', kind: 'error', code: 'AccessDenied' },
      ];
      const cluster = { name: 'stuck', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await run(scene, '/clusters', cluster, 'cleanup_failed');
      await scene.keep('createCluster-cleanup-failed', id);
      const removal = await removed(scene, '/clusters/stuck', 'succeeded');
      await scene.keep('deleteCluster-after-cleanup-failed', removal.id);
    },
  },
  {
    yields: ['createCluster-retained', 'deleteCluster-of-a-retained-one'],
    async tell(scene) {
      const faults = [{ type: 'node_group', when: 'ready', kind: 'error' }];
      const cluster = {
        name: 'retained',
        ...SMALL_CLUSTER,
        onFailure: 'retain',
        simulation: { faults },
      };
      const { id } = await run(scene, '/clusters', cluster, 'create_failed');
      await scene.keep('createCluster-retained', id);
      const removal = await removed(scene, '/clusters/retained', 'succeeded');
      await scene.keep('deleteCluster-of-a-retained-one', removal.id);
    },
  },
  {
    yields: ['createCluster-with-a-renewed-generation'],
    async tell(scene) {
      const { stack, keep } = scene;
      const faults = [{ type: 'oidc_provider', when: 'create', kind: 'hang' }];
      const cluster = { name: 'renewed', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await stack.submit('/clusters', cluster);
      // Somebody deletes it before Slipway has got an answer, so its token is spent.
      const made = await eventually(async () => {
        const tags = { 'slipway:resource': 'clusters/renewed' };
        return (await stack.inspect.resources({ tags })).find((it) => it.type === 'oidc_provider');
      });
      await stack.simulator.delete(`/resources/${made.id}`);
      await ended(stack, id, 'succeeded');
      const ledger = Object.values((await stack.entity('cluster', 'renewed'))?.ledger ?? {});
      if (!ledger.some(({ generation }) => generation === 2))
        throw new Error('nothing was renewed');
      await keep('createCluster-with-a-renewed-generation', id);
    },
  },
  {
    yields: ['createCluster-throttled-while-a-worker-died'],
    async tell(scene) {
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
    yields: ['createCluster-terminated', 'deleteCluster-after-a-terminated-create'],
    async tell(scene) {
      const { stack, keep } = scene;
      const faults = [{ type: 'control_plane', when: 'ready', kind: 'hang' }];
      const cluster = { name: 'cut-off', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await stack.submit('/clusters', cluster);
      await stack.follow(id, { until: (it) => runs(it, 'control_plane') });
      await terminate(scene, id);
      const removal = await removed(scene, '/clusters/cut-off', 'succeeded');
      await keep('createCluster-terminated', id);
      await keep('deleteCluster-after-a-terminated-create', removal.id);
    },
  },
  {
    yields: ['createNetwork-succeeded'],
    async tell(scene) {
      const network = { name: 'acre', ...SMALL_NETWORK };
      const { id } = await run(scene, '/networks', network, 'succeeded');
      await scene.keep('createNetwork-succeeded', id);
    },
  },
  {
    yields: ['createNetwork-rolled-back'],
    async tell(scene) {
      const faults = [{ type: 'route_table', name: 'public', when: 'ready', kind: 'error' }];
      const network = { name: 'unready', ...SMALL_NETWORK, simulation: { faults } };
      const { id } = await run(scene, '/networks', network, 'create_failed');
      await scene.keep('createNetwork-rolled-back', id);
    },
  },
  {
    yields: ['createNetwork-canceled'],
    async tell(scene) {
      const faults = [{ type: 'subnet', when: 'create', kind: 'throttle', times: ALWAYS }];
      const network = { name: 'regretted', ...SMALL_NETWORK, simulation: { faults } };
      const { id } = await scene.stack.submit('/networks', network);
      await canceledWhen(scene, id, (it) => runs(it, 'subnet'));
      await scene.keep('createNetwork-canceled', id);
    },
  },
];
