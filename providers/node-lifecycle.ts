/**
 * The life cycle of one node, the same for every cloud: generations, adoption, changes and removal.
 *
 * 1. Adopt: a resource with the tags of this generation is the node's resource, whichever call created it.
 * 2. Replace: other generations are removed before this one is created, except the one that the node keeps.
 * 3. Spend: a generation whose resource is deleted, or that a later one has replaced, is never used again.
 * 4. Twins: where the cloud has no client tokens, two concurrent creates can create two resources. The one
 *    with the smallest id stays, and every later poll removes the others.
 */
import { generationOf } from './identity.ts';
import { identitySpent, replacingPrevious, reportedFailure } from './node-errors.ts';
import type { CloudNodes, FoundNode, NodeKind, RemovalStep } from './node-kind.ts';
import type { CloudRef, NodeRequest, Owner, PlannedNode, Provider } from './provider.ts';
import type { EnsuredNode, Readiness, Removal } from './results.ts';
import { createRecentNodes } from './recent-nodes.ts';

type PendingRemoval = Extract<Removal, { state: 'pending' }>;

export function createNodeLifecycle<Cloud, Found extends FoundNode>(
  cloudNodes: CloudNodes<Cloud, Found>,
): Pick<Provider, 'ensure' | 'awaitReady' | 'remove'> {
  const { kindOf, displayName, honoursClientTokens, consistencyWindowMs, clock } = cloudNodes;
  const recent = honoursClientTokens ? undefined : createRecentNodes(consistencyWindowMs, clock);

  async function ensure(
    cloud: Cloud,
    request: NodeRequest,
    signal: AbortSignal,
  ): Promise<EnsuredNode> {
    const { owner, node } = request;
    const kind = kindOf(node.type);
    const found = await kind.find(cloud, owner, node.name);
    const others = found.filter(
      (it) => generationOf(it) !== node.generation && generationOf(it) !== node.keepsGeneration,
    );
    const later = others.find((it) => generationOf(it) > node.generation);
    if (later !== undefined) {
      throw identitySpent(node, `generation ${generationOf(later)} exists`);
    }
    const removal = await removeAll(cloud, request, others);
    if (removal !== undefined) throw replacingPrevious(node, removal);

    const [own] = generationIn(found, node);
    if (own !== undefined) return adopt(cloud, kind, request, own);
    const known = recent?.get(owner, node);
    if (known !== undefined) return { cloudId: known, outputs: {} };
    signal.throwIfAborted();
    return create(cloud, kind, request);
  }

  async function adopt(
    cloud: Cloud,
    kind: NodeKind<Cloud, Found>,
    request: NodeRequest,
    own: Found,
  ): Promise<CloudRef> {
    const { cloudId, state, outputs } = own;
    if (state === 'deleting') {
      throw identitySpent(request.node, `its resource ${cloudId} is ${state}`);
    }
    await applyDiffs(cloud, kind, request, own);
    return { cloudId, outputs };
  }

  async function create(
    cloud: Cloud,
    kind: NodeKind<Cloud, Found>,
    request: NodeRequest,
  ): Promise<EnsuredNode> {
    const { owner, node } = request;
    const { type } = node;
    const { cloudId, state, isComplete, outputs = {} } = await kind.create(cloud, request);
    if (state === 'deleting' || state === 'deleted') {
      throw identitySpent(node, `its resource ${cloudId} is ${state}`);
    }
    recent?.set(owner, node, cloudId);
    // An error here would claim that nothing was created. The next poll reports any remaining difference.
    if (!isComplete) await completeNew(cloud, kind, request, cloudId).catch(() => {});
    if (state !== 'creating') return { cloudId, outputs };
    const lookAgainMs = cloudNodes.lookAgainMs({ type, for: 'ready', elapsedMs: 0 });
    return { cloudId, outputs, lookAgainMs };
  }

  /** Applies the settings that need a second call after the create, such as an attachment. */
  async function completeNew(
    cloud: Cloud,
    kind: NodeKind<Cloud, Found>,
    request: NodeRequest,
    cloudId: string,
  ): Promise<void> {
    const found = await kind.find(cloud, request.owner, request.node.name);
    const own = found.find((it) => it.cloudId === cloudId);
    if (own !== undefined) await applyDiffs(cloud, kind, request, own);
  }

  async function look(cloud: Cloud, request: NodeRequest, cloudId: string): Promise<Readiness> {
    const { owner, node } = request;
    const kind = kindOf(node.type);
    const pending = (message: string, elapsedMs?: number) => ({
      state: 'pending' as const,
      lookAgainMs: cloudNodes.lookAgainMs({ type: node.type, for: 'ready', elapsedMs }),
      message,
    });
    const [own, ...twins] =
      kind.get === undefined
        ? generationIn(await kind.find(cloud, owner, node.name), node)
        : await kind.get(cloud, cloudId);
    if (own?.cloudId !== cloudId) {
      const isTwin = twins.some((it) => it.cloudId === cloudId);
      return {
        ...pending(`${cloudId} is ${isTwin ? 'a duplicate' : 'not visible'}`),
        unseen: true,
      };
    }
    if (own.state === 'failed') {
      throw reportedFailure(displayName, cloudId, own.reason ?? 'CreateFailed');
    }
    if (own.state === 'deleting') {
      throw identitySpent(node, `its resource ${cloudId} is ${own.state}`);
    }
    const removal = await removeAll(cloud, request, twins);
    if (removal !== undefined) return removal;
    const underWay = cloudNodes.endsUpdates ? { underWay: true as const } : {};
    if (own.state !== 'available') {
      const waiting = pending(own.reason ?? `${cloudId} is ${own.state}`, own.stateMs);
      return own.state === 'updating' ? { ...waiting, ...underWay } : waiting;
    }
    const [diff] = await kind.diff(cloud, request, own);
    if (diff === undefined) return { state: 'ready', outputs: own.outputs };
    if (own.updateFailure !== undefined) {
      throw reportedFailure(displayName, cloudId, own.updateFailure);
    }
    const different = pending(`${cloudId} lacks ${diff.what}`);
    return diff.apply === undefined
      ? { ...different, ...underWay }
      : { ...different, outdated: true };
  }

  async function remove(
    cloud: Cloud,
    { owner, node, keep }: { owner: Owner; node: PlannedNode; keep?: number },
  ): Promise<Removal> {
    const kind = kindOf(node.type);
    const found = await kind.find(cloud, owner, node.name);
    const unwanted = found.filter((it) => generationOf(it) !== keep);
    const pending = await removeAll(cloud, { owner, node }, unwanted);
    if (pending !== undefined) return pending;
    // A resource that was just created, or that only the ledger knows, may be too new to be listed.
    const unlisted = recent?.get(owner, node) ?? node.cloudId;
    if (unlisted === undefined || found.some(({ cloudId }) => cloudId === unlisted)) {
      return { state: 'gone' };
    }
    recent?.forget(owner, node);
    if (recent?.markRemoved(unlisted)) return { state: 'gone' };
    const step = await kind.remove(cloud, owner, unlisted, node);
    return step === undefined ? { state: 'gone' } : pendingRemoval(node.type, [step]);
  }

  /** Takes one step of the deletion of each resource; undefined when all of them are gone. */
  async function removeAll(
    cloud: Cloud,
    { owner, node }: Pick<NodeRequest, 'owner' | 'node'>,
    found: readonly FoundNode[],
  ): Promise<PendingRemoval | undefined> {
    const steps: RemovalStep[] = [];
    for (const { cloudId, state, stateMs, reason } of found) {
      const deleting = {
        message: `${cloudId} is being deleted`,
        ...(stateMs !== undefined && { deletingMs: stateMs }),
      };
      const step =
        state === 'deleting'
          ? undefined
          : await kindOf(node.type).remove(cloud, owner, cloudId, node);
      const { message, ...rest } = step ?? deleting;
      steps.push({ ...rest, message: reason === undefined ? message : `${message} (${reason})` });
    }
    return steps.length === 0 ? undefined : pendingRemoval(node.type, steps);
  }

  function pendingRemoval(type: string, steps: readonly RemovalStep[]): PendingRemoval {
    const waits = steps.map(({ deletingMs }) =>
      cloudNodes.lookAgainMs({ type, for: 'gone', elapsedMs: deletingMs }),
    );
    return {
      state: 'pending',
      lookAgainMs: Math.min(...waits),
      message: steps.map(({ message }) => message).join('; '),
      ...(steps.some(({ blocked }) => blocked) && { blocked: true as const }),
    };
  }

  return {
    ensure: (request, { signal }) => {
      const { owner, node } = request;
      const work = () =>
        cloudNodes.run(owner.region, signal, (cloud) => ensure(cloud, request, signal));
      return recent === undefined ? work() : recent.inTurn(owner, node, work);
    },
    awaitReady: (request, { cloudId }, { signal }) =>
      cloudNodes.run(request.owner.region, signal, (cloud) => look(cloud, request, cloudId)),
    remove: (request, { signal }) =>
      cloudNodes.run(request.owner.region, signal, (cloud) => remove(cloud, request)),
  };
}

/**
 * Returns the resources of the node's own generation. The first one has the smallest id, so every process
 * picks the same one.
 */
function generationIn<Found extends FoundNode>(
  found: readonly Found[],
  node: PlannedNode,
): Found[] {
  return found
    .filter((it) => generationOf(it) === node.generation)
    .toSorted((a, b) => (a.cloudId < b.cloudId ? -1 : 1));
}

/** Requests every change, once the resource is ready to be changed. */
async function applyDiffs<Cloud, Found extends FoundNode>(
  cloud: Cloud,
  kind: NodeKind<Cloud, Found>,
  request: NodeRequest,
  own: Found,
): Promise<void> {
  if (own.state !== 'available') return;
  for (const { apply } of await kind.diff(cloud, request, own)) await apply?.();
}
