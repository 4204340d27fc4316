/** Random stories of one cluster for fast-check: requests, faults and strikes. */
import * as fc from 'fast-check';
import { EKS_ADDONS } from '../../../contract/providers/eks-addons.ts';
import type { ClusterSpec, NodeGroup } from '../../../contract/resources/cluster.ts';
import { minorsLater } from '../../../contract/resources/kubernetes-version.ts';
import type { Fault } from '../../../contract/providers/simulation.ts';
import { campaign } from './campaign.ts';
import { SMALL } from './changes.ts';
import { GROUPS, someFault } from '../faults/random-faults.ts';

/** A kill, cancel or terminate once the operation has shown a number of changes. */
export interface Strike {
  how: 'cancel' | 'terminate';
  atVersion: number;
}

export type Change =
  | { kind: 'version' }
  | { kind: 'add'; group: NodeGroup }
  | { kind: 'remove'; at: number }
  | { kind: 'resize'; at: number; desiredSize: number }
  | { kind: 'replace'; at: number; machine: Machine }
  | { kind: 'addons'; addons: ClusterSpec['addons'] }
  | { kind: 'karpenter' }
  | { kind: 'tags'; tags: Record<string, string | null> }
  | { kind: 'onFailure'; onFailure: ClusterSpec['onFailure'] };

export type Step = { strike?: Strike } & (
  | { does: 'create'; spec: NewCluster; faults: Fault[] }
  | { does: 'patch'; changes: Change[]; faults: Fault[] }
  | { does: 'retry' }
  | { does: 'delete' }
);

type Machine = Pick<NodeGroup, 'instanceTypes' | 'diskGiB'>;
type NewCluster = Omit<ClusterSpec, 'simulation' | 'displayName'> & { networkId?: string };
/** Is on the network that the tests of `npm test` share, if there is one. */
const PLACEMENT: Pick<NewCluster, 'networkId'> = campaign.full
  ? {}
  : { networkId: SMALL.networkId };

const MAX_NODES = 4;
/** About the number of changes that a create shows. */
const LATEST_VERSION = campaign.rounds(25, 40);

const machine: fc.Arbitrary<Machine> = fc.record({
  instanceTypes: fc.constantFrom(['m5.large'], ['m5.xlarge'], ['c5.large', 'm5.large']),
  diskGiB: fc.constantFrom(50, 80),
});
const desiredSize = fc.integer({ min: 1, max: MAX_NODES });

const nodeGroup: fc.Arbitrary<NodeGroup> = fc
  .tuple(fc.constantFrom(...GROUPS), machine, desiredSize)
  .map(([name, made, size]) => ({
    name,
    ...made,
    minSize: 1,
    desiredSize: size,
    maxSize: MAX_NODES,
    capacityType: 'on_demand',
  }));

const addons = fc.subarray([...EKS_ADDONS]);
const onFailure = fc.constantFrom('rollback' as const, 'rollback' as const, 'retain' as const);
const TAG_KEYS = fc.constantFrom('team', 'cost', 'stage');
const TAG_VALUES = fc.constantFrom('a', 'b');

const newCluster: fc.Arbitrary<NewCluster> = fc
  .record({
    kubernetesVersion: fc.constantFrom('1.31', '1.32', '1.33'),
    nodeGroups: fc.uniqueArray(nodeGroup, {
      selector: ({ name }) => name,
      minLength: 1,
      maxLength: 2,
    }),
    addons,
    karpenter: fc.boolean(),
    onFailure,
    tags: fc.dictionary(TAG_KEYS, TAG_VALUES, { noNullPrototype: true }),
  })
  .map((spec) => ({ ...spec, ...PLACEMENT }));

const at = fc.nat(GROUPS.length - 1);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant({ kind: 'version' as const }),
  fc.record({ kind: fc.constant('add' as const), group: nodeGroup }),
  fc.record({ kind: fc.constant('remove' as const), at }),
  fc.record({ kind: fc.constant('resize' as const), at, desiredSize }),
  fc.record({ kind: fc.constant('replace' as const), at, machine }),
  fc.record({ kind: fc.constant('addons' as const), addons }),
  fc.constant({ kind: 'karpenter' as const }),
  fc.record({
    kind: fc.constant('tags' as const),
    tags: fc.dictionary(TAG_KEYS, fc.option(TAG_VALUES), { noNullPrototype: true }),
  }),
  fc.record({ kind: fc.constant('onFailure' as const), onFailure }),
);

/** The patch that makes these changes. Changes that do not apply to this cluster are left out. */
export function patchOf(spec: ClusterSpec, changes: readonly Change[]): object {
  const patch: Partial<Omit<ClusterSpec, 'tags'>> & { tags?: Record<string, string | null> } = {};
  let { nodeGroups } = spec;
  for (const made of changes) {
    switch (made.kind) {
      case 'version': {
        const now = spec.kubernetesVersion ?? '1.33';
        patch.kubernetesVersion = now === '1.34' ? now : minorsLater(now, 1);
        break;
      }
      case 'karpenter':
        patch.karpenter = !spec.karpenter;
        break;
      case 'addons':
        patch.addons = made.addons;
        break;
      case 'tags':
        patch.tags = { ...patch.tags, ...made.tags };
        break;
      case 'onFailure':
        patch.onFailure = made.onFailure;
        break;
      default:
        nodeGroups = changedGroups(nodeGroups, made);
        patch.nodeGroups = nodeGroups;
    }
  }
  return patch;
}

function changedGroups(
  groups: NodeGroup[],
  made: Extract<Change, { kind: 'add' | 'remove' | 'resize' | 'replace' }>,
): NodeGroup[] {
  if (made.kind === 'add') {
    const isThere = groups.some(({ name }) => name === made.group.name);
    return isThere ? groups : [...groups, made.group];
  }
  const index = made.at % groups.length;
  if (made.kind === 'remove') {
    return groups.length === 1 ? groups : groups.filter((_group, place) => place !== index);
  }
  const other = made.kind === 'resize' ? { desiredSize: made.desiredSize } : made.machine;
  return groups.map((group, place) => (place === index ? { ...group, ...other } : group));
}

const faults = fc.array(someFault, { maxLength: 3, size: 'max' });

const strike: fc.Arbitrary<Strike> = fc.record({
  how: fc.constantFrom('cancel' as const, 'cancel' as const, 'terminate' as const),
  atVersion: fc.nat(LATEST_VERSION),
});

/** Half of the steps have no strike. */
function struck<Rest extends object>(
  step: fc.Arbitrary<Rest>,
): fc.Arbitrary<Rest & { strike?: Strike }> {
  return fc
    .tuple(step, fc.option(strike, { nil: undefined, freq: 2 }))
    .map(([rest, blow]) => (blow === undefined ? rest : { ...rest, strike: blow }));
}

const create = fc.record({ does: fc.constant('create' as const), spec: newCluster, faults });
const patch = fc.record({
  does: fc.constant('patch' as const),
  changes: fc.array(change, { minLength: 1, maxLength: 3 }),
  faults,
});
const retry = fc.constant({ does: 'retry' as const });
const remove = fc.constant({ does: 'delete' as const });

const step: fc.Arbitrary<Step> = struck<Step>(
  fc.oneof(
    { weight: 2, arbitrary: create },
    { weight: 6, arbitrary: patch },
    { weight: 3, arbitrary: retry },
    { weight: 1, arbitrary: remove },
  ),
);

/** Begins with a create. Skip a step that does not apply when its turn comes. */
export function story(mostSteps: number): fc.Arbitrary<Step[]> {
  return fc
    .tuple(
      struck<Step>(create),
      fc.array(step, { minLength: 2, maxLength: mostSteps - 1, size: 'max' }),
    )
    .map(([first, rest]) => [first, ...rest]);
}
