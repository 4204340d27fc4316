import type { components } from '../../client/openapi.ts';
import type { Flags } from '../commands/shared/command.ts';
import { given, parseList, parsePairs } from '../input/flags.ts';
import { formatAge } from '../output/time.ts';
import { isNamed, isSpec, type Spec } from '../input/spec.ts';
import { STATUS_COLUMN } from '../output/table.ts';
import type { Collection } from './collection.ts';
import { DESCRIPTION_FLAGS, descriptionOf, PLACE_FLAGS, placeOf } from './common-flags.ts';
import {
  changesNodeGroups,
  flagOfGroupField,
  NODE_GROUP_CHANGE_FLAGS,
  NODE_GROUP_FLAG,
  parseNodeGroup,
  withGroupChanges,
} from './node-groups.ts';

type Cluster = components['schemas']['Cluster'];

const CHANGE_FLAGS = {
  'kubernetes-version': { type: 'string', describe: 'For example 1.33' },
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
  ...NODE_GROUP_FLAG,
  ...CHANGE_FLAGS,
} as const satisfies Flags;

const UPDATE_FLAGS = {
  ...NODE_GROUP_CHANGE_FLAGS,
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
      ...given({
        networkId: args.network,
        nodeGroups: args['node-group']?.map(parseNodeGroup),
      }),
      ...placeOf(args),
      ...changesOf(args),
    }),
    flagOf: flagOfField,
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
  async noteDeleted({ io, server, hint }, cluster) {
    const { kubeconfigFile } = await import('../kubeconfig/file.ts');
    const { contextsOf } = await import('../kubeconfig/remove.ts');
    const file = kubeconfigFile(io.env);
    const contexts = await contextsOf(file, { server, cluster });
    if (contexts.length === 0) return;
    io.stderr.writeLine(
      `${file} still has the context ${contexts.join(', ')}. To remove it: ${hint(`clusters kubeconfig ${cluster} --remove`)}`,
    );
  },
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
    flagOf: flagOfField,
    needsCurrent: changesNodeGroups,
    withCurrent: (args, { spec }, patch) => ({
      // The file can have the groups, too.
      nodeGroups: withGroupChanges(groupsOf(patch) ?? spec.nodeGroups, args),
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
      ['clusters update demo --node-group name=default,max=9', 'one field of one group'],
      ['clusters update demo --release default=latest', 'the newest node image'],
      ['clusters update demo -f patch.yaml', 'a merge patch: null removes, arrays are replaced'],
    ],
  },
};

function flagOfField(
  args: Parameters<typeof flagOfGroupField>[0],
  body: Spec,
  [field, ...inner]: readonly string[],
): string | undefined {
  const groups = field === 'nodeGroups' ? groupsOf(body) : undefined;
  return groups && flagOfGroupField(args, groups, inner);
}

function groupsOf({ nodeGroups }: Spec): (Spec & { name: string })[] | undefined {
  return Array.isArray(nodeGroups) ? nodeGroups.filter(isSpec).filter(isNamed) : undefined;
}

function nodesOf({ nodeGroups }: Cluster['spec']): number {
  return nodeGroups.reduce((sum, { desiredSize }) => sum + desiredSize, 0);
}
