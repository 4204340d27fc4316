/**
 * The life of one node in AWS, whatever its kind. EC2 knows no client token for most of what it makes:
 * there the tags are the identity. Two attempts at once may then make two; the one with the smallest id
 * stays, and each look takes the others away.
 */
import { generationOf } from '../identity.ts';
import { ProviderError, type NodeRequest, type PlannedNode, type Provider } from '../provider.ts';
import type { Access, Aws } from './client/access.ts';
import { EXISTS_CODES, vendorCode } from './client/errors.ts';
import { kindOf, listOwn } from './kinds/index.ts';
import { failed, identitySpent, replacing } from './node-errors.ts';
import type { Found, Lack } from './node-kind.ts';
import { withQuota } from './client/quotas.ts';
import { createRecent } from './client/recent.ts';
import { deleteAll, deleteOne } from './removal.ts';
import { tagLacks } from './tagging.ts';
import { lookAgainMs } from './plan/timing.ts';

export interface NodeCallsOptions {
  access: Access;
  /** 1 for AWS; more for a sandbox that is faster. */
  speed: number;
  /** How long what was made may stay invisible, in milliseconds. */
  consistencyWindowMs: number;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

export function createNodeCalls(
  options: NodeCallsOptions,
): Pick<Provider, 'ensure' | 'awaitReady' | 'remove'> {
  const { access, speed, consistencyWindowMs, clock } = options;
  const recent = createRecent(consistencyWindowMs, clock);

  const waitFor = (node: PlannedNode, goal: 'ready' | 'gone') =>
    lookAgainMs({ type: node.type, for: goal, speed });

  async function ensure(aws: Aws, request: NodeRequest, signal: AbortSignal): Promise<string> {
    const { owner, node } = request;
    const found = await listOwn(aws, owner, node.type, node.name);
    const newer = found.find(
      (it) => generationOf(it) > node.generation && generationOf(it) !== node.keepsGeneration,
    );
    if (newer !== undefined) {
      throw identitySpent(node, `generation ${generationOf(newer)} exists`);
    }
    const older = found.filter(
      (it) => generationOf(it) < node.generation && generationOf(it) !== node.keepsGeneration,
    );
    const removal = await deleteAll(aws, request, older, speed);
    if (removal !== undefined) throw replacing(node, removal);

    const same = found.filter((it) => generationOf(it) === node.generation);
    const [own] = same.toSorted(byId);
    if (own?.state === 'deleting') {
      throw identitySpent(node, `what it made, ${own.cloudId}, is deleting`);
    }
    if (own !== undefined) {
      await supply(aws, request, own);
      return own.cloudId;
    }
    const known = recent.get(owner, node);
    if (known !== undefined) return known;
    signal.throwIfAborted();
    const made = await create(aws, request);
    recent.set(owner, node, made);
    // A look calls what it lacks then outdated. An error would say that nothing was made.
    await supplyNew(aws, request, made).catch(() => {});
    return made;
  }

  return {
    ensure: (request, { signal }) =>
      // In turn: what one makes the next must find.
      recent.inTurn(request.owner, request.node, async () => ({
        cloudId: await access.run(request.owner.region, signal, (aws) =>
          ensure(aws, request, signal),
        ),
        outputs: {},
      })),

    awaitReady: (request, { cloudId }, { signal }) =>
      access.run(request.owner.region, signal, async (aws) => {
        const { owner, node } = request;
        const pending = (message: string) => ({
          state: 'pending' as const,
          lookAgainMs: waitFor(node, 'ready'),
          message,
        });
        const all = await listOwn(aws, owner, node.type, node.name);
        const same = all.filter((it) => generationOf(it) === node.generation).toSorted(byId);
        const own = same.find((it) => it.cloudId === cloudId);
        if (own === undefined || own !== same[0]) {
          const why = own === undefined ? 'is not visible' : 'is a second one';
          return { ...pending(`${cloudId} ${why}`), unseen: true };
        }
        if (own.state === 'failed') throw failed(node, own);
        if (own.state === 'deleting') throw identitySpent(node, `${cloudId} is deleting`);
        const twins = await deleteAll(aws, request, same.slice(1), speed);
        if (twins !== undefined) return twins;
        if (own.state === 'creating') return pending(own.reason ?? `${cloudId} is ${own.state}`);
        if (own.state === 'updating') return pending(`${cloudId} is being updated`);
        const [lack] = await lacksOf(aws, request, own);
        if (lack === undefined) return { state: 'ready', outputs: own.outputs };
        const lacking = pending(`${cloudId} lacks ${lack.what}`);
        return lack.supply === undefined ? lacking : { ...lacking, outdated: true };
      }),

    remove: ({ owner, node, keep }, { signal }) =>
      access.run(owner.region, signal, async (aws) => {
        const kind = kindOf(node.type);
        const all = await listOwn(aws, owner, node.type, node.name);
        const found = all.filter((it) => generationOf(it) !== keep);
        const pending = await deleteAll(aws, { owner, node }, found, speed);
        if (pending !== undefined) return pending;
        // What was made a moment ago, or is in the ledger, may be too new to be listed.
        const known = recent.get(owner, node) ?? node.cloudId;
        if (all.some(({ cloudId }) => cloudId === known)) return { state: 'gone' };
        recent.forget(owner, node);
        if (known === undefined || recent.wasAsked(known)) return { state: 'gone' };
        const step = await deleteOne(aws, kind, owner, known);
        if (step === undefined) return { state: 'gone' };
        return { state: 'pending', lookAgainMs: waitFor(node, 'gone'), ...step };
      }),
  };
}

async function create(aws: Aws, request: NodeRequest): Promise<string> {
  const { owner, node } = request;
  const kind = kindOf(node.type);
  try {
    const { cloudId, state } = await kind.create(aws, request);
    if (state !== undefined) throw identitySpent(node, `what it made, ${cloudId}, is ${state}`);
    return cloudId;
  } catch (error) {
    if (error instanceof ProviderError && error.errorType === 'quota') {
      throw await withQuota(aws, request, error);
    }
    if (!EXISTS_CODES.has(vendorCode(error) ?? '')) throw error;
    // Ours from a call whose answer was lost, or somebody else's.
    const found = await listOwn(aws, owner, node.type, node.name);
    const own = found.find((it) => generationOf(it) === node.generation);
    if (own !== undefined) return own.cloudId;
    throw error;
  }
}

async function lacksOf(aws: Aws, request: NodeRequest, own: Found): Promise<Lack[]> {
  const lacks = (await kindOf(request.node.type).lacks?.(aws, request, own)) ?? [];
  return [...lacks, ...tagLacks(aws, request, own)];
}

/** Asks for what it lacks, where it is ready to be changed. */
async function supply(aws: Aws, request: NodeRequest, own: Found): Promise<void> {
  if (own.state !== 'available') return;
  for (const lack of await lacksOf(aws, request, own)) await lack.supply?.();
}

async function supplyNew(aws: Aws, request: NodeRequest, cloudId: string): Promise<void> {
  const { owner, node } = request;
  if (kindOf(node.type).lacks === undefined) return;
  const found = await listOwn(aws, owner, node.type, node.name);
  const own = found.find((it) => it.cloudId === cloudId);
  if (own !== undefined) await supply(aws, request, own);
}

function byId(a: Found, b: Found): number {
  if (a.cloudId === b.cloudId) return 0;
  return a.cloudId < b.cloudId ? -1 : 1;
}
