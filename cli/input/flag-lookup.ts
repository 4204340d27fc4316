/** Finds the flag that a word of a command line names, in the tables of the commands. */
import type { Options } from 'yargs';
import type { Flag, Flags } from '../commands/shared/command.ts';

export interface NamedFlag {
  /** Its long name. */
  name: string;
  flag: Flag;
}

/** Returns the flag of `--tag`, `--tag=a=b`, `--no-wait` or `-o`; undefined if the tables have no such flag. */
export function findFlag(flags: Flags, word: string): NamedFlag | undefined {
  const name = nameIn(word);
  const isLong = word.startsWith('--');
  const found = Object.entries(flags).find(([long, { alias, type }]) => {
    if (!isLong) return alias === name;
    return long === name || (type === 'boolean' && `no-${long}` === name);
  });
  return found && { name: found[0], flag: found[1] };
}

/** `--tag=a=b` → `tag` */
export function nameIn(word: string): string {
  return word.replace(/^--?/, '').replace(/=.*/s, '');
}

export function takesValue({ type }: Options): boolean {
  return type !== 'boolean';
}
