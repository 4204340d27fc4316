/** Which process holds something, in a file. */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../../config/error-code.ts';
import { holderOf, holderSchema, isAlive, type Holder } from '../../config/holder.ts';

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
