/** The whole state of one cluster: its record, its ledger and its cloud resources. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { clusterSchema, type Cluster } from '../../../contract/resources/cluster.ts';
import { ledgerSchema } from '../../../contract/resources/ledger.ts';
import type { Change } from '../campaign/changes.ts';
import { ofCluster, type CloudResource, type Inspect } from './cloud.ts';
import { parseExactly } from './follow.ts';
import { expectStatus, type HttpClient } from '../http/http.ts';

/** Every update replaces the faults. */
const SIMULATION_TAG = 'slipway:simulation';

export interface ClusterState {
  /** The record without the fields that every operation changes. */
  record: Omit<Cluster, 'operationId' | 'updatedAt'>;
  /** The ledger by `type/name`, without entries that are gone. */
  ledger: Record<string, string>;
  /** The cloud resources by `type/name`, each with all its copies. */
  cloud: Record<string, Pick<CloudResource, 'id' | 'state' | 'properties' | 'tags'>[]>;
}

/** The parts of a stack that are needed to read a cluster. */
export interface Reading {
  api: Pick<HttpClient, 'get'>;
  inspect: Inspect;
}

export async function stateOf({ api, inspect }: Reading, name: string): Promise<ClusterState> {
  const read = await api.get(`/clusters/${name}`);
  expectStatus(read, 200);
  const {
    operationId: _operationId,
    updatedAt: _updatedAt,
    ...record
  } = parseExactly(clusterSchema, read.body);
  const resources = await api.get(`/clusters/${name}/resources`);
  expectStatus(resources, 200);
  const { items } = parseExactly(ledgerSchema, resources.body);
  const ledger = items
    .filter(({ status }) => status !== 'gone')
    .map((it) => [`${it.type}/${it.name}`, `${it.status} ${it.generation} ${it.cloudId}`] as const);
  return {
    record,
    ledger: Object.fromEntries(ledger),
    cloud: byNode(await inspect.resources(ofCluster(name))),
  };
}

function byNode(resources: readonly CloudResource[]): ClusterState['cloud'] {
  const nodes: ClusterState['cloud'] = {};
  for (const { id, type, name, state, properties, tags } of resources) {
    const { [SIMULATION_TAG]: _simulation, ...kept } = tags;
    (nodes[`${type}/${name}`] ??= []).push({ id, state, properties, tags: kept });
  }
  return nodes;
}

/** The `type/name` of the nodes that differ in the cloud. */
export function differences(before: ClusterState, now: ClusterState): string[] {
  const keys = new Set([...Object.keys(before.cloud), ...Object.keys(now.cloud)]);
  return [...keys]
    .filter((key) => !isDeepStrictEqual(before.cloud[key], now.cloud[key]))
    .toSorted();
}

/** Fails unless the cluster is in this state. */
export async function expectState(
  reading: Reading,
  name: string,
  before: ClusterState,
): Promise<void> {
  expect(await stateOf(reading, name)).toEqual(before);
}

/** Fails unless the change was made and each node exists exactly once. */
export async function expectChanged(
  reading: Reading,
  name: string,
  before: ClusterState,
  { patch: { tags: _tags, ...wanted }, does }: Change,
): Promise<void> {
  const now = await stateOf(reading, name);
  expect(now.record).toMatchObject({ status: 'active', spec: wanted });
  expectNodesUnchanged(before, now, does);
  const copies = Object.values(now.cloud).map(({ length }) => length);
  expect(new Set(copies)).toEqual(new Set([1]));
  const left = Object.keys(does).filter((key) => does[key] === 'delete' && key in now.cloud);
  expect(left).toEqual([]);
}

/** Fails unless every earlier node that is not in `changed` is identical. */
export function expectNodesUnchanged(
  before: ClusterState,
  now: ClusterState,
  changed: object,
): void {
  const ids = ({ cloud }: ClusterState) =>
    Object.entries(cloud)
      .filter(([key]) => !(key in changed))
      .map(([key, copies]) => `${key} ${copies.map(({ id }) => id).join(' ')}`);
  expect(ids(now)).toEqual(ids(before));
}
