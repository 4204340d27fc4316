import type { JsonObject } from '../../contract/resources/graph.ts';
import type { Simulation } from '../../contract/providers/simulation.ts';
import { cloudResource, nameTags, ownerTags, uidsOfOthers } from '../identity.ts';
import { discover } from '../instance-types/discovery.ts';
import { systemPods } from '../instance-types/system-pods.ts';
import { toNodes, withoutUndefined } from '../kubernetes/plan-rows.ts';
import { adoptVersion, versionOf } from '../kubernetes/versions.ts';
import { invalidSpec } from '../node-errors.ts';
import { createNodeLifecycle } from '../node-lifecycle.ts';
import type { CloudResource, Owner, Provider } from '../provider.ts';
import { createAsk, createCloudClient } from './client/client.ts';
import type { HttpOptions } from './client/http.ts';
import { createCloudNodes } from './cloud-nodes.ts';
import { createConnections } from './connections.ts';
import { createHealth } from './health.ts';
import { comparison } from './plan/change.ts';
import { isOffered, type SimulatedOffers } from './plan/kind.ts';
import { resourceKind } from './plan/kinds.ts';
import { deadlineSeconds } from './plan/timing.ts';
import { versionsAt } from './versions.ts';

const NAME = 'simulated';
/**
 * The simulated cloud shows a new resource after at most 1 s. The other half second is for processing the
 * call.
 */
const VISIBLE_AFTER_MS = 1_500;
const DEFAULT_REQUEST_SLACK_MS = 500;

export interface SimulatedProviderOptions extends HttpOptions {
  /** The speed of the simulator; 10 is ten times as fast. */
  speed: number;
  /** How long a request can still take effect after its deadline, in milliseconds; default 500. */
  requestSlackMs?: number;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/** The provider of the simulated cloud at `url`, with connections to other accounts. */
export function createSimulatedProvider(options: SimulatedProviderOptions): Provider {
  const { clock = Date.now } = options;
  return {
    ...createProvider(options),
    connections: createConnections({ ...options, clock }, (authorization) =>
      createProvider({ ...options, authorization }),
    ),
  };
}

function createProvider(options: SimulatedProviderOptions): Provider {
  const { speed, requestSlackMs = DEFAULT_REQUEST_SLACK_MS, clock = Date.now } = options;
  const client = createCloudClient(options);
  const consistencyWindowMs = Math.ceil(VISIBLE_AFTER_MS / speed) + requestSlackMs;

  async function read(owner: Owner, signal: AbortSignal): Promise<CloudResource[]> {
    const found = await client.list(ownerTags(owner), signal);
    return found.flatMap(({ id: cloudId, type, state, ...rest }) =>
      state === 'deleted' ? [] : (cloudResource(owner, type, { cloudId, state, ...rest }) ?? []),
    );
  }

  return {
    name: NAME,
    consistencyWindowMs,

    ...createNodeLifecycle(createCloudNodes({ client, speed, consistencyWindowMs, clock })),

    async validate(owner, resource, { signal }) {
      const kind = resourceKind(resource.resourceType);
      const offers: SimulatedOffers = {
        instanceTypes: () => client.instanceTypes(signal),
        versions: versionsAt(clock()),
        currentVersion: async () => versionOf(await read(owner, signal)),
      };
      const fieldErrors = (await kind.faults?.(owner, resource, offers)) ?? {};
      if (Object.keys(fieldErrors).length > 0) throw invalidSpec(fieldErrors);
    },

    adopt: (_owner, state) => adoptVersion(state, async () => versionsAt(clock())),

    plan(owner, resource) {
      const { tags, simulation } = resource.spec;
      const rows = resourceKind(resource.resourceType).rows(owner, resource);
      const common = { tags, simulation: simulation && simulationOf(simulation) };
      return toNodes(owner, rows, { common, deadlineSeconds });
    },

    ...comparison,

    read: (owner, { signal }) => read(owner, signal),

    async namesakes(owner, { signal }) {
      const found = await client.list(nameTags(owner), signal);
      return uidsOfOthers(
        owner,
        found.filter(({ state }) => state !== 'deleted'),
      );
    },

    health: createHealth(createAsk(options), options.url),

    outputs: (owner, resource, nodes) =>
      resourceKind(resource.resourceType).outputs(owner, resource, nodes, options.url),

    async instanceTypes(request, { signal }) {
      const catalogue = await client.instanceTypes(signal);
      const offered = catalogue.filter((type) => isOffered(type, request.region));
      return discover(NAME, offered, request);
    },

    metadata: (request) => systemPods({ provider: NAME, ...request }),
  };
}

function simulationOf({ faults }: Simulation): JsonObject {
  return { faults: faults.map(withoutUndefined) };
}
