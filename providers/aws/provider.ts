import { cloudResource, uidsOfOthers } from '../identity.ts';
import { discover } from '../instance-types/discovery.ts';
import { systemPods } from '../instance-types/system-pods.ts';
import { offered } from '../kubernetes/offered.ts';
import { clusterOutputs, networkOutputs } from '../kubernetes/outputs.ts';
import { toNodes } from '../kubernetes/plan-rows.ts';
import { adoptVersion } from '../kubernetes/versions.ts';
import { invalidSpec } from '../node-errors.ts';
import { createNodeLifecycle } from '../node-lifecycle.ts';
import type { Provider } from '../provider.ts';
import { createCatalogue, type Catalogue } from './catalogue.ts';
import { specFaults } from './checks/spec-faults.ts';
import { checkVcpus } from './checks/vcpus.ts';
import { createAccess, type Access, type AccessOptions } from './client/access.ts';
import { createConnections } from './connections.ts';
import { createHealth } from './health.ts';
import { logsLeftBehind } from './leftovers/logs.ts';
import { volumesLeftBehind } from './leftovers/volumes.ts';
import { createCloudNodes, findAll } from './kinds/cloud-nodes.ts';
import { findNamed } from './kinds/named.ts';
import { comparison } from './plan/change.ts';
import { adoptReleases } from './nodes/releases.ts';
import { clusterRows } from './plan/cluster-plan.ts';
import { networkRows } from './plan/network-plan.ts';
import { networkOf } from './plan/placement.ts';
import { deadlineSeconds } from './plan/timing.ts';
import { createVersions, type Versions } from './versions.ts';

const NAME = 'aws';
/** New resources of EC2 appear within seconds, although its documentation speaks of minutes. */
const VISIBLE_AFTER_MS = 15_000;

export interface AwsProviderOptions extends Omit<AccessOptions, 'clock' | 'consistencyWindowMs'> {
  /** How many times as fast as AWS the cloud at `endpoint` is; default 1. */
  speed?: number;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/** The provider of AWS, with connections to other accounts. */
export function createAwsProvider(options: AwsProviderOptions): Provider {
  const { speed = 1, clock = Date.now } = options;
  const consistencyWindowMs = Math.ceil(VISIBLE_AFTER_MS / speed);
  const accessOptions = { ...options, clock, consistencyWindowMs };
  const access = createAccess(accessOptions);
  const createProvide = () => {
    const offers = { catalogue: createCatalogue(clock), versions: createVersions(clock) };
    const isSandbox = options.endpoint !== undefined;
    return (it: Access) => {
      return createProvider(it, { speed, clock, consistencyWindowMs, isSandbox, ...offers });
    };
  };
  return {
    ...createProvide()(access),
    connections: createConnections(accessOptions, access, createProvide),
  };
}

function createProvider(
  access: Access,
  options: {
    speed: number;
    clock: () => number;
    consistencyWindowMs: number;
    catalogue: Catalogue;
    versions: Versions;
    isSandbox: boolean;
  },
): Provider {
  const { speed, clock, consistencyWindowMs, catalogue, versions } = options;
  return {
    name: NAME,
    consistencyWindowMs,

    ...createNodeLifecycle(createCloudNodes({ access, speed, consistencyWindowMs, clock })),

    validate: (owner, resource, { signal }) =>
      access.run(owner.region, signal, async (aws) => {
        const wanted = offered(NAME, resource);
        const fieldErrors = await specFaults(aws, owner, wanted, options);
        if (Object.keys(fieldErrors).length > 0) throw invalidSpec(fieldErrors);
        if (wanted.resourceType === 'cluster') await checkVcpus(aws, owner, wanted.spec);
      }),

    adopt: ({ region }, state, { signal }) =>
      access.run(region, signal, async (aws) =>
        adoptReleases(aws, await adoptVersion(state, () => versions.of(aws)), state.found),
      ),

    plan(owner, request) {
      const resource = offered(NAME, request);
      const rows =
        resource.resourceType === 'network'
          ? networkRows(resource.spec)
          : clusterRows(resource.spec, resource.network);
      return toNodes(owner, rows, { common: { tags: resource.spec.tags }, deadlineSeconds });
    },

    ...comparison,

    read: (owner, { signal }) =>
      access.run(owner.region, signal, async (aws) =>
        (await findAll(aws, owner)).flatMap(
          ({ type, found }) => cloudResource(owner, type, found) ?? [],
        ),
      ),

    leftBehind: (owner, { signal }) =>
      access.run(owner.region, signal, async (aws) =>
        owner.resourceType === 'cluster'
          ? [...(await volumesLeftBehind(aws, owner)), ...(await logsLeftBehind(aws, owner))]
          : [],
      ),

    namesakes: (owner, { signal }) =>
      access.run(owner.region, signal, async (aws) =>
        uidsOfOthers(owner, await findNamed(aws, owner)),
      ),

    health: createHealth(access, options),

    outputs({ region, resourceId: name }, request, nodes) {
      const resource = offered(NAME, request);
      if (resource.resourceType === 'network') return networkOutputs(nodes);
      const { spec } = resource;
      const network = networkOf(spec, resource.network);
      return clusterOutputs(nodes, {
        name,
        kubernetesVersion: spec.kubernetesVersion,
        network: network.own ? networkOutputs(nodes) : network.outputs,
        // The AWS command line gets a token with the credentials of the person who runs kubectl.
        credential: {
          command: 'aws',
          args: ['eks', 'get-token', '--cluster-name', name, '--region', region],
        },
      });
    },

    instanceTypes: (request, { signal }) =>
      access.run(request.region, signal, async (aws) =>
        discover(NAME, await catalogue.of(aws), request),
      ),

    metadata: (request) => systemPods({ provider: NAME, ...request }),
  };
}
