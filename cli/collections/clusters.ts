import type { components } from '../../client/openapi.ts';
import type { Flags } from '../commands/shared/command.ts';
import { given, parseList, parsePairs } from '../input/flags.ts';
import { formatAge } from '../output/time.ts';
import { STATUS_COLUMN } from '../output/table.ts';
import type { Collection } from './collection.ts';
import { DESCRIPTION_FLAGS, descriptionOf, PLACE_FLAGS, placeOf } from './common-flags.ts';
import { parseNodeGroup, scaled, withReleases } from './node-groups.ts';

type Cluster = components['schemas']['Cluster'];

const CHANGE_FLAGS = {
  'kubernetes-version': { type: 'string', describe: 'For example 1.33' },
  'node-group': {
    type: 'array',
    string: true,
    describe:
      'name=NAME,types=A+B,min=N,desired=N,max=N,capacity=spot,disk=GIB; for aws also release=latest,family=bottlerocket,pods=N,zones=A+B; only name is required; repeatable',
  },
  addon: {
    type: 'array',
    string: true,
    describe: 'Add-ons to install; separate several with commas, or repeat',
  },
  karpenter: { type: 'boolean', describe: 'Create what Karpenter needs in the cloud' },
  'deletion-protection': {
    type: 'boolean',
    describe: 'Refuse deletions; --no-deletion-protection allows them again',
  },
  ...DESCRIPTION_FLAGS,
} as const satisfies Flags;

const CREATE_FLAGS = {
  network: { type: 'string', describe: 'Name of the network to use; by default a new one' },
  ...PLACE_FLAGS,
  ...CHANGE_FLAGS,
} as const satisfies Flags;

const UPDATE_FLAGS = {
  scale: {
    type: 'array',
    string: true,
    describe:
      'GROUP=SIZE sets the desired size of a node group; separate several with commas, or repeat',
  },
  release: {
    type: 'array',
    string: true,
    describe:
      'GROUP=latest brings the nodes of a group to the newest release of their image; separate several with commas, or repeat',
  },
  'remove-tag': {
    type: 'array',
    string: true,
    describe: 'Key of a tag to remove; separate several with commas, or repeat',
  },
  ...CHANGE_FLAGS,
} as const satisfies Flags;

type ChangeArgs = Parameters<
  Collection<Cluster, typeof CHANGE_FLAGS, Flags>['create']['specOf']
>[0];

function changesOf(args: ChangeArgs) {
  return {
    ...given({
      kubernetesVersion: args['kubernetes-version'],
      nodeGroups: args['node-group']?.map(parseNodeGroup),
      addons: parseList(args.addon),
      karpenter: args.karpenter,
      deletionProtection: args['deletion-protection'],
    }),
    ...descriptionOf(args),
  };
}

export const clusters: Collection<Cluster, typeof CREATE_FLAGS, typeof UPDATE_FLAGS> = {
  name: 'clusters',
  singular: 'cluster',
  columns: [
    { title: 'NAME', of: ({ name }) => name, cut: true },
    STATUS_COLUMN,
    { title: 'PROVIDER', of: ({ provider }) => provider, wide: true },
    { title: 'REGION', of: ({ region }) => region },
    { title: 'KUBERNETES', of: ({ spec }) => spec.kubernetesVersion },
    { title: 'NODES', of: ({ spec }) => String(nodesOf(spec)), align: 'right' },
    { title: 'NETWORK', of: ({ networkId }) => networkId, cut: true },
    { title: 'AGE', of: ({ createdAt }) => formatAge(createdAt, Date.now()), align: 'right' },
    { title: 'OPERATION', of: ({ operationId }) => operationId, wide: true },
  ],
  fieldsOf: ({ spec, networkId, externalStatus }) => ({
    kubernetesVersion: spec.kubernetesVersion,
    nodeGroups: spec.nodeGroups
      .map(
        ({ name, desiredSize, instanceTypes }) =>
          `${name} (${desiredSize} × ${instanceTypes.join(' or ')})`,
      )
      .join(', '),
    networkId,
    externalStatus,
  }),
  create: {
    flags: CREATE_FLAGS,
    specOf: (args) => ({
      ...given({ networkId: args.network }),
      ...placeOf(args),
      ...changesOf(args),
    }),
    examples: [
      ['clusters create demo', 'a cluster with all defaults'],
      ['clusters create demo --network base', 'on an existing network'],
      ['clusters create demo --node-group name=gpu,types=g5.xlarge,desired=1', 'with a node group'],
      ['clusters create -f cluster.yaml --no-wait', 'from a file; prints the id of the operation'],
    ],
  },
  createOne: (api, body) => api.POST('/clusters', { body }),
  list: (api, query) => api.GET('/clusters', { params: { query } }),
  get: (api, clusterId) => api.GET('/clusters/{clusterId}', { params: { path: { clusterId } } }),
  remove: (api, clusterId) =>
    api.DELETE('/clusters/{clusterId}', { params: { path: { clusterId } } }),
  update: {
    flags: UPDATE_FLAGS,
    specOf(args) {
      const removed = parseList(args['remove-tag'])?.map((key) => [key, null] as const);
      const tags = removed && {
        ...Object.fromEntries(removed),
        ...parsePairs('tag', args.tag ?? []),
      };
      return { ...changesOf(args), ...given({ tags }) };
    },
    needsCurrent: (args) => args.scale !== undefined || args.release !== undefined,
    withCurrent: (args, { spec }) => ({
      nodeGroups: withReleases(scaled(spec.nodeGroups, args.scale ?? []), args.release ?? []),
    }),
    send: (api, clusterId, body, etag) =>
      api.PATCH('/clusters/{clusterId}', {
        params: {
          path: { clusterId },
          ...(etag !== undefined && { header: { 'If-Match': etag } }),
        },
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body,
      }),
    examples: [
      ['clusters update demo --kubernetes-version 1.34', 'another version of Kubernetes'],
      ['clusters update demo --scale default=5 --validate-only', 'the plan only'],
      ['clusters update demo --release default=latest', 'the newest node image'],
      ['clusters update demo -f patch.yaml', 'a merge patch: null removes, arrays are replaced'],
    ],
  },
};

function nodesOf({ nodeGroups }: Cluster['spec']): number {
  return nodeGroups.reduce((sum, { desiredSize }) => sum + desiredSize, 0);
}
