/** Entities: claims, attachments, takeovers, and how they end. */
import { isDurationsMemo } from '../../contract/guards.ts';
import { durationsWorkflowId } from '../../contract/ids.ts';
import { eventually } from '../support/eventually.ts';
import {
  closed,
  entityOf,
  LONG_WAIT,
  remove,
  run,
  SMALL_CLUSTER,
  SMALL_NETWORK,
  terminate,
  type Story,
} from './story.ts';

export const stories: readonly Story[] = [
  {
    histories: ['resource-life-cycle'],
    async play(scene) {
      const entity = entityOf(scene, 'cluster', 'mortal');
      await run(scene, '/clusters', { name: 'mortal', ...SMALL_CLUSTER }, 'succeeded');
      await remove(scene, '/clusters/mortal', 'succeeded');
      await closed(scene, entity);
      await scene.keep('resource-life-cycle', entity);
    },
  },
  {
    histories: ['resource-rolled-back'],
    async play(scene) {
      const entity = entityOf(scene, 'network', 'stillborn');
      const faults = [{ type: 'vpc', when: 'create', kind: 'quota' }];
      const network = { name: 'stillborn', ...SMALL_NETWORK, simulation: { faults } };
      await run(scene, '/networks', network, 'failed');
      await closed(scene, entity);
      await scene.keep('resource-rolled-back', entity);
    },
  },
  {
    histories: ['resource-with-attachments'],
    async play(scene) {
      const entity = entityOf(scene, 'network', 'held');
      await run(scene, '/networks', { name: 'held', ...SMALL_NETWORK }, 'succeeded');
      for (const name of ['first', 'second']) {
        const cluster = { name, ...SMALL_CLUSTER, networkId: 'held' };
        await run(scene, '/clusters', cluster, 'succeeded');
      }
      for (const name of ['first', 'second']) {
        await remove(scene, `/clusters/${name}`, 'succeeded');
      }
      await remove(scene, '/networks/held', 'succeeded');
      await closed(scene, entity);
      await scene.keep('resource-with-attachments', entity);
    },
  },
  {
    histories: ['resource-taken-over'],
    async play(scene) {
      const { stack, keep } = scene;
      const entity = entityOf(scene, 'cluster', 'orphan');
      const faults = [{ type: 'control_plane', when: 'ready', kind: 'hang' }];
      const cluster = { name: 'orphan', ...SMALL_CLUSTER, simulation: { faults } };
      const { id } = await stack.submit('/clusters', cluster);
      await stack.follow(id, { until: ({ progress }) => progress.stage === 'provisioning' });
      await terminate(scene, id);
      await remove(scene, '/clusters/orphan', 'succeeded');
      await closed(scene, entity);
      await keep('resource-taken-over', entity);
    },
  },
  {
    histories: ['resource-reservation-ended'],
    async play(scene) {
      const { stack, keep } = scene;
      const entity = entityOf(scene, 'cluster', 'unclaimed');
      await stack.worker.stop();
      const { id } = await stack.submit('/clusters', { name: 'unclaimed', ...SMALL_CLUSTER });
      await terminate(scene, id);
      await stack.worker.start();
      await closed(scene, entity);
      await keep('resource-reservation-ended', entity);
    },
  },
  {
    histories: ['durations-kept'],
    async play(scene) {
      const id = durationsWorkflowId('simulated', 'sim-central-1');
      for (const name of ['first-net', 'second-net']) {
        await run(scene, '/networks', { name, ...SMALL_NETWORK }, 'succeeded');
        await remove(scene, `/networks/${name}`, 'succeeded');
      }
      const client = await scene.stack.temporalClient();
      // The worker sends durations a few seconds after the work.
      await eventually(async () => {
        const { memo } = await client.workflow.getHandle(id).describe();
        return isDurationsMemo(memo);
      }, LONG_WAIT);
      await scene.keep('durations-kept', id);
    },
  },
  {
    histories: ['resource-busy', 'deleteCluster-refused-as-busy'],
    async play(scene) {
      const { stack, keep } = scene;
      const entity = entityOf(scene, 'cluster', 'busy');
      const faults = [{ type: 'oidc_provider', when: 'delete', kind: 'throttle', times: 5 }];
      const cluster = { name: 'busy', ...SMALL_CLUSTER, simulation: { faults } };
      await run(scene, '/clusters', cluster, 'succeeded');
      // Both pass the API before either has claimed.
      await stack.worker.stop();
      const removals = [await stack.remove('/clusters/busy'), await stack.remove('/clusters/busy')];
      await stack.worker.start();
      const ends = await Promise.all(removals.map(({ id }) => stack.finished(id)));
      const refused = ends.find(({ error }) => error?.code === 'resource_busy');
      if (refused === undefined) throw new Error('neither was refused');
      await closed(scene, entity);
      await keep('resource-busy', entity);
      await keep('deleteCluster-refused-as-busy', refused.id);
    },
  },
];

/** For a server that suggests continue-as-new early. */
export const continuedStories: readonly Story[] = [
  {
    histories: ['resource-continued-as-new', 'resource-after-continue-as-new'],
    async play(scene) {
      const { stack, keep } = scene;
      const entity = entityOf(scene, 'network', 'long-lived');
      await run(scene, '/networks', { name: 'long-lived', ...SMALL_NETWORK }, 'succeeded');
      const client = await stack.temporalClient();
      const runIds = new Set<string>();
      for (let number = 0; runIds.size < 2; number++) {
        const cluster = { name: `guest-${number}`, ...SMALL_CLUSTER, networkId: 'long-lived' };
        await run(scene, '/clusters', cluster, 'succeeded');
        runIds.add((await client.workflow.getHandle(entity).describe()).runId);
      }
      const [before, after] = runIds;
      await keep('resource-continued-as-new', entity, before);
      await keep('resource-after-continue-as-new', entity, after);
    },
  },
];
