/**
 * Which process is meant. A pid alone proves nothing, since the system gives it out again; so its command
 * line is kept too, and both must fit.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

export const holderSchema = z.object({ pid: z.int().positive(), command: z.string() });
export type Holder = z.infer<typeof holderSchema>;

/** The command line of a live process; undefined when there is none, also for a zombie. */
function commandLine(pid: number): string | undefined {
  try {
    const text = existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
          encoding: 'utf8',
          timeout: 5_000,
        });
    return text.trim() || undefined;
  } catch {
    return undefined;
  }
}

export function holderOf(pid: number): Holder {
  return { pid, command: commandLine(pid) ?? '' };
}

export function isAlive(holder: Holder): boolean {
  return holder.command !== '' && commandLine(holder.pid) === holder.command;
}
