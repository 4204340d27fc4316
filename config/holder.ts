/**
 * Identifies a process by its pid and its command line. The system reuses pids, so a pid alone does
 * not prove that a process is still the same one.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

export const holderSchema = z.object({ pid: z.int().positive(), command: z.string() });
export type Holder = z.infer<typeof holderSchema>;

/** @returns the command line of a live process; undefined if there is no such process or it is a zombie */
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

/** Returns true if the pid belongs to another process by now. */
export function isReplaced(holder: Holder): boolean {
  const command = commandLine(holder.pid);
  return command !== undefined && command !== holder.command;
}
