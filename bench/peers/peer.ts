/** Starts DBOS, Restate and Temporal, each with the same two jobs of ten steps. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { createChildRequests, type ChildRequests } from '../load/child-requests.ts';
import { BENCH_QUEUE, startBenchWorker } from '../service/bench-worker.ts';
import { startChild, startProgram, type Child } from '../service/child.ts';
import { eventually } from '../load/eventually.ts';
import { expectStatus, send } from '../load/http.ts';
import { perSecond } from '../load/in-flight.ts';
import { startSlipway } from '../service/slipway.ts';

const READY_MS = 60_000;

export interface Peer {
  name: string;
  /** Runs jobs of ten trivial steps, `inFlight` at a time. Resolves to the number of jobs per second. */
  steps(inFlight: number, seconds: number): Promise<number>;
  /** Starts a job of ten steps in sequence. Each step writes a line to `log` and takes `ms`. */
  begin(id: string, log: string, ms: number): Promise<void>;
  /** Resolves when the job has ended. */
  end(id: string): Promise<void>;
  /** Sends SIGKILL to the process that runs the steps. */
  crash(): Promise<void>;
  /** Starts the killed process again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** @param programs the directory with the programs and packages of the peers */
export async function startDbos(programs: string): Promise<Peer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'));
  const port = await freePort();
  chmodSync(directory, 0o755);
  const postgres = await startChild(path.join(programs, 'postgres.mjs'), {}, [
    directory,
    String(port),
  ]);
  const env = { BENCH_DATABASE: `postgresql://postgres@127.0.0.1:${port}/bench` };
  return createPeer(
    'DBOS',
    () => startChild(path.join(programs, 'dbos.mjs'), env),
    async () => {
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  );
}

export async function startRestate(programs: string): Promise<Peer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'));
  const [ingress, admin, node, service] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const server = startProgram(
    process.execPath,
    [path.join(programs, 'node_modules/@restatedev/restate-server/lib/index.js'), '--no-logo'],
    {
      env: {
        ...process.env,
        DO_NOT_TRACK: '1',
        RESTATE_DISABLE_TELEMETRY: 'true',
        RESTATE_BASE_DIR: directory,
        RESTATE_LISTEN_MODE: 'tcp',
        RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
        RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
        RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
        RUST_LOG: 'error',
      },
    },
  );
  const env = { BENCH_INGRESS: `http://127.0.0.1:${ingress}` };
  const start = () => startChild(path.join(programs, 'restate.mjs'), env, [String(service)]);
  await eventually(() => answers(`http://127.0.0.1:${admin}/health`), READY_MS).catch(() => {
    throw new Error(`Restate did not start: ${server.output().slice(-500)}`);
  });
  const peer = await createPeer('Restate', start, async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  const deployment = { uri: `http://127.0.0.1:${service}` };
  expectStatus(
    await send('POST', `http://127.0.0.1:${admin}/deployments`, { body: deployment }),
    201,
  );
  return peer;
}

/** Starts Temporal's server as Slipway does, and a worker with the same options as Slipway's. */
export async function startTemporal(): Promise<Peer> {
  const slipway = await startSlipway({ worker: false });
  const { client } = slipway;
  let worker = await startBenchWorker(slipway);
  return {
    name: 'Temporal',
    steps: (inFlight, seconds) => perSecond({ inFlight, seconds, work: () => tenSteps(client) }),
    async begin(id, log, ms) {
      const options = { workflowId: id, taskQueue: BENCH_QUEUE, args: [log, ms] };
      await client.workflow.start('tenNaps', options);
    },
    async end(id) {
      await client.workflow.getHandle(id).result();
    },
    crash: () => worker.kill(),
    async restart() {
      worker = await startBenchWorker(slipway);
    },
    async stop() {
      await worker.stop();
      await slipway.stop();
    },
  };
}

async function tenSteps(client: Client): Promise<void> {
  await client.workflow.execute('tenSteps', { workflowId: randomUUID(), taskQueue: BENCH_QUEUE });
}

/** Returns a peer whose program answers requests over IPC. */
async function createPeer(
  name: string,
  start: () => Promise<Child>,
  stop: () => Promise<void>,
): Promise<Peer> {
  let child = await start();
  let requests: ChildRequests = createChildRequests(child);
  return {
    name,
    async steps(inFlight, seconds) {
      return Number(await requests.send('steps', { inFlight, seconds }));
    },
    async begin(id, log, ms) {
      await requests.send('begin', { id, log, ms });
    },
    async end(id) {
      await requests.send('end', { id });
    },
    crash: () => child.kill(),
    async restart() {
      child = await start();
      requests = createChildRequests(child);
    },
    async stop() {
      await child.stop();
      await stop();
    },
  };
}

async function answers(url: string): Promise<boolean> {
  return send('GET', url).then(
    ({ status }) => status === 200,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
