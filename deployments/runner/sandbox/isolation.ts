/** Where engines run: in a sandbox, or as plain processes of this user. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Sandbox } from '../process/protocol.ts';
import { writableDirectories, type RunDirectory } from '../run-directory.ts';
import { sandboxCommand } from './bubblewrap.ts';
import { isAllowedHost } from './allowed-hosts.ts';

const PROBE_TIMEOUT_MS = 10_000;
/** The path of a Unix socket has at most 107 characters, and `/sockets-XXXXXX/network` is a part of it. */
const MAX_ROOT_LENGTH = 80;

export type Isolation =
  /** This worker runs no engines. */
  | { kind: 'none' }
  | { kind: 'process' }
  | ({ kind: 'bubblewrap' } & Pick<
      Sandbox,
      'program' | 'inside' | 'hosts' | 'networks' | 'limits'
    > & {
        /** Directories of this machine that every run may read and write. */
        directories: readonly string[];
      });

export interface IsolationSettings {
  /** `auto` means `bubblewrap` where it works, and `process` elsewhere. */
  runner: 'auto' | 'bubblewrap' | 'process' | 'none';
  searchPath: string;
  hosts: readonly string[];
  networks: readonly string[];
  directories: readonly string[];
  limits: Sandbox['limits'];
  /** The path of the compiled inside.mjs. */
  inside: string;
}

/**
 * Returns how this machine isolates engines.
 *
 * @throws Error with the reason if the settings ask for a sandbox that does not work here
 */
export async function findIsolation(settings: IsolationSettings): Promise<Isolation> {
  const { runner } = settings;
  if (runner === 'process' || runner === 'none') return { kind: runner };
  const { hosts, networks, directories, limits, searchPath, inside } = settings;
  const reasons: string[] = [];
  for (const folder of searchPath.split(path.delimiter).filter(path.isAbsolute)) {
    const program = path.join(folder, 'bwrap');
    const reason = await failureOf({ program, inside, limits });
    if (reason === undefined) {
      return {
        kind: 'bubblewrap',
        program,
        inside,
        hosts: [...hosts],
        networks: [...networks],
        directories,
        limits,
      };
    }
    reasons.push(reason);
  }
  if (runner === 'auto') return { kind: 'process' };
  const why = reasons.find((reason) => !reason.includes('ENOENT')) ?? 'bwrap is not on PATH';
  throw new Error(`Engines cannot run in bubblewrap: ${why}`);
}

/** Runs a program in a sandbox, and returns why it failed. */
async function failureOf(
  probed: Pick<Sandbox, 'program' | 'inside' | 'limits'>,
): Promise<string | undefined> {
  const sandbox: Sandbox = {
    ...probed,
    readOnly: [],
    writable: [],
    sockets: '',
    hosts: [],
    networks: [],
  };
  const [file = '', ...args] = sandboxCommand(sandbox, {
    command: ['/usr/bin/true'],
    directory: '/',
    sockets: {},
  });
  try {
    await promisify(execFile)(file, args, { env: {}, timeout: PROBE_TIMEOUT_MS });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Returns the sandbox for the runs in a directory; undefined if they are not isolated.
 *
 * @param ssh the addresses `host:port` for which the run has keys; it reaches those of allowed hosts
 */
export function sandboxOf(
  isolation: Isolation,
  directory: RunDirectory,
  readOnly: readonly string[],
  ssh: readonly string[] = [],
): Sandbox | undefined {
  if (isolation.kind === 'process') return undefined;
  if (isolation.kind === 'none') throw new Error('this worker runs no engines');
  const { kind: _kind, directories, ...rest } = isolation;
  const near = directory.root.length <= MAX_ROOT_LENGTH ? directory.root : tmpdir();
  return {
    ...rest,
    hosts: [...rest.hosts, ...ssh.filter((target) => isAllowedHost(rest.hosts, target))],
    passwd: path.join(directory.root, 'passwd'),
    readOnly: [...readOnly, directory.engineConfig],
    writable: [...writableDirectories(directory), ...directories],
    sockets: near,
  };
}
