/**
 * Kills each process with `kill -9` at seeded moments of creates, updates, deletions, rollbacks and
 * retries. Every operation ends as it would have without the kill, can be read meanwhile, and makes no
 * resource twice.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../contract/operations/operation.ts';
import { tryPort } from '../../host/free-port.ts';
import { campaign, sampleOf } from '../support/campaign/campaign.ts';
import { createSlipwayClient, type SlipwayClient } from '../support/stack/client.ts';
import {
  createInspect,
  expectCleanCloud,
  expectCloudEqualsLedger,
  nodesMadeTwice,
  type Inspect,
  ofCluster,
} from '../support/stack/cloud.ts';
import { eventually } from '../support/eventually.ts';
import { createHttpClient, type HttpClient } from '../support/http/http.ts';
import { createNetwork, planOf, type Spec } from '../support/campaign/changes.ts';
import { followThroughOutage, type Victim } from '../support/faults/outage.ts';
import { createPart, type Part } from '../support/stack/part.ts';
import { PHASE_NAMES, PHASES, type Phase } from '../support/campaign/phases.ts';
import { seededChance, type Chance } from '../support/random.ts';
import { SETTINGS, startStack, type Stack } from '../support/stack/stack.ts';

const VICTIMS = ['worker', 'api', 'simulator', 'temporal'] as const;

const FOLLOW_MS = 60_000;

/** The system that a round works on. */
interface Target {
  client: SlipwayClient;
  api: HttpClient;
  inspect: Inspect;
  expectCloudEqualsLedger: Stack['expectCloudEqualsLedger'];
}

function targetOf(stack: Stack): Target {
  const { api, inspect } = stack;
  return {
    client: stack,
    api,
    inspect,
    expectCloudEqualsLedger: (type, id) => stack.expectCloudEqualsLedger(type, id),
  };
}

interface Round {
  phase: Phase;
  name: string;
  /** How many changes after the begin of the phase the kill comes. */
  changes: number;
}

/**
 * @returns the number of polls that were sent while the victim was down: 0 if the operation ended just
 * before
 */
async function expectSameOutcome(
  target: Target,
  victim: Victim,
  { phase, name, changes }: Round,
  strike: () => Promise<void>,
): Promise<number> {
  const { client, api, inspect } = target;
  const { begin, isUnderWay, remainingSpec, ends } = PHASES[phase];
  const { id } = await begin(client, name);
  let from: number | undefined;
  const moment = await client.follow(id, {
    until: (operation) => {
      if (isUnderWay(operation)) from ??= operation.version;
      return from !== undefined && operation.version >= from + changes;
    },
  });
  const { operation, pollsMeanwhile } = await followThroughOutage(api, id, {
    victim,
    strike,
    timeoutMs: FOLLOW_MS,
  });
  const { version } = operation;
  expect(version).toBeGreaterThanOrEqual(moment.operation.version);
  expect(endOf(operation)).toEqual(ends?.(name) ?? { status: 'succeeded' });
  await target.expectCloudEqualsLedger('cluster', name);
  expect(await nodesMadeTwice(inspect)).toEqual([]);
  const there = await inspect.resources(ofCluster(name));
  const nodes = there.map((it) => `${it.type}/${it.name}`);
  expect(nodes.toSorted()).toEqual(plannedNodes(remainingSpec).toSorted());
  expect((await api.get(`/clusters/${name}`)).status).toBe(remainingSpec === undefined ? 404 : 200);
  if (remainingSpec !== undefined)
    await client.succeeded((await client.remove(`/clusters/${name}`)).id);
  await expectCleanCloud(inspect, ofCluster(name));
  return pollsMeanwhile;
}

function endOf({ status, error }: Operation): object {
  if (error === undefined) return { status };
  return { status, code: error.code, causedBy: error.details.causedBy };
}

/** The `type/name` of every node in the plan of a cluster with this spec. */
function plannedNodes(spec: Spec | undefined): string[] {
  return spec === undefined ? [] : planOf(spec).map(({ type, name }) => `${type}/${name}`);
}

/** One round of a seeded phase in `npm test`, and many rounds of every phase in the campaign. */
function rounds(victim: Victim, chance: Chance): Round[] {
  const first = chance.int(0, PHASE_NAMES.length - 1);
  return Array.from({ length: campaign.rounds(1, 2 * PHASE_NAMES.length) }, (_, number) => {
    const phase = PHASE_NAMES[(first + number) % PHASE_NAMES.length] ?? 'create';
    return { phase, name: `${victim}-${number}`, changes: chance.int(0, PHASES[phase].changes) };
  });
}

describe('one process', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ speed: 100, temporal: 'own' });
    await createNetwork(stack);
  });

  test.each(sampleOf('killed processes', VICTIMS, 2))(
    'killing %s changes no outcome',
    async (victim) => {
      let polls = 0;
      for (const round of rounds(victim, seededChance(`kills of ${victim}`))) {
        const target = targetOf(stack);
        polls += await expectSameOutcome(target, victim, round, async () => {
          const part = stack.part(victim);
          await part.kill();
          await part.start();
        });
      }
      expect(polls).toBeGreaterThan(0);
    },
    campaign.timeoutMs,
  );
});

describe('all processes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-supervisor-'));
  let supervisor: Part;
  let connection: Connection;
  let target: Target;

  beforeAll(async () => {
    const port = await freePort();
    const simulatorPort = await freePort();
    const temporalPort = await freePort();
    supervisor = createPart({
      name: 'supervisor',
      main: 'launcher/start/main.js',
      env: {
        ...SETTINGS,
        SIMULATOR_SPEED: '100',
        SLIPWAY_DATA_DIR: folder,
        PORT: String(port),
        SIMULATOR_PORT: String(simulatorPort),
        TEMPORAL_PORT: String(temporalPort),
        TEMPORAL_UI_PORT: String(await freePort()),
      },
    });
    await supervisor.start();
    connection = await Connection.connect({ address: `127.0.0.1:${temporalPort}` });
    const temporal = new Client({ connection });
    const api = createHttpClient(() => `http://127.0.0.1:${port}`);
    const inspect = createInspect(createHttpClient(() => `http://127.0.0.1:${simulatorPort}`));
    target = {
      client: createSlipwayClient(() => api),
      api,
      inspect,
      expectCloudEqualsLedger: (type, id) =>
        expectCloudEqualsLedger(inspect, temporal, 'local', type, id),
    };
    await createNetwork(target.client);
  });
  afterAll(async () => {
    await connection.close();
    await supervisor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test(
    'killing the supervisor ends its children, and a start continues the work',
    async () => {
      let polls = 0;
      for (const round of rounds('supervisor', seededChance('kills of supervisor'))) {
        polls += await expectSameOutcome(target, 'supervisor', round, async () => {
          const children = descendants(supervisor.pid);
          expect(children.length).toBeGreaterThanOrEqual(5);
          await supervisor.kill();
          await eventually(() => children.every((pid) => !isAlive(pid)), { timeoutMs: 30_000 });
          await supervisor.start();
        });
      }
      expect(polls).toBeGreaterThan(0);
    },
    campaign.timeoutMs,
  );
});

async function freePort(): Promise<number> {
  const state = await tryPort('127.0.0.1', 0);
  if (!state.free) throw new Error(`no port is free: ${state.code}`);
  return state.port;
}

function descendants(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  const pids = children === '' ? [] : children.split(' ').map(Number);
  return pids.flatMap((child) => [child, ...descendants(child)]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
