/** Reads the simulated cloud, and compares it with the ledger. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { expect } from 'vitest';
import * as z from 'zod';
import type { ResourceView } from '../../../contract/temporal/entity.ts';
import { QUERIES } from '../../../contract/temporal/names.ts';
import type { LedgerEntry, LedgerStatus } from '../../../contract/resources/graph.ts';
import { entityWorkflowId } from '../../../contract/ids.ts';
import { RESOURCE_KINDS, type CloudType } from '../../../contract/vocabulary.ts';
import { expectStatus, type HttpClient } from '../http/http.ts';

const QUERY_MS = 30_000;

const cloudResourceSchema = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  state: z.enum(['creating', 'available', 'updating', 'failed', 'deleting', 'deleted']),
  tags: z.record(z.string(), z.string()),
  clientToken: z.string().optional(),
  references: z.array(z.string()),
  /** The requested properties: an update shows here at once. The outputs have the ones in force. */
  properties: z.record(z.string(), z.json()),
  outputs: z.record(z.string(), z.string()),
});
export type CloudResource = z.infer<typeof cloudResourceSchema>;

const callSchema = z.object({
  sequence: z.int(),
  at: z.string(),
  method: z.string(),
  path: z.string(),
  /** 0 when no response was sent. */
  status: z.int(),
  code: z.string().optional(),
  type: z.string().optional(),
  name: z.string().optional(),
  clientToken: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});
export type CloudCall = z.infer<typeof callSchema>;

export interface CloudFilter {
  /** Tags that the resource must carry. */
  tags?: Record<string, string>;
  /** Includes deleted resources. */
  all?: boolean;
}

/** Selects the resources of all clusters of that name. */
export function ofCluster(name: string): CloudFilter {
  return { tags: { 'slipway:resource': `clusters/${name}` } };
}

export interface Inspect {
  resources(filter?: CloudFilter): Promise<CloudResource[]>;
  /** The last 10,000 calls since the simulator's start, oldest first. */
  calls(): Promise<CloudCall[]>;
  /** Sets how many resources of a type may exist in each region. */
  quota(quota: Record<string, unknown>): Promise<void>;
  throttle(throttle: Record<string, unknown>): Promise<void>;
}

export function createInspect(simulator: HttpClient): Inspect {
  async function ok(method: 'GET' | 'PUT', path: string, body?: object): Promise<unknown> {
    const answer = await simulator.send(method, path, { ...(body && { body }) });
    expectStatus(answer, 200);
    return answer.body;
  }
  return {
    async resources({ tags = {}, all = false } = {}) {
      const query = new URLSearchParams({ all: all ? '1' : '0' });
      for (const [key, value] of Object.entries(tags)) query.set(`tag.${key}`, value);
      const body = await ok('GET', `/inspect/resources?${query.toString()}`);
      return z.object({ items: z.array(cloudResourceSchema) }).parse(body).items;
    },
    async calls() {
      return z.object({ items: z.array(callSchema) }).parse(await ok('GET', '/inspect/calls'))
        .items;
    },
    async quota(quota) {
      await ok('PUT', '/inspect/quotas', quota);
    },
    async throttle(throttle) {
      await ok('PUT', '/inspect/throttle', throttle);
    },
  };
}

/** Fails when any resource exists, or with a filter, any resource that fits it. */
export async function expectCleanCloud(inspect: Inspect, filter?: CloudFilter): Promise<void> {
  expect((await inspect.resources(filter)).map(describeResource)).toEqual([]);
}

/** The record and the ledger of a resource, or undefined when it is gone. Needs a worker. */
export async function readEntity(
  client: Client,
  organizationId: string,
  type: CloudType,
  id: string,
): Promise<ResourceView | undefined> {
  const handle = client.workflow.getHandle(entityWorkflowId(organizationId, type, id));
  try {
    const { status } = await handle.describe();
    if (status.name === 'COMPLETED') return undefined;
    return await client.withDeadline(Date.now() + QUERY_MS, () =>
      handle.query<ResourceView>(QUERIES.resource),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** How many copies of a node with this status may exist in the cloud while no operation runs. */
const COPIES: Record<LedgerStatus, readonly number[]> = {
  intended: [0, 1],
  present: [1],
  failed: [0, 1],
  gone: [0],
};

/**
 * Fails unless the ledger names everything that the cloud holds of the resource, each generation of a
 * node at most once, and everything that the ledger calls present is there, once and available, under
 * the id and generation of the ledger. A resource that is gone must have nothing left in the cloud.
 */
export async function expectCloudEqualsLedger(
  inspect: Inspect,
  client: Client,
  organizationId: string,
  type: CloudType,
  id: string,
): Promise<void> {
  const { ledger, resources, faults } = await compareWithLedger(
    inspect,
    client,
    organizationId,
    type,
    id,
  );
  for (const entry of ledger) {
    const node = `${entry.type}/${entry.name}`;
    const copies = resources.filter(({ tags }) => tags['slipway:node'] === node);
    const replaced = copies.filter((copy) => isReplaced(copy, entry));
    // A copy that was being replaced may exist beside its replacement.
    const own =
      IN_DOUBT.has(entry.status) && replaced.length === 1 ? without(copies, replaced) : copies;
    if (!COPIES[entry.status].includes(own.length)) {
      faults.push(
        `${node} is ${entry.status}, and the cloud has ${copies.map(describeResource).join(', ')}`,
      );
    }
    for (const copy of copies) {
      if (entry.status === 'present' && !isAsPresent(copy, entry)) {
        const known = `${entry.cloudId}, generation ${entry.generation}`;
        faults.push(`${node} is present as ${known}, and ${describeResource(copy)}`);
      }
    }
  }
  expect({ [`${type} ${id}`]: faults }).toEqual({ [`${type} ${id}`]: [] });
}

const IN_DOUBT: ReadonlySet<LedgerStatus> = new Set(['intended', 'failed']);

function isReplaced({ tags }: CloudResource, { generation, previous }: LedgerEntry): boolean {
  if (previous === undefined || previous.generation === generation) return false;
  return tags['slipway:generation'] === String(previous.generation);
}

function isAsPresent({ id, state, tags }: CloudResource, entry: LedgerEntry): boolean {
  return (
    state === 'available' &&
    id === entry.cloudId &&
    tags['slipway:generation'] === String(entry.generation)
  );
}

function without<T>(items: readonly T[], some: readonly T[]): T[] {
  return items.filter((item) => !some.includes(item));
}

/**
 * Fails unless the ledger names everything that the cloud holds of the resource. This holds at every
 * moment, also after an operation was terminated.
 */
export async function expectLedgerNamesCloud(
  ...subject: Parameters<typeof compareWithLedger>
): Promise<void> {
  const { faults } = await compareWithLedger(...subject);
  expect(faults).toEqual([]);
}

async function compareWithLedger(
  inspect: Inspect,
  client: Client,
  organizationId: string,
  type: CloudType,
  id: string,
): Promise<{ ledger: LedgerEntry[]; resources: CloudResource[]; faults: string[] }> {
  const view = await readEntity(client, organizationId, type, id);
  const resources = await inspect.resources({
    tags: {
      'slipway:organization': organizationId,
      'slipway:resource': `${RESOURCE_KINDS[type].collection}/${id}`,
    },
  });
  const uid = view?.record.uid;
  const ledger = Object.values(view?.ledger ?? {});
  const named = new Set(ledger.map((entry) => `${entry.type}/${entry.name}`));
  const faults = resources
    .filter(({ tags }) => tags['slipway:uid'] !== uid || !named.has(tags['slipway:node'] ?? ''))
    .map((resource) => `no ledger names ${describeResource(resource)}`);
  return { ledger, resources, faults };
}

/** The nodes of which one generation was created more than once, including deleted copies. */
export async function nodesMadeTwice(inspect: Inspect): Promise<string[]> {
  const made = new Map<string, number>();
  for (const { tags } of await inspect.resources({ all: true })) {
    const node = ['resource', 'uid', 'node', 'generation'].map((tag) => tags[`slipway:${tag}`]);
    made.set(node.join(' '), (made.get(node.join(' ')) ?? 0) + 1);
  }
  return [...made].filter(([, times]) => times > 1).map(([node]) => node);
}

/** For example `vpc-0123 (vpc main) is available, tags {…}`. */
function describeResource({ id, type, name, state, tags }: CloudResource): string {
  return `${id} (${type} ${name}) is ${state}, uid ${tags['slipway:uid']}, generation ${tags['slipway:generation']}`;
}
