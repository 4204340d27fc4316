/** How a runner starts its engine: in a sandbox, or as a plain process. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { killGroup } from '../kill-group.ts';
import type { RunnerJob, Sandbox } from '../process/protocol.ts';
import { PORTS, sandboxCommand } from './bubblewrap.ts';
import { startNetworkProxy } from './network-proxy.ts';
import { blockList } from './public-address.ts';
import { startStateServer, type StateAccess } from '../state/state-server.ts';

export interface LaunchedEngine {
  process: ChildProcessByStdio<Writable | null, Readable, Readable>;
  /** Asks the engine to stop gracefully. */
  interrupt(): void;
}

export interface Launcher {
  start(): LaunchedEngine;
  /** Closes what the engine has used outside of its process. */
  close(): Promise<void>;
}

/** Prepares the servers that the engine of the job uses. `state` is absent for runs without a state. */
export async function createLauncher(job: RunnerJob, state?: StateAccess): Promise<Launcher> {
  const command = [job.engine, ...job.args];
  const { sandbox } = job;
  if (sandbox === undefined) return plainLauncher(job, command, state);
  return job.offline
    ? offlineLauncher(job, sandbox, command)
    : sandboxLauncher(job, sandbox, { command, state });
}

async function plainLauncher(
  job: RunnerJob,
  command: readonly string[],
  state: StateAccess | undefined,
): Promise<Launcher> {
  const server = state && (await startStateServer(state, { host: '127.0.0.1', port: 0 }));
  const [program = '', ...args] = command;
  return {
    start() {
      const child = spawn(program, args, {
        cwd: job.directory,
        env: { ...job.env, ...server?.env() },
        stdio: ['ignore', 'pipe', 'pipe'],
        // The engine leads a process group that includes its providers, so that they can be killed with it.
        detached: true,
      });
      return { process: child, interrupt: () => void child.kill('SIGINT') };
    },
    close: async () => server?.close(),
  };
}

/** The engine is the first program of its sandbox, which saves a third of its time. It is stopped by a kill. */
function offlineLauncher(
  { directory, env }: RunnerJob,
  sandbox: Sandbox,
  command: readonly string[],
): Launcher {
  const [program = '', ...args] = sandboxCommand(sandbox, {
    command,
    directory,
    sockets: 'offline',
  });
  return {
    start() {
      const child = spawn(program, args, {
        cwd: '/',
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      return { process: child, interrupt: () => killGroup(child.pid) };
    },
    close: async () => {},
  };
}

async function sandboxLauncher(
  job: RunnerJob,
  sandbox: Sandbox,
  { command, state }: { command: readonly string[]; state: StateAccess | undefined },
): Promise<Launcher> {
  const directory = await mkdtemp(path.join(sandbox.sockets, 'sockets-'));
  const network = path.join(directory, 'network');
  const stateSocket = path.join(directory, 'state');
  const server = state && (await startStateServer(state, { path: stateSocket }));
  const proxy = await startNetworkProxy({
    socket: network,
    hosts: sandbox.hosts,
    networks: blockList(sandbox.networks),
  });
  const [program = '', ...args] = sandboxCommand(sandbox, {
    command,
    directory: job.directory,
    sockets: { network, ...(server && { state: stateSocket }) },
  });
  return {
    start() {
      const child = spawn(program, args, {
        cwd: '/',
        env: {
          ...job.env,
          ...server?.env(PORTS.state),
          ...proxyVariables(`http://127.0.0.1:${PORTS.network}`),
        },
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      });
      child.stdin.on('error', () => {});
      return { process: child, interrupt: () => void child.stdin.write('stop\n') };
    },
    async close() {
      await server?.close();
      await proxy.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Programs read these variables in upper case or in lower case, and some of them only in one. */
function proxyVariables(url: string): Record<string, string> {
  const lower = { http_proxy: url, https_proxy: url, no_proxy: '127.0.0.1,localhost' };
  const variables: Record<string, string> = { ...lower };
  for (const [name, value] of Object.entries(lower)) variables[name.toUpperCase()] = value;
  return variables;
}
