/** One stack for all tests of the contract, with something to read in each state. */
import { beforeAll } from 'vitest';
import * as z from 'zod';
import { clusterSchema, type Cluster } from '../../contract/resources/cluster.ts';
import { networkSchema, type Network } from '../../contract/resources/network.ts';
import {
  listedOperationSchema,
  operationSchema,
  type ListedOperation,
  type Operation,
} from '../../contract/operations/operation.ts';
import { openEvents, type EventSource } from '../support/http/event-source.ts';
import { parseExactly } from '../support/stack/follow.ts';
import { expectStatus, type Answer, type HttpClient } from '../support/http/http.ts';
import { startStack, type HttpPart, type Stack } from '../support/stack/stack.ts';
import { startStillCluster } from '../support/stack/stalled-cluster.ts';

/** The base path of another member's API in the same organization. */
export const BASE = '/api/v1';
/** The fields of a cluster without extras. */
export const BARE = { addons: [], karpenter: false };
/** The same on an existing network. */
export const SMALL = { ...BARE, networkId: 'ground' };
export const UNKNOWN_OPERATION = '01M85ZGF93QRCF4P4CZNQ508HG';

const pageSchema = z.strictObject({
  items: z.array(listedOperationSchema),
  marker: z.string().optional(),
});

/** The states of an operation from its submit to its end, in the order of its stream. */
export type Story = readonly Operation[];

export interface World {
  stack: Stack;
  api: HttpPart;
  /** Another process for the same organization and member. */
  other: HttpPart;
  /** The API of another member of the organization, under `BASE`. */
  otherMember: HttpPart;
  /** The API of another organization. */
  otherOrganization: HttpPart;
  /** The creation of a cluster, which runs and does not change, and its tag. */
  stalled: { id: string; tag: string };
  /** The stream of `stalled`, open since `openedAt` (milliseconds since the epoch). */
  stalledEvents: EventSource;
  openedAt: number;
  /** `{"name": "demo"}`, which succeeded. */
  demo: Story;
  network: Story;
  discovery: Story;
  /** The creation of a cluster that failed at one node, and undid the others. */
  failed: Story;
  canceled: Story;
}

/** Filled before the file's first test. */
export function startWorld(): World {
  const world = {} as World;
  beforeAll(async () => {
    const stack = await startStack({
      temporal: 'own',
      pollMs: 100,
      env: { SLIPWAY_DEADLINE_FACTOR: '10' },
      apis: [
        {},
        {},
        { SLIPWAY_BASE_PATH: BASE, SLIPWAY_MEMBER: 'ann' },
        { SLIPWAY_ORGANIZATION: 'globex', SLIPWAY_MEMBER: 'bob' },
      ],
    });
    const [api, other, otherMember, otherOrganization] = stack.apis as [
      HttpPart,
      HttpPart,
      HttpPart,
      HttpPart,
    ];
    Object.assign(world, { stack, api, other, otherMember, otherOrganization });
    const quota = [{ type: 'node_group', when: 'create', kind: 'quota', times: 100 }];
    const hang = [{ type: 'vpc', when: 'ready', kind: 'hang' }];
    const stalled = startStillCluster(stack, 'still').then(async (operation) => {
      world.stalled = operation;
      world.openedAt = Date.now();
      world.stalledEvents = await openEvents(api.url, operation.id);
    });
    [world.demo, world.network, world.discovery, world.failed, world.canceled] = await Promise.all([
      recordStory(world, '/clusters', { name: 'demo' }),
      recordStory(world, '/networks', { name: 'ground' }),
      recordStory(world, '/instance-types:discover', { families: ['m5'] }),
      recordStory(world, '/clusters', { name: 'failing', ...BARE, simulation: { faults: quota } }),
      recordStory(world, '/networks', { name: 'left', simulation: { faults: hang } }, true),
    ]);
    await stalled;
  });
  return world;
}

/** Submits the request, and follows the stream to its end. `cancel`: cancels as soon as it runs. */
async function recordStory(
  { stack, api }: World,
  path: string,
  body: object,
  cancel = false,
): Promise<Story> {
  const accepted = await stack.submit(path, body);
  let asked: Promise<Answer> | undefined;
  const stream = await openEvents(api.url, accepted.id, {
    onEvent({ operation }) {
      if (cancel && operation.progress.summary.running > 0) {
        asked ??= api.post(`/operations/${accepted.id}/cancel`, {});
      }
    },
  });
  await stream.ended;
  if (asked) expectStatus(await asked, 202);
  return [accepted, ...stream.events.map(({ operation }) => operation)];
}

export function storiesOf(world: World): Story[] {
  return [world.demo, world.network, world.discovery, world.failed, world.canceled];
}

/** Every state of every story. */
export function statesOf(world: World): Operation[] {
  return storiesOf(world).flat();
}

export function endOf(story: Story): Operation {
  const end = story.at(-1);
  if (end === undefined) throw new Error('a story has at least one state');
  return end;
}

/** The operation of a `200` or a `202`. */
export function operationOf(answer: Answer, status = 200): Operation {
  expectStatus(answer, status);
  return parseExactly(operationSchema, answer.body);
}

/** One page of operations. */
export async function listOf(
  api: HttpClient,
  path: string,
): Promise<{ items: ListedOperation[]; marker?: string | undefined }> {
  const answer = await api.get(path);
  expectStatus(answer, 200);
  return parseExactly(pageSchema, answer.body);
}

export async function networkAt(api: HttpClient, path: string): Promise<Network> {
  return parseExactly(networkSchema, (await api.get(path)).body);
}

export async function clusterAt(api: HttpClient, path: string): Promise<Cluster> {
  return parseExactly(clusterSchema, (await api.get(path)).body);
}
