import { nodeUrn } from '../../contract/ids.ts';
import { generationOf, nodeKey, TAGS } from '../identity.ts';
import { discover } from '../instance-types/discovery.ts';
import { systemPods } from '../instance-types/system-pods.ts';
import {
  ProviderError,
  type CloudResource,
  type Owner,
  type Provider,
  type ResourceSpec,
} from '../provider.ts';
import { createAccess, type Access, type AccessOptions, type Aws } from './client/access.ts';
import { createCatalogue } from './catalogue.ts';
import { changeBetween } from './plan/change.ts';
import { clusterRows } from './plan/cluster-plan.ts';
import { createConnections } from './connections.ts';
import { KINDS, listOwn } from './kinds/index.ts';
import { networkRows } from './plan/network-plan.ts';
import { createNodeCalls } from './nodes.ts';
import { clusterOutputs, networkOutputs } from './outputs.ts';
import { toNodes } from './plan/plan-table.ts';
import { clusterFaults } from './plan/validate.ts';
import { zonesOf } from './plan/zones.ts';

const NAME = 'aws';
/** EC2's documentation asks to wait up to some minutes; in practice what is new shows within seconds. */
const VISIBLE_AFTER_MS = 15_000;

export interface AwsProviderOptions extends Omit<AccessOptions, 'clock'> {
  /** How many times as fast as AWS the cloud at `endpoint` is; 1 unless given. */
  speed?: number;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/** The provider of Amazon Web Services; one for each set of credentials, whose calls it counts together. */
export function createAwsProvider(options: AwsProviderOptions): Provider {
  const { speed = 1, clock = Date.now } = options;
  const accessOptions = { ...options, clock };
  const access = createAccess(accessOptions);
  const through = (via: Access) => provide(via, { speed, clock });
  return {
    ...through(access),
    connections: createConnections(accessOptions, access, through),
  };
}

function provide(
  access: Access,
  { speed, clock }: { speed: number; clock: () => number },
): Provider {
  const catalogue = createCatalogue(clock);
  const consistencyWindowMs = Math.ceil(VISIBLE_AFTER_MS / speed);

  return {
    name: NAME,
    consistencyWindowMs,

    ...createNodeCalls({ access, speed, consistencyWindowMs, clock }),

    validate: (owner, resource, { signal }) =>
      access.run(owner.region, signal, async (aws) => {
        const fieldErrors = await faultsOf(aws, owner, resource);
        const fields = Object.keys(fieldErrors);
        if (fields.length === 0) return;
        throw new ProviderError({
          code: 'invalid_spec',
          errorType: 'validation',
          publicMessage: fields.map((field) => `${field}: ${fieldErrors[field]}`).join('; '),
          retryable: false,
          fieldErrors,
        });
      }),

    plan: (owner, resource) =>
      toNodes(
        owner,
        resource.resourceType === 'network'
          ? networkRows(resource.spec)
          : clusterRows(resource.spec, resource.network),
        resource.spec.tags,
      ),

    change: changeBetween,

    read: (owner, { signal }) => access.run(owner.region, signal, (aws) => readAll(aws, owner)),

    outputs({ region }, resource, nodes) {
      if (resource.resourceType === 'network') return networkOutputs(nodes);
      const { spec, network } = resource;
      const ground = network.own ? networkOutputs(nodes) : network.outputs;
      const { kubernetesVersion } = spec;
      return clusterOutputs(nodes, { region, kubernetesVersion, network: ground });
    },

    instanceTypes: (request, { signal }) =>
      access.run(request.region, signal, async (aws) =>
        discover(NAME, await catalogue.of(aws), request),
      ),

    metadata: (request) => systemPods({ provider: NAME, ...request }),
  };

  async function faultsOf(
    aws: Aws,
    owner: Owner,
    resource: ResourceSpec,
  ): Promise<Record<string, string>> {
    if (resource.resourceType === 'cluster') {
      const { spec, network } = resource;
      return clusterFaults(owner.region, spec, network, await catalogue.of(aws));
    }
    const zones = await zonesOf(aws);
    return resource.spec.availabilityZoneCount <= zones.length
      ? {}
      : { availabilityZoneCount: `${owner.region} has ${zones.length} zones with EKS` };
  }
}

async function readAll(aws: Aws, owner: Owner): Promise<CloudResource[]> {
  const lists = await Promise.all(
    Object.keys(KINDS).map(async (type) => {
      const found = await listOwn(aws, owner, type);
      return found.flatMap(({ cloudId, tags, state, outputs }): CloudResource[] => {
        const name = tags[TAGS.node]?.slice(type.length + 1) ?? '';
        if (tags[TAGS.node] !== nodeKey({ type, name })) return [];
        return [
          {
            cloudId,
            urn: nodeUrn(owner, type, name),
            type,
            name,
            generation: generationOf({ tags }),
            state,
            outputs,
          },
        ];
      });
    }),
  );
  return lists.flat();
}
