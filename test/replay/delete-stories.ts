/** Deletions, discovery and recovery, with each way in which they can end. */
import {
  cancelWhen,
  entityOf,
  remove,
  run,
  SMALL_CLUSTER,
  SMALL_NETWORK,
  terminate,
  type Scene,
  type Story,
} from './story.ts';

/** Throttles for longer than the deadline of a deletion. */
const ALWAYS = 1_000_000;

async function smallCluster(scene: Scene, name: string, ...faults: object[]): Promise<void> {
  const cluster = { name, ...SMALL_CLUSTER, simulation: { faults } };
  await run(scene, '/clusters', cluster, 'succeeded');
}

export const stories: readonly Story[] = [
  {
    histories: ['deleteCluster-succeeded'],
    async play(scene) {
      const onItsOwn = { name: 'unwanted', addons: [], karpenter: false };
      await run(scene, '/clusters', onItsOwn, 'succeeded');
      const { id } = await remove(scene, '/clusters/unwanted', 'succeeded');
      await scene.keep('deleteCluster-succeeded', id);
    },
  },
  {
    histories: ['deleteCluster-failed', 'deleteCluster-after-a-failed-delete'],
    async play(scene) {
      const fault = { type: 'security_group', when: 'delete', kind: 'error', code: 'AccessDenied' };
      await smallCluster(scene, 'stubborn', fault);
      const { id } = await remove(scene, '/clusters/stubborn', 'failed');
      await scene.keep('deleteCluster-failed', id);
      const again = await remove(scene, '/clusters/stubborn', 'succeeded');
      await scene.keep('deleteCluster-after-a-failed-delete', again.id);
    },
  },
  {
    histories: ['deleteCluster-canceled'],
    async play(scene) {
      const fault = { type: 'security_group', when: 'delete', kind: 'throttle', times: ALWAYS };
      await smallCluster(scene, 'kept', fault);
      const { id } = await scene.stack.remove('/clusters/kept');
      await cancelWhen(scene, id, ({ progress }) => progress.summary.succeeded > 0);
      await scene.keep('deleteCluster-canceled', id);
    },
  },
  {
    histories: ['deleteNetwork-failed', 'deleteNetwork-succeeded'],
    async play(scene) {
      const faults = [{ type: 'vpc', when: 'delete', kind: 'error', code: 'AccessDenied' }];
      const network = { name: 'unwanted', ...SMALL_NETWORK, simulation: { faults } };
      await run(scene, '/networks', network, 'succeeded');
      const { id } = await remove(scene, '/networks/unwanted', 'permission_denied');
      await scene.keep('deleteNetwork-failed', id);
      const again = await remove(scene, '/networks/unwanted', 'succeeded');
      await scene.keep('deleteNetwork-succeeded', again.id);
    },
  },
  {
    histories: ['discoverInstanceTypes-succeeded'],
    async play(scene) {
      const question = { minVCpus: 2, maxVCpus: 4, families: ['m5'] };
      const { id } = await run(scene, '/instance-types:discover', question, 'succeeded');
      await scene.keep('discoverInstanceTypes-succeeded', id);
    },
  },
  {
    histories: ['recoverCluster-succeeded', 'resource-recovered'],
    async play(scene) {
      await smallCluster(scene, 'lost');
      await terminate(scene, entityOf(scene, 'cluster', 'lost'));
      const { id } = await run(scene, '/clusters/lost:recover', {}, 'succeeded');
      await scene.keep('recoverCluster-succeeded', id);
      await scene.keep('resource-recovered', entityOf(scene, 'cluster', 'lost'));
    },
  },
];
