/** Deletions, discovery and recovery, to each of their ends. */
import {
  canceledWhen,
  entityOf,
  removed,
  run,
  SMALL_CLUSTER,
  SMALL_NETWORK,
  terminate,
  type Scene,
  type Story,
} from './story.ts';

/** Longer than a deletion has patience. */
const ALWAYS = 1_000_000;

async function smallCluster(scene: Scene, name: string, ...faults: object[]): Promise<void> {
  const cluster = { name, ...SMALL_CLUSTER, simulation: { faults } };
  await run(scene, '/clusters', cluster, 'succeeded');
}

export const deleteStories: readonly Story[] = [
  {
    yields: ['deleteCluster-succeeded'],
    async tell(scene) {
      const onItsOwn = { name: 'unwanted', addons: [], karpenter: false };
      await run(scene, '/clusters', onItsOwn, 'succeeded');
      const { id } = await removed(scene, '/clusters/unwanted', 'succeeded');
      await scene.keep('deleteCluster-succeeded', id);
    },
  },
  {
    yields: ['deleteCluster-failed', 'deleteCluster-after-a-failed-one'],
    async tell(scene) {
      const fault = { type: 'security_group', when: 'delete', kind: 'error', code: 'AccessDenied' };
      await smallCluster(scene, 'stubborn', fault);
      const { id } = await removed(scene, '/clusters/stubborn', 'failed');
      await scene.keep('deleteCluster-failed', id);
      const again = await removed(scene, '/clusters/stubborn', 'succeeded');
      await scene.keep('deleteCluster-after-a-failed-one', again.id);
    },
  },
  {
    yields: ['deleteCluster-canceled'],
    async tell(scene) {
      const fault = { type: 'security_group', when: 'delete', kind: 'throttle', times: ALWAYS };
      await smallCluster(scene, 'kept', fault);
      const { id } = await scene.stack.remove('/clusters/kept');
      await canceledWhen(scene, id, ({ progress }) => progress.summary.succeeded > 0);
      await scene.keep('deleteCluster-canceled', id);
    },
  },
  {
    yields: ['deleteNetwork-failed', 'deleteNetwork-succeeded'],
    async tell(scene) {
      const faults = [{ type: 'vpc', when: 'delete', kind: 'error', code: 'AccessDenied' }];
      const network = { name: 'unwanted', ...SMALL_NETWORK, simulation: { faults } };
      await run(scene, '/networks', network, 'succeeded');
      const { id } = await removed(scene, '/networks/unwanted', 'permission_denied');
      await scene.keep('deleteNetwork-failed', id);
      const again = await removed(scene, '/networks/unwanted', 'succeeded');
      await scene.keep('deleteNetwork-succeeded', again.id);
    },
  },
  {
    yields: ['discoverInstanceTypes-succeeded'],
    async tell(scene) {
      const question = { minVCpus: 2, maxVCpus: 4, families: ['m5'] };
      const { id } = await run(scene, '/instance-types:discover', question, 'succeeded');
      await scene.keep('discoverInstanceTypes-succeeded', id);
    },
  },
  {
    yields: ['recoverCluster-succeeded', 'resource-recovered'],
    async tell(scene) {
      await smallCluster(scene, 'lost');
      await terminate(scene, entityOf(scene, 'cluster', 'lost'));
      const { id } = await run(scene, '/clusters/lost:recover', {}, 'succeeded');
      await scene.keep('recoverCluster-succeeded', id);
      await scene.keep('resource-recovered', entityOf(scene, 'cluster', 'lost'));
    },
  },
];
