/** Locks between processes. A lock is a file that names the process that holds it. */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../config/error-code.ts';
import { holderOf, holderSchema, isAlive, type Holder } from '../config/holder.ts';

export type Lock =
  | { state: 'taken'; replacedDead: boolean; release: () => void }
  | { state: 'held'; by: Holder };

/** Takes the lock for this process. A lock whose holder has died is replaced. */
export function takeLock(file: string): Lock {
  const mine = `${file}.${process.pid}`;
  try {
    writeFileSync(mine, JSON.stringify(holderOf(process.pid)));
    let replacedDead = false;
    for (;;) {
      try {
        // A link appears with its content. After an exclusive open, another process could read the file
        // while it is empty.
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

/** @returns the file's content, or undefined if the file is missing or is not JSON */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
