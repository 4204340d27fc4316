/** All that there is of one cluster: its record, its ledger, and what the cloud has of it. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { clusterSchema, type Cluster } from '../../contract/cluster.ts';
import { ledgerSchema } from '../../contract/ledger.ts';
import { ofCluster, type CloudResource, type Inspect } from './cloud.ts';
import { parseExactly } from './follow.ts';
import { expectStatus, type HttpClient } from './http.ts';

/** Faults come and go with every update. */
const SIMULATION_TAG = 'slipway:simulation';

export interface ClusterState {
  /** Without what every operation changes. */
  record: Omit<Cluster, 'operationId' | 'updatedAt'>;
  /** By `type/name`, of what may exist. */
  ledger: Record<string, string>;
  /** By `type/name`, each with all its copies. */
  cloud: Record<string, Pick<CloudResource, 'id' | 'state' | 'properties' | 'tags'>[]>;
}

/** Where a cluster is read. */
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
    ledger: Object.fromEntries(ledger.toSorted()),
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

/** The `type/name` of what is not in the cloud as it was. */
export function differences(before: ClusterState, now: ClusterState): string[] {
  const keys = new Set([...Object.keys(before.cloud), ...Object.keys(now.cloud)]);
  return [...keys]
    .filter((key) => !isDeepStrictEqual(before.cloud[key], now.cloud[key]))
    .toSorted();
}

/** Fails unless what was there before, and is not in `changed`, is the very same. */
export function expectKept(before: ClusterState, now: ClusterState, changed: object): void {
  const ids = ({ cloud }: ClusterState) =>
    Object.entries(cloud)
      .filter(([key]) => !(key in changed))
      .map(([key, copies]) => `${key} ${copies.map(({ id }) => id).join(' ')}`);
  expect(ids(now)).toEqual(ids(before));
}
