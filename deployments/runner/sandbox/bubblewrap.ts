/**
 * The border around a run of an engine, made with bubblewrap (https://github.com/containers/bubblewrap): own
 * user, mount, pid, ipc, uts, cgroup and network namespaces, in which nothing exists but
 *
 *   /usr, /lib …     the system's programs and libraries, read-only
 *   the engine, the mirror of providers, the run's own files
 *   /slipway         the program inside.mjs, and the two sockets that lead out: state and network
 *
 * Secrets are in the environment, never in arguments, which all users of the machine can read.
 */
import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import type { Sandbox } from '../process/protocol.ts';

const HOME = '/slipway';
const NODE = `${HOME}/node`;
const INSIDE = `${HOME}/inside.mjs`;
const PRLIMIT = '/usr/bin/prlimit';
/** The ports of the sandbox's own loopback interface. */
export const PORTS = { state: 4001, network: 4002 } as const;
const WAYS_OUT = ['state', 'network'] as const;
/** Any number but 0: nothing inside is root. */
const USER = '1000';
/** Files that TLS needs. The rest of /etc is the machine's own business. */
const CERTIFICATES = ['/etc/ssl', '/etc/pki', '/etc/ca-certificates', '/etc/alternatives'];
const TEMPORARY_BYTES = 64 * 1024 * 1024;

export interface SandboxedRun {
  /** The engine and its arguments. */
  command: readonly string[];
  /** The module's directory, in which the engine starts. */
  directory: string;
  /** The Unix sockets outside, by what they lead to. An `offline` run has none, and no inside.mjs to connect them. */
  sockets: Partial<Record<keyof typeof PORTS, string>> | 'offline';
}

/** Returns the program and the arguments that run the command in a sandbox. */
export function sandboxCommand(sandbox: Sandbox, run: SandboxedRun): string[] {
  const ways = run.sockets === 'offline' ? {} : run.sockets;
  const sockets = WAYS_OUT.flatMap((name) => {
    const outside = ways[name];
    return outside === undefined ? [] : [{ outside, socket: `${HOME}/${name}`, port: PORTS[name] }];
  });
  const forwards = sockets.map(({ port, socket }) => ({ port, socket }));
  const { memoryBytes, processes, fileBytes, openFiles } = sandbox.limits;
  const options: string[][] = [
    ['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-net'],
    ['--unshare-cgroup-try', '--new-session', '--die-with-parent'],
    ['--uid', USER, '--gid', USER, '--cap-drop', 'ALL', '--hostname', 'slipway'],
    ...systemFiles(),
    ...(sandbox.passwd === undefined ? [] : [['--ro-bind-try', sandbox.passwd, '/etc/passwd']]),
    ...CERTIFICATES.map((file) => ['--ro-bind-try', file, file]),
    ['--proc', '/proc', '--dev', '/dev', '--size', String(TEMPORARY_BYTES), '--tmpfs', '/tmp'],
    ['--ro-bind', process.execPath, NODE, '--ro-bind', sandbox.inside, INSIDE],
    ...sockets.map(({ outside, socket }) => ['--bind', outside, socket]),
    ...sandbox.readOnly.filter((file) => existsSync(file)).map((file) => ['--ro-bind', file, file]),
    ...sandbox.writable.map((file) => ['--bind', file, file]),
    ['--chdir', run.directory],
  ];
  const limits = [
    `--data=${memoryBytes}`,
    `--nproc=${processes}`,
    `--fsize=${fileBytes}`,
    `--nofile=${openFiles}`,
    '--core=0',
  ];
  // Node's own heap needs little, and must fit into the limit.
  const inside = [NODE, '--max-old-space-size=64', INSIDE, JSON.stringify({ forwards })];
  return [
    sandbox.program,
    ...options.flat(),
    '--',
    PRLIMIT,
    ...limits,
    '--',
    ...(run.sockets === 'offline' ? [] : inside),
    ...run.command,
  ];
}

/** On most systems /bin and /lib are links into /usr, on some they are directories. */
function systemFiles(): string[][] {
  const linked = ['/bin', '/sbin', '/lib', '/lib32', '/lib64']
    .filter((file) => existsSync(file))
    .map((file) =>
      lstatSync(file).isSymbolicLink()
        ? ['--symlink', readlinkSync(file), file]
        : ['--ro-bind', file, file],
    );
  return [['--ro-bind', '/usr', '/usr'], ...linked];
}
