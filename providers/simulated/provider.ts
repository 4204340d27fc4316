import { nodeUrn } from '../../contract/ids.ts';
import { discover } from '../instance-types/discovery.ts';
import { systemPods } from '../instance-types/system-pods.ts';
import { ProviderError, type Owner, type Provider, type ResourceSpec } from '../provider.ts';
import { changeBetween } from './plan/change.ts';
import { createCloudClient } from './client/client.ts';
import { createConnections } from './connections.ts';
import { clusterRows } from './plan/cluster-plan.ts';
import { generationOf, nodeKey, ownerTags, TAGS } from '../identity.ts';
import type { HttpOptions } from './client/http.ts';
import { createNodeCalls } from './nodes.ts';
import { networkRows } from './plan/network-plan.ts';
import { clusterOutputs, networkOutputs } from './outputs.ts';
import { toNodes } from './plan/plan-table.ts';
import { clusterFaults, isOffered } from './plan/validate.ts';

const NAME = 'simulated';
/** The simulated cloud shows a new resource after at most 1 s; half a second more to process a call. */
const VISIBLE_AFTER_MS = 1_500;
const DEFAULT_REQUEST_SLACK_MS = 500;

export interface SimulatedProviderOptions extends HttpOptions {
  /** The simulator's own; 10 is ten times as fast. */
  speed: number;
  /** For a request that was still under way at its deadline, in milliseconds; default 500. */
  requestSlackMs?: number;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/** The provider of the simulated cloud, which `url` leads to. */
export function createSimulatedProvider(options: SimulatedProviderOptions): Provider {
  const { clock = Date.now } = options;
  return {
    ...provide(options),
    connections: createConnections({ ...options, clock }, (authorization) =>
      provide({ ...options, authorization }),
    ),
  };
}

function provide(options: SimulatedProviderOptions): Provider {
  const { speed, requestSlackMs = DEFAULT_REQUEST_SLACK_MS, clock = Date.now } = options;
  const client = createCloudClient(options);

  return {
    name: NAME,
    consistencyWindowMs: Math.ceil(VISIBLE_AFTER_MS / speed) + requestSlackMs,

    ...createNodeCalls({ client, speed, clock }),

    async validate(owner, resource, { signal }) {
      if (resource.resourceType !== 'cluster') return;
      const catalogue = await client.instanceTypes(signal);
      const { spec, network } = resource;
      const fieldErrors = clusterFaults(owner.region, spec, network, catalogue);
      const fields = Object.keys(fieldErrors);
      if (fields.length === 0) return;
      throw new ProviderError({
        code: 'invalid_spec',
        errorType: 'validation',
        publicMessage: fields.map((field) => `${field}: ${fieldErrors[field]}`).join('; '),
        retryable: false,
        fieldErrors,
      });
    },

    plan: (owner, resource) => {
      const { tags, simulation } = resource.spec;
      return toNodes(owner, rowsOf(owner, resource), { tags, simulation });
    },

    change: changeBetween,

    async read(owner, { signal }) {
      const found = await client.list(ownerTags(owner), signal);
      return found.flatMap(({ id, type, name, state, outputs, tags }) =>
        state === 'deleted' || tags[TAGS.node] !== nodeKey({ type, name })
          ? []
          : [
              {
                cloudId: id,
                urn: nodeUrn(owner, type, name),
                type,
                name,
                generation: generationOf({ tags }),
                state,
                outputs,
              },
            ],
      );
    },

    outputs({ resourceId }, resource, nodes) {
      if (resource.resourceType === 'network') return networkOutputs(nodes);
      const { spec, network } = resource;
      const ground = network.own ? networkOutputs(nodes) : network.outputs;
      const { kubernetesVersion } = spec;
      return clusterOutputs(nodes, { name: resourceId, kubernetesVersion, network: ground });
    },

    async instanceTypes(request, { signal }) {
      const catalogue = await client.instanceTypes(signal);
      const offered = catalogue.filter((type) => isOffered(type, request.region));
      return discover(NAME, offered, request);
    },

    metadata: (request) => systemPods({ provider: NAME, ...request }),
  };
}

function rowsOf(owner: Owner, resource: ResourceSpec) {
  return resource.resourceType === 'network'
    ? networkRows(owner.region, resource.spec)
    : clusterRows(owner, resource.spec, resource.network);
}
