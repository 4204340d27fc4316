/** Runs the command line: in the test's process, and from dist/ in a pipe or in a pseudo-terminal. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach } from 'vitest';
import { runCli } from '../../../cli/run.ts';
import { openTerminal, type OpenTerminal } from '../../../tools/pictures/terminal.ts';
import { endOf } from '../stack/child-end.ts';
import { DIST } from '../stack/part.ts';
import { createIo } from './recorded-io.ts';

/** A command that takes longer is considered hung. */
const DEADLINE_MS = 30_000;

export interface Ran {
  code: number | string;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  /** Written to standard input, which is closed afterwards. */
  input?: string;
}

export interface TerminalSize {
  columns?: number;
  rows?: number;
}

export interface Running {
  /** The standard error output so far. */
  stderr(): string;
  interrupt(): void;
  ended: Promise<Ran>;
}

export interface Cli {
  /** A temporary folder in place of ~/.config. */
  configHome: string;
  /** Starts the program in a pipe. */
  start(args: readonly string[], options?: RunOptions): Running;
  /** Runs the command in the test's process, which takes a tenth of the time that the program takes. */
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Starts the program in a pseudo-terminal. */
  terminal(args: readonly string[], options?: TerminalSize & Pick<RunOptions, 'env'>): OpenTerminal;
}

/** @param server the URL of the server, unless flags name another */
export function createCli(server: () => string): Cli {
  const configHome = mkdtempSync(path.join(tmpdir(), 'slipway-config-'));
  const main = path.join(DIST, 'cli', 'bundle', 'main.mjs');
  const open = new Set<() => void>();
  afterEach(() => {
    for (const kill of open) kill();
    open.clear();
  });
  afterAll(() => rmSync(configHome, { recursive: true, force: true }));

  const environment = (more: Record<string, string> = {}) => ({
    PATH: process.env['PATH'] ?? '',
    XDG_CONFIG_HOME: configHome,
    XDG_CONFIG_DIRS: configHome,
    SLIPWAY_SERVER: server(),
    ...more,
  });

  const start: Cli['start'] = (args, { env, input = '' } = {}) => {
    const child = spawn(process.execPath, [main, ...args], {
      env: environment(env),
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: DEADLINE_MS,
      killSignal: 'SIGKILL',
    });
    const kill = () => child.kill('SIGKILL');
    open.add(kill);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (said += piece));
    // A command that ignores its input may end before the input is written.
    child.stdin.on('error', () => {}).end(input);
    const ended = Promise.all([endOf(child), text(child.stdout)]).then(([code, stdout]) => {
      open.delete(kill);
      return { code, stdout, stderr: said };
    });
    return { stderr: () => said, interrupt: () => void child.kill('SIGINT'), ended };
  };
  return {
    configHome,
    start,
    async run(args, { env, input = '' } = {}) {
      const stop = new AbortController();
      const end = () => stop.abort();
      const deadline = setTimeout(end, DEADLINE_MS);
      open.add(end);
      const { io, stdout, stderr } = createIo({
        input,
        env: environment(env),
        interrupted: stop.signal,
      });
      const code = await runCli(args, io);
      clearTimeout(deadline);
      open.delete(end);
      return { code, stdout: stdout(), stderr: stderr() };
    },
    terminal(args, { env, ...size } = {}) {
      const command = [process.execPath, main, ...args] as const;
      const terminal = openTerminal({ command, env: environment(env), ...size });
      open.add(terminal.kill);
      void terminal.ended.then(() => open.delete(terminal.kill));
      return terminal;
    },
  };
}
