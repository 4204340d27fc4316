import { spawn } from 'node:child_process';
import type { Check, Outcome } from './check.ts';

export interface CommandOptions {
  cwd: string;
  /** The command and all processes that it started are killed after this many milliseconds. */
  timeoutMs: number;
}

/**
 * Runs a program to its end. `ok` is true for exit code 0. `output` is the text of both streams. Does not
 * reject: a program that cannot be started is a failed outcome.
 */
export async function runCommand(
  command: readonly [string, ...string[]],
  options: CommandOptions,
): Promise<Outcome> {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const timer = setTimeout(() => {
      output += `\nended after ${options.timeoutMs / 1000} s`;
      // A negative id stands for the process group, so that the children of npm end too.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, options.timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ok: false, output: error.message });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, output });
    });
  });
}

/** Returns a check that runs a command. */
export function commandCheck(
  name: string,
  command: readonly [string, ...string[]],
  options: CommandOptions,
): Check {
  return { name, run: () => runCommand(command, options) };
}
