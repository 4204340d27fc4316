/**
 * Boots the real parts as child processes on free ports, in a data directory of their own:
 *
 *   api(s) -> temporal <- worker(s) -> (proxy ->) simulator
 *
 * hooks.ts watches over the stacks that a file of tests has started, and stops them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { expect, inject } from 'vitest';
import type { ResourceView } from '../../../contract/temporal/entity.ts';
import type { CloudType } from '../../../contract/vocabulary.ts';
import { createSlipwayClient, type SlipwayClient } from './client.ts';
import {
  createInspect,
  expectCleanCloud,
  expectCloudEqualsLedger,
  expectLedgerNamesCloud,
  readEntity,
  type CloudFilter,
  type Inspect,
} from './cloud.ts';
import { createHttpClient, type HttpClient } from '../http/http.ts';
import { createPart, type Part, type PartDefinition } from './part.ts';
import { createNamespace, createTemporalPart, type TemporalPlace } from './temporal.ts';
import { startProxy, type Proxy } from '../faults/proxy.ts';

export type Env = Record<string, string>;
export type HttpPart = Part & HttpClient;

export interface StackOptions {
  /** The speed of the simulated cloud: at 1 a cluster takes about 40 s. 200 unless given. */
  speed?: number;
  workers?: number;
  /** The program of the workers, if not the product's own. */
  workerMain?: string;
  /** The number of API processes, or the settings of each. */
  apis?: number | Env[];
  /** Settings of every part. */
  env?: Env;
  /** A proxy between the workers and the simulator. */
  proxy?: boolean;
  /** The pause between two polls of an operation. A stack whose operations take seconds computes less with a longer one. */
  pollMs?: number;
  /**
   * The Temporal server: the one of the whole run, in which each stack has a namespace of its own; one that
   * only this stack uses, so that a test can kill it or read its files; or another stack's, in which this
   * stack gets a task queue and an organization of its own. The server of the run unless given.
   */
  temporal?: 'own' | Stack;
}

export interface Stack extends SlipwayClient {
  organizationId: string;
  dataDirectory: string;
  temporal: TemporalPlace;
  simulator: HttpPart;
  workers: Part[];
  apis: HttpPart[];
  /** The first of them. */
  readonly worker: Part;
  readonly api: HttpPart;
  /** Throws unless the stack was started with a proxy. */
  readonly proxy: Proxy;
  inspect: Inspect;
  expectCleanCloud(filter?: CloudFilter): Promise<void>;
  expectCloudEqualsLedger(type: CloudType, id: string): Promise<void>;
  /** Fails when the cloud has a resource that no ledger names. This holds at every moment. */
  expectLedgerNamesCloud(type: CloudType, id: string): Promise<void>;
  /** The record and the ledger, or undefined when the resource is gone. Needs a worker. */
  entity(type: CloudType, id: string): Promise<ResourceView | undefined>;
  temporalClient(): Promise<Client>;
  /** All processes of the stack, with Temporal's if it has one of its own. */
  parts(): Part[];
  /** The first process of a kind. Throws for Temporal unless the stack has one of its own. */
  part(kind: 'worker' | 'api' | 'simulator' | 'temporal'): Part;
  /** Fails when a part died that no test killed. */
  check(): void;
  stop(): Promise<void>;
}

/** Short intervals, so that a hanging call times out within seconds and a healthy one never does. */
export const SETTINGS: Env = {
  PORT: '0',
  SIMULATOR_PORT: '0',
  SIMULATOR_KUBERNETES: 'off',
  TEMPORAL_PORT: '0',
  TEMPORAL_UI_PORT: '0',
  SLIPWAY_HEARTBEAT_TIMEOUT_MS: '2000',
  SLIPWAY_CLOUD_TIMEOUT_MS: '1000',
  SLIPWAY_RESERVATION_MS: '3000',
  SLIPWAY_DEADLINE_FACTOR: '0.1',
  SLIPWAY_RETRY_INTERVAL_MS: '50',
  SLIPWAY_MEMO_INTERVAL_MS: '1000',
  // A role that refuses a connection fails its check at once.
  SLIPWAY_ROLE_WAIT_MS: '1',
};

const NO_CALL_STACKS = new URL('../workers/no-call-stacks.mjs', import.meta.url).href;
const open = new Set<Stack>();
let started = 0;

/** The stacks that were started and not yet stopped, the latest last. */
export function openStacks(): readonly Stack[] {
  return [...open];
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { speed = 200, workers = 1, apis = 1 } = options;
  const number = ++started;
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'slipway-stack-'));
  const common: Env = {
    ...SETTINGS,
    SIMULATOR_SPEED: String(speed),
    SLIPWAY_DATA_DIR: dataDirectory,
    ...(typeof options.temporal === 'object' && {
      SLIPWAY_TASK_QUEUE: `slipway-${number}`,
      SLIPWAY_ORGANIZATION: `org-${number}`,
    }),
    ...options.env,
  };
  const part = (definition: PartDefinition) =>
    createPart({ ...definition, env: { ...common, ...definition.env } });
  const simulator = part({
    name: 'simulator',
    main: 'sandboxes/simulated/main.js',
    keep: ([port = '']) => ({ SIMULATOR_PORT: port }),
  });
  const shared = inject('temporalAddress');
  const isShared = options.temporal === undefined && shared !== undefined;
  const ownTemporal =
    isShared || typeof options.temporal === 'object'
      ? undefined
      : createTemporalPart(dataDirectory, common);
  const stack = assemble({
    ownTemporal,
    simulator,
    dataDirectory,
    organizationId: common['SLIPWAY_ORGANIZATION'] ?? 'local',
    pollMs: options.pollMs,
    ...(options.proxy === true && { proxy: await startProxy(() => simulator.url) }),
  });
  open.add(stack);

  const findTemporal = async (): Promise<TemporalPlace> => {
    if (typeof options.temporal === 'object') return options.temporal.temporal;
    if (isShared) return createNamespace(shared);
    await ownTemporal?.start();
    return { address: ownTemporal?.url ?? '', namespace: 'default' };
  };
  [stack.temporal] = await Promise.all([findTemporal(), simulator.start()]);
  const places = {
    TEMPORAL_ADDRESS: stack.temporal.address,
    TEMPORAL_NAMESPACE: stack.temporal.namespace,
    SIMULATOR_URL: options.proxy === true ? stack.proxy.url : simulator.url,
  };
  for (let i = 0; i < workers; i++) {
    stack.workers.push(
      part({
        name: `worker ${i}`,
        main: options.workerMain ?? 'worker/main.bundle.mjs',
        env: places,
        preload: NO_CALL_STACKS,
      }),
    );
  }
  const apiEnvs = typeof apis === 'number' ? Array.from({ length: apis }, () => ({})) : apis;
  for (const [i, env] of apiEnvs.entries()) {
    const api = part({
      name: `api ${i}`,
      main: 'api/main.bundle.mjs',
      env: { ...places, ...env },
      keep: ([port = '']) => ({ PORT: port }),
    });
    stack.apis.push(withHttp(api));
  }
  await Promise.all([...stack.workers, ...stack.apis].map((made) => made.start()));
  return stack;
}

function assemble(parts: {
  ownTemporal: Part | undefined;
  simulator: Part;
  dataDirectory: string;
  organizationId: string;
  pollMs: number | undefined;
  proxy?: Proxy;
}): Stack {
  const { ownTemporal, dataDirectory, organizationId, pollMs, proxy } = parts;
  const simulator = withHttp(parts.simulator);
  const inspect = createInspect(simulator);
  const workers: Part[] = [];
  const apis: HttpPart[] = [];
  const allParts = (): Part[] => [
    ...(ownTemporal === undefined ? [] : [ownTemporal]),
    simulator,
    ...workers,
    ...apis,
  ];
  let connection: Connection | undefined;

  async function temporalClient(): Promise<Client> {
    const { address, namespace } = stack.temporal;
    connection ??= await Connection.connect({ address });
    return new Client({ connection, namespace });
  }

  const stack: Stack = {
    ...createSlipwayClient(() => first(apis), pollMs),
    organizationId,
    dataDirectory,
    temporal: { address: '', namespace: '' },
    simulator,
    workers,
    apis,
    inspect,
    get worker() {
      return first(workers);
    },
    get api() {
      return first(apis);
    },
    get proxy() {
      return first(proxy === undefined ? [] : [proxy]);
    },
    temporalClient,
    expectCleanCloud: (filter) => expectCleanCloud(inspect, filter),
    async expectCloudEqualsLedger(type, id) {
      const client = await temporalClient();
      await expectCloudEqualsLedger(inspect, client, organizationId, type, id);
    },
    async expectLedgerNamesCloud(type, id) {
      const client = await temporalClient();
      await expectLedgerNamesCloud(inspect, client, organizationId, type, id);
    },
    parts: allParts,
    part: (kind) =>
      kind === 'temporal' ? first(ownTemporal === undefined ? [] : [ownTemporal]) : stack[kind],
    entity: async (type, id) => readEntity(await temporalClient(), organizationId, type, id),
    check() {
      const died = allParts().filter((part) => part.unexpected !== undefined);
      expect(died.map(({ name, unexpected }) => `${name}: ${unexpected}`)).toEqual([]);
    },
    async stop() {
      open.delete(stack);
      await connection?.close();
      const failures: unknown[] = [];
      for (const wave of [apis, workers, [simulator]]) {
        const ends = await Promise.allSettled(wave.map((part) => part.stop()));
        for (const end of ends) if (end.status === 'rejected') failures.push(end.reason);
      }
      await proxy?.close();
      // Its data is deleted anyway, and a clean stop takes a second.
      await ownTemporal?.kill();
      for (const part of allParts()) {
        const left = part.alive();
        if (left.length === 0) continue;
        failures.push(new Error(`${part.name} left running: ${left.join(', ')}`));
        await part.kill();
      }
      rmSync(dataDirectory, { recursive: true, force: true });
      if (failures.length > 0) throw failures[0];
    },
  };
  return stack;
}

/** Keeps the part's getters, which a spread would evaluate. */
function withHttp(part: Part): HttpPart {
  return Object.assign(
    Object.create(part) as Part,
    createHttpClient(() => part.url),
  );
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('this stack was started without one');
  return item;
}
