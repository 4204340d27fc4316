/**
 * Which process holds something, in a file. A pid alone proves nothing, since the system gives it
 * out again; so the file also keeps the command line, and both must fit.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { errorCode } from '../../config/error-code.ts';

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

export type Lock =
  | { state: 'taken'; replacedDead: boolean; release: () => void }
  | { state: 'held'; by: Holder };

/** Takes the lock for this process, also over a holder that died without releasing it. */
export function takeLock(file: string): Lock {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(holderOf(process.pid)));
  try {
    let replacedDead = false;
    for (;;) {
      try {
        // Unlike an exclusive open, a link is never seen without its content.
        linkSync(mine, file);
        return { state: 'taken', replacedDead, release: () => rmSync(file, { force: true }) };
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error;
      }
      const holder = readHolder(file);
      if (holder && isAlive(holder)) return { state: 'held', by: holder };
      replacedDead = true;
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function readHolder(file: string): Holder | undefined {
  const parsed = holderSchema.safeParse(readJson(file));
  return parsed.success ? parsed.data : undefined;
}

/** The file's content as JSON; undefined when it is missing or no JSON. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
