/**
 * The simulated cloud as the node life cycle uses it. All types of resources have the same calls. The
 * identity of a node is in the tags and the client token only, because names are not unique there.
 */
import { nodeTags, ownerTags } from '../identity.ts';
import type { CloudNodes, FoundNode, NodeKind, RemovalStep } from '../node-kind.ts';
import type { CloudClient, CloudView } from './client/client.ts';
import { updateTo } from './plan/change.ts';
import { creationOf } from './plan/creation.ts';
import { lookAgainMs } from './plan/timing.ts';

/** The cloud, and the signal that ends reads and deletions early. */
interface SimulatedCloud {
  client: CloudClient;
  signal: AbortSignal;
}

/** A create or update that has been sent is waited for: without its answer, its outcome is unknown. */
const NEVER_ABORTED = new AbortController().signal;

interface FoundResource extends FoundNode {
  resource: CloudView;
}

export function createCloudNodes(options: {
  client: CloudClient;
  speed: number;
  consistencyWindowMs: number;
  clock: () => number;
}): CloudNodes<SimulatedCloud, FoundResource> {
  const { client, speed, consistencyWindowMs, clock } = options;

  function foundNode(resource: CloudView): FoundResource[] {
    const { id, tags, state, outputs, stateSince, stateReason, updateFailure } = resource;
    if (state === 'deleted') return [];
    return [
      {
        cloudId: id,
        tags,
        state,
        outputs,
        stateMs: clock() - Date.parse(stateSince),
        ...(stateReason !== undefined && { reason: stateReason }),
        ...(updateFailure !== undefined && { updateFailure }),
        resource,
      },
    ];
  }

  const kindOf = (type: string): NodeKind<SimulatedCloud, FoundResource> => ({
    async find({ signal }, owner, name) {
      const tags = name === undefined ? ownerTags(owner) : nodeTags(owner, { type, name });
      return (await client.list(tags, signal)).filter((it) => it.type === type).flatMap(foundNode);
    },

    async get({ signal }, cloudId) {
      const resource = await client.get(cloudId, signal);
      return resource === undefined ? [] : foundNode(resource);
    },

    async create(_cloud, request) {
      const { id, state, outputs } = await client.create(creationOf(request), NEVER_ABORTED);
      return { cloudId: id, state, outputs, isComplete: state !== 'available' };
    },

    async diff(_cloud, { node }, { cloudId, resource }) {
      const update = updateTo(resource, node);
      if (update === undefined) return [];
      const apply = () => client.update(cloudId, update, NEVER_ABORTED);
      return [{ what: 'its properties or tags', apply }];
    },

    async remove({ signal }, _owner, cloudId): Promise<RemovalStep | undefined> {
      const answer = await client.delete(cloudId, signal);
      if (answer.state === 'gone') return undefined;
      if (answer.state === 'deleting') {
        return { message: `${cloudId} is being deleted`, deletingMs: 0 };
      }
      const blockers = answer.blockers.map((it) => `${it.type} ${it.name}`).join(', ');
      return { message: `${cloudId} is still in use by ${blockers}` };
    },
  });

  return {
    run: (_region, signal, work) => work({ client, signal }),
    kindOf,
    lookAgainMs: (wait) => lookAgainMs({ ...wait, speed }),
    displayName: 'the cloud',
    honoursClientTokens: true,
    endsUpdates: false,
    consistencyWindowMs,
    clock,
  };
}
