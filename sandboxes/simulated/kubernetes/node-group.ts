/**
 * Makes the nodes of a cluster match their node group, one step at a time:
 *
 * 1. Missing nodes join, and are waited for.
 * 2. Nodes of another version are replaced one by one: a new node is ready before an old one is drained.
 * 3. Surplus nodes are drained, which respects PodDisruptionBudgets, and deleted.
 *
 * Every step begins by reading the nodes, so that an interrupted change continues where it stopped.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Kubectl } from './kubectl.ts';
import {
  GROUP_ID_LABEL,
  isReady,
  kubeletVersion,
  nodeManifest,
  nodeName,
  nodePatch,
  nodeSchema,
  type Group,
  type Node,
  type NodePlace,
} from './nodes.ts';

const POLL_MS = 200;
const KUBECTL_MARGIN_MS = 10_000;
const MAX_REASON = 300;
const MAX_NAMES = 3;

const listSchema = z.object({ items: z.array(nodeSchema) });

export interface NodeGroupOptions {
  kubectl: Kubectl;
  group: Group;
  /** Where a node is placed. `zone` follows from its number. */
  placeOf: (number: number) => NodePlace;
  /** How long the pods of a node may take to leave it, in milliseconds. */
  drainMs: number;
  signal: AbortSignal;
  /** Receives what the change waits for. */
  waitFor: (what: string) => void;
}

/** A node could not be drained in time. The message says why, for the client. */
export class DrainFailure extends Error {
  override readonly name = 'DrainFailure';
}

/**
 * Resolves when the group has exactly its desired nodes, and all of them are ready.
 *
 * @throws DrainFailure if the pods of a node do not leave it in time. The node stays, and accepts pods again
 */
export async function settleNodeGroup(options: NodeGroupOptions): Promise<void> {
  const { kubectl, group, placeOf, signal } = options;
  const isCurrent = ({ status }: Node) => status.nodeInfo.kubeletVersion === kubeletVersion(group);
  for (;;) {
    signal.throwIfAborted();
    const nodes = await listNodes(kubectl, placeOf(0).groupId);
    for (const node of nodes) await patchNode(kubectl, group, node);
    const current = nodes.filter(isCurrent);
    const old = nodes.filter((node) => !isCurrent(node));
    const missing = group.desiredSize - current.length;
    if (missing > 0) {
      // The other new nodes follow when the old ones have left, so that an upgrade needs one more node only.
      await join(options, nodes, old.length > 0 ? 1 : missing);
      await untilReady(options);
    }
    const [surplus] = [...old, ...current.slice(Math.max(0, group.desiredSize))];
    if (surplus === undefined) return untilReady(options);
    await drain(options, surplus.metadata.name);
    await deleteNode(kubectl, surplus.metadata.name);
  }
}

/** Drains and deletes all nodes. A node whose pods do not leave it in time is deleted with them. */
export async function removeNodeGroup(options: NodeGroupOptions): Promise<void> {
  const { kubectl, placeOf, signal } = options;
  for (const { metadata } of await listNodes(kubectl, placeOf(0).groupId)) {
    signal.throwIfAborted();
    await drain(options, metadata.name).catch((error: unknown) => {
      if (!(error instanceof DrainFailure)) throw error;
    });
    await deleteNode(kubectl, metadata.name);
  }
}

async function listNodes(kubectl: Kubectl, groupId: string): Promise<Node[]> {
  const args = ['get', 'nodes', '--selector', `${GROUP_ID_LABEL}=${groupId}`, '--output', 'json'];
  return listSchema.parse(JSON.parse(await kubectl(args))).items;
}

async function join(
  { kubectl, group, placeOf }: NodeGroupOptions,
  existing: readonly Node[],
  count: number,
): Promise<void> {
  const numbers = existing.map(({ metadata }) => Number(/\d+$/.exec(metadata.name)?.[0] ?? 0));
  const first = Math.max(0, ...numbers) + 1;
  const items = Array.from({ length: count }, (_, index) => {
    const place = placeOf(first + index);
    return nodeManifest(group, place, nodeName(place, first + index));
  });
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await kubectl(['create', '--filename', '-'], { input: list });
}

/** Waits until every node of the group is ready. */
async function untilReady(options: NodeGroupOptions): Promise<void> {
  const { kubectl, placeOf, signal, waitFor } = options;
  for (;;) {
    const nodes = await listNodes(kubectl, placeOf(0).groupId);
    const unready = nodes.filter((node) => !isReady(node)).map(({ metadata }) => metadata.name);
    if (unready.length === 0) return;
    const names = unready.slice(0, MAX_NAMES).join(', ');
    const others = unready.length - MAX_NAMES;
    waitFor(
      `these nodes are not Ready: ${names}${others > 0 ? ` and ${others} more` : ''}; kubectl describe node ${unready[0]} shows why`,
    );
    await sleep(POLL_MS, undefined, { signal });
  }
}

async function patchNode(kubectl: Kubectl, group: Group, node: Node): Promise<void> {
  const patch = nodePatch(group, node);
  if (patch === undefined) return;
  const { name } = node.metadata;
  await kubectl(['patch', 'node', name, '--type=merge', '--patch', JSON.stringify(patch)]);
}

async function drain({ kubectl, drainMs, waitFor }: NodeGroupOptions, name: string): Promise<void> {
  waitFor(`node ${name} is being drained`);
  const args = ['drain', name, '--ignore-daemonsets', '--delete-emptydir-data', '--force'];
  const seconds = Math.ceil(drainMs / 1_000);
  try {
    await kubectl([...args, `--timeout=${seconds}s`], { timeoutMs: drainMs + KUBECTL_MARGIN_MS });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (!/evict|drain|global timeout/i.test(said)) throw error;
    await kubectl(['uncordon', name]);
    throw new DrainFailure(
      `PodEvictionFailure: node ${name} could not be drained in ${seconds} s: ${reasonOf(said)}. The node accepts pods again. Let the PodDisruptionBudget or the pod allow the eviction, and retry`,
    );
  }
}

async function deleteNode(kubectl: Kubectl, name: string): Promise<void> {
  await kubectl(['delete', 'node', name, '--ignore-not-found', '--wait=false']);
}

/** The reason in kubectl's output: a pod that was refused, if it names one. */
function reasonOf(said: string): string {
  const lines = said.split('\n');
  const refused = lines.find((line) => line.includes('disruption budget'));
  return (refused ?? lines.at(-1) ?? '').slice(0, MAX_REASON);
}
