import type { CloudRef, Owner, PlannedNode } from '../../contract/resources/graph.ts';
import {
  ProviderError,
  type CallContext,
  type NodeRequest,
  type Provider,
} from '../../providers/provider.ts';
import { eventually } from '../support/eventually.ts';

/** How long a node may take on a busy machine. */
const PATIENCE = { timeoutMs: 40_000 };

/** Repeats `act` until it succeeds or fails for good. Throws its final or its last error. */
export async function settle<Result>(act: () => Promise<Result>): Promise<Result> {
  let last: unknown;
  const outcome = await eventually(async () => {
    try {
      return { result: await act() };
    } catch (error) {
      last = error;
      if (error instanceof ProviderError && error.retryable) return undefined;
      return { error };
    }
  }, PATIENCE).catch(() => ({ error: last }));
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
}

/** The ProviderError with which a call fails. */
export async function providerError(call: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await call.then(
    () => new Error('expected a ProviderError, but the call succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ProviderError) return error;
  throw error;
}

/** Polls until the node is ready. Throws its final error at once. */
export async function whenReady(
  provider: Provider,
  request: NodeRequest,
  ref: CloudRef,
  context: CallContext,
): Promise<CloudRef> {
  const outputs = await settle(async () => {
    const seen = await provider.awaitReady(request, ref, context);
    if (seen.state === 'ready') return seen.outputs;
    throw pendingError(seen.message);
  });
  return { cloudId: ref.cloudId, outputs };
}

/** Like the saga, ensures an outdated node again, and returns it when it is ready. */
export async function ensureReady(
  provider: Provider,
  request: NodeRequest,
  context: CallContext,
): Promise<CloudRef> {
  let ref: CloudRef | undefined;
  return settle(async () => {
    ref ??= await provider.ensure(request, context);
    const { cloudId } = ref;
    const seen = await provider.awaitReady(request, ref, context);
    if (seen.state === 'ready') return { cloudId, outputs: seen.outputs };
    if (seen.outdated) ref = undefined;
    throw pendingError(seen.message);
  });
}

function pendingError(message: string): ProviderError {
  return new ProviderError({
    code: 'pending',
    errorType: 'not_stabilized',
    publicMessage: message,
    retryable: true,
  });
}

/** Creates a plan, each node as soon as its dependencies are ready; returns the refs by URN. */
export async function walk(
  provider: Provider,
  owner: Owner,
  plan: readonly PlannedNode[],
  context: CallContext,
): Promise<Map<string, CloudRef>> {
  const refs = new Map<string, CloudRef>();
  const started = new Map<string, Promise<void>>();
  const bringUp = async (node: PlannedNode) => {
    for (const urn of node.dependsOn) await started.get(urn);
    const dependencies = pick(refs, node.dependsOn);
    const request = { owner, node, dependencies };
    refs.set(node.urn, await ensureReady(provider, request, context));
  };
  for (const node of dependenciesFirst(plan)) started.set(node.urn, bringUp(node));
  await Promise.all(started.values());
  return refs;
}

/**
 * Removes a plan, dependants first.
 *
 * @param refs what the ledger knows of the nodes
 */
export async function tearDown(
  provider: Provider,
  owner: Owner,
  plan: readonly PlannedNode[],
  context: CallContext,
  refs: ReadonlyMap<string, CloudRef> = new Map(),
): Promise<void> {
  for (const planned of dependenciesFirst(plan).toReversed()) {
    const cloudId = refs.get(planned.urn)?.cloudId;
    const node = { ...planned, ...(cloudId !== undefined && { cloudId }) };
    await eventually(
      async () => (await provider.remove({ owner, node }, context)).state === 'gone',
      PATIENCE,
    );
  }
}

/** The URNs of all direct and indirect dependencies of a node. */
export function allDependenciesOf(plan: readonly PlannedNode[], node: PlannedNode): Set<string> {
  const urns = new Set<string>();
  const visit = ({ dependsOn }: PlannedNode) => {
    for (const urn of dependsOn) {
      const dependency = plan.find((it) => it.urn === urn);
      if (dependency === undefined || urns.has(urn)) continue;
      urns.add(urn);
      visit(dependency);
    }
  };
  visit(node);
  return urns;
}

/** The node and all its dependencies, in the order of the plan. */
export function withAllDependencies(
  plan: readonly PlannedNode[],
  node: PlannedNode,
): PlannedNode[] {
  const below = allDependenciesOf(plan, node);
  return plan.filter((it) => it.urn === node.urn || below.has(it.urn));
}

function dependenciesFirst(plan: readonly PlannedNode[]): PlannedNode[] {
  const byUrn = new Map(plan.map((node) => [node.urn, node]));
  const sorted = new Set<PlannedNode>();
  const visit = (node: PlannedNode) => {
    for (const urn of node.dependsOn) {
      const dependency = byUrn.get(urn);
      if (dependency !== undefined && !sorted.has(dependency)) visit(dependency);
    }
    sorted.add(node);
  };
  for (const node of plan) visit(node);
  return [...sorted];
}

function pick(refs: ReadonlyMap<string, CloudRef>, urns: readonly string[]) {
  return Object.fromEntries(
    urns.flatMap((urn) => {
      const ref = refs.get(urn);
      return ref === undefined ? [] : [[urn, ref] as const];
    }),
  );
}
