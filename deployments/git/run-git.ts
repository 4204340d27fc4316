/**
 * Runs git as engines run: in a sandbox where there is one, with an environment that is built from nothing. The
 * repository is hostile: git runs none of its hooks and filters, and follows none of its submodules.
 */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import {
  hostEnvironment,
  sshTargets,
  writeHostFiles,
  type HostCredentials,
} from '../hosts/host-credentials.ts';
import type { RunDirectory } from '../runner/run-directory.ts';
import { runEngine } from '../runner/process/run-engine.ts';
import { sandboxOf } from '../runner/sandbox/isolation.ts';
import { incompleteRun } from '../runner/session-errors.ts';
import type { SessionSettings } from '../runner/session.ts';
import type { Redact } from '../engine/redaction.ts';
import { gitError, gitNotFound } from './git-errors.ts';

const FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin'];
/** A list of refs that matches is short, and the other commands write nothing. */
const MAX_OUTPUT_BYTES = 1024 * 1024;
/** A transfer that is slower than this for so long has stalled. */
const STALLED_BYTES_PER_SECOND = 1_000;
const STALLED_SECONDS = 60;

const SETTINGS: Readonly<Record<string, string>> = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.autocrlf': 'false',
  'submodule.recurse': 'false',
  'fetch.recurseSubmodules': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'protocol.version': '2',
  'http.lowSpeedLimit': String(STALLED_BYTES_PER_SECOND),
  'http.lowSpeedTime': String(STALLED_SECONDS),
  // With a local repository, whose owner may be another user.
  'safe.directory': '*',
};

export type GitSettings = Pick<
  SessionSettings,
  | 'isolation'
  | 'inheritedEnv'
  | 'runners'
  | 'planTimeoutMs'
  | 'graceMs'
  | 'maxDiskBytes'
  | 'runsRoot'
  | 'gitProtocols'
  | 'knownHosts'
>;

export interface Git {
  directory: RunDirectory;
  /**
   * Runs a command and returns its lines. `doing` says what it does, after the words "Git could not". Throws
   * EngineError.
   */
  run(command: {
    args: readonly string[];
    doing: string;
    /** True if it uses the network. */
    network: boolean;
    signal: AbortSignal;
  }): Promise<string[]>;
}

/** Prepares git in a run directory, which exists. Throws `git_not_found`. */
export async function prepareGit(
  settings: GitSettings,
  {
    directory,
    redact,
    credentials,
  }: { directory: RunDirectory; redact: Redact; credentials: HostCredentials },
): Promise<Git> {
  const program = await findGit();
  await writeHostFiles(directory, credentials, settings, SETTINGS);
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: folder } = settings.inheritedEnv;
  const sandbox = sandboxOf(
    settings.isolation,
    directory,
    [file, folder].filter((place) => place !== undefined),
    sshTargets(credentials),
  );
  const env = {
    ...settings.inheritedEnv,
    ...hostEnvironment(directory, settings.inheritedEnv),
    PATH: FOLDERS.join(':'),
    HOME: directory.home,
    TMPDIR: directory.temporary,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: settings.gitProtocols.join(':'),
    GIT_LFS_SKIP_SMUDGE: '1',
  };
  return {
    directory,
    async run({ args, doing, network, signal }) {
      const lines: string[] = [];
      const exit = await runEngine({
        job: {
          engine: program,
          args: [...args],
          root: directory.root,
          directory: directory.output,
          offline: !network,
          env,
          timeoutMs: settings.planTimeoutMs,
          graceMs: settings.graceMs,
          maxOutputBytes: MAX_OUTPUT_BYTES,
          maxDiskBytes: settings.maxDiskBytes,
          ...(sandbox && { sandbox }),
        },
        signal,
        runners: settings.runners,
        onLine: (line) => lines.push(line),
      });
      if (exit.reason !== 'ended') throw incompleteRun(exit, { redact, signal, isApply: false });
      if (exit.code !== 0) throw gitError(doing, exit.detail, redact);
      return lines;
    },
  };
}

async function findGit(): Promise<string> {
  for (const folder of FOLDERS) {
    const program = path.join(folder, 'git');
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return program;
  }
  throw gitNotFound();
}
