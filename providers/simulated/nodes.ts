import { ProviderError, type PlannedNode, type Provider } from '../provider.ts';
import { updateTo } from './plan/change.ts';
import type { CloudClient, CloudView } from './client/client.ts';
import { creationOf } from './plan/creation.ts';
import { snakeCase } from './client/errors.ts';
import { generationOf, nodeKey, nodeTags } from '../identity.ts';
import { lookAgainMs } from './plan/timing.ts';

/**
 * The life of one node in the simulated cloud. Identity is in the tags and the client token only:
 * names are not unique there, so what carries other tags is somebody else's, whatever it is called.
 */
export function createNodeCalls(options: {
  client: CloudClient;
  speed: number;
  /** Milliseconds since the epoch. */
  clock: () => number;
}): Pick<Provider, 'ensure' | 'awaitReady' | 'remove'> {
  const { client, speed, clock } = options;

  const elapsedMs = (resource: CloudView) => clock() - Date.parse(resource.stateSince);

  /** Asks for the deletion of all of them; undefined once each is gone. */
  async function deleteAll(resources: readonly CloudView[], type: string, signal: AbortSignal) {
    const steps = resources.map(async (resource) => {
      if (resource.state !== 'deleting') return deleteOne(resource.id, type, signal);
      return pendingRemoval(type, `${resource.id} is being deleted`, elapsedMs(resource));
    });
    const results = await Promise.all(steps);
    return results.find((it) => it !== undefined);
  }

  async function deleteOne(id: string, type: string, signal: AbortSignal) {
    const answer = await client.delete(id, signal);
    if (answer.state === 'gone') return undefined;
    if (answer.state === 'deleting') return pendingRemoval(type, `${id} is being deleted`, 0);
    const blockers = answer.blockers.map((it) => `${it.type} ${it.name}`).join(', ');
    return pendingRemoval(type, `${id} is still in use by ${blockers}`);
  }

  function pendingRemoval(type: string, message: string, elapsed?: number) {
    const wait = lookAgainMs({ type, for: 'gone', speed, elapsedMs: elapsed });
    return { state: 'pending' as const, lookAgainMs: wait, message };
  }

  return {
    async ensure({ owner, node, dependencies }, { signal }) {
      const found = await client.list(nodeTags(owner, node), signal);
      const newer = found.find(
        (it) => generationOf(it) > node.generation && generationOf(it) !== node.keepsGeneration,
      );
      if (newer !== undefined) {
        throw identitySpent(node, `generation ${generationOf(newer)} exists`);
      }

      const older = found.filter(
        (it) => generationOf(it) < node.generation && generationOf(it) !== node.keepsGeneration,
      );
      const removal = await deleteAll(older, node.type, signal);
      if (removal !== undefined) throw replacing(node, removal);

      const made = found.find((it) => generationOf(it) === node.generation);
      signal.throwIfAborted();
      // From here on its answer is needed, whatever happens.
      const never = new AbortController().signal;
      const own = made ?? (await client.create(creationOf({ owner, node, dependencies }), never));
      if (own.state === 'deleting' || own.state === 'deleted') {
        throw identitySpent(node, `what it made, ${own.id}, is ${own.state}`);
      }
      const update = own.state === 'available' ? updateTo(own, node) : undefined;
      const { id, outputs } = update ? await client.update(own.id, update, never) : own;
      return { cloudId: id, outputs };
    },

    async awaitReady({ node }, { cloudId }, { signal }) {
      const { type } = node;
      const resource = await client.get(cloudId, signal);
      const pending = (message: string, elapsed?: number) => ({
        state: 'pending' as const,
        lookAgainMs: lookAgainMs({ type, for: 'ready', speed, elapsedMs: elapsed }),
        message,
      });
      if (resource === undefined) {
        return { ...pending(`${cloudId} is not visible`), unseen: true };
      }
      const { state, outputs, updateFailure } = resource;
      if (state === 'available') {
        if (updateTo(resource, node) === undefined) return { state: 'ready', outputs };
        if (updateFailure !== undefined) throw notUpdated(node, resource, updateFailure);
        return { ...pending(`${cloudId} is not as it should be`), outdated: true };
      }
      if (state === 'failed') throw failed(node, resource);
      if (state === 'deleting' || state === 'deleted') {
        throw identitySpent(node, `${cloudId} is ${state}`);
      }
      return pending(`${cloudId} is ${state}`, elapsedMs(resource));
    },

    async remove({ owner, node, keep }, { signal }) {
      const all = await client.list(nodeTags(owner, node), signal);
      const found = all.filter((it) => generationOf(it) !== keep);
      const pending = await deleteAll(found, node.type, signal);
      if (pending !== undefined) return pending;
      // What the ledger knows may be too new to be listed.
      const unlisted =
        node.cloudId !== undefined && !all.some((it) => it.id === node.cloudId)
          ? await deleteOne(node.cloudId, node.type, signal)
          : undefined;
      return unlisted ?? { state: 'gone' };
    },
  };
}

function failed(node: PlannedNode, resource: CloudView): ProviderError {
  const reason = resource.stateReason ?? 'CreateFailed';
  return new ProviderError({
    code: snakeCase(reason),
    errorType: 'provider',
    publicMessage: `the cloud could not make ${nodeKey(node)} (${resource.id}): ${reason}`,
    retryable: false,
    context: { cloudId: resource.id, vendorCode: reason },
  });
}

function notUpdated(node: PlannedNode, resource: CloudView, reason: string): ProviderError {
  return new ProviderError({
    code: snakeCase(reason),
    errorType: 'provider',
    publicMessage: `the cloud could not change ${nodeKey(node)} (${resource.id}): ${reason}`,
    retryable: false,
    context: { cloudId: resource.id, vendorCode: reason },
  });
}

function identitySpent(node: PlannedNode, why: string): ProviderError {
  return new ProviderError({
    code: 'identity_spent',
    errorType: 'conflict',
    publicMessage: `generation ${node.generation} of ${nodeKey(node)} cannot be used again: ${why}`,
    retryable: false,
  });
}

function replacing(
  node: PlannedNode,
  removal: { lookAgainMs: number; message: string },
): ProviderError {
  return new ProviderError({
    code: 'replacing_previous_generation',
    errorType: 'not_stabilized',
    publicMessage: `an earlier ${nodeKey(node)} goes first: ${removal.message}`,
    retryable: true,
    retryAfter: removal.lookAgainMs / 1000,
  });
}
