/** Shell completion: finds the words that can complete an unfinished command line. */
import type { Options } from 'yargs';
import type { Command, Flag, Flags } from './commands/shared/command.ts';
import { findFlag, takesValue } from './input/flag-lookup.ts';
import type { Io } from './io.ts';
import { openSession } from './session/session.ts';

/** How long completion waits for names from the server, so that the prompt stays responsive. */
const NAMES_TIMEOUT_MS = 1_000;

/**
 * The names to offer. Bash expands the words of a completion, so a server could otherwise offer a name such
 * as `$(command)`, which the shell would run.
 */
const HARMLESS = /^[A-Za-z0-9][A-Za-z0-9._:-]*$/;

export interface Candidate {
  word: string;
  describe?: string | undefined;
}

/**
 * Returns the candidates for the last word of a command line.
 *
 * @param words the command line without the program name; the last word is unfinished and may be empty
 */
export async function complete(
  commands: readonly Command[],
  globalFlags: Flags,
  words: readonly string[],
  io: Io,
): Promise<Candidate[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { found, positionals } = walk(commands, globalFlags, before);
  const flags = { ...found?.flags, ...globalFlags };
  const pending = pendingFlag(flags, before.at(-1));
  if (pending !== undefined) return valuesOf(pending, current);
  if (current.startsWith('-')) return flagCandidates(flags).filter(startsWith(current));
  if (found === undefined || found.members.length > 0) {
    return (found?.members ?? commands)
      .map(({ names: [word = ''], describe }) => ({ word, describe }))
      .filter(startsWith(current));
  }
  const positional = Object.values(found.positionals)[positionals.length];
  if (positional === undefined) return [];
  if (positional.choices !== undefined) return choicesOf(positional.choices, current);
  const names = await namesOf(found, before, io);
  return names
    .filter((name) => HARMLESS.test(name))
    .map((word) => ({ word }))
    .filter(startsWith(current));
}

/** Returns one line for each candidate, with its description if the shell can show one. */
export function formatCandidates(
  candidates: readonly Candidate[],
  shell: string | undefined,
): string {
  return candidates
    .map(({ word, describe }) => {
      if (shell === 'fish' && describe !== undefined) return `${word}\t${describe}\n`;
      if (shell !== 'zsh') return `${word}\n`;
      const name = word.replaceAll(':', '\\:');
      return describe === undefined ? `${name}\n` : `${name}:${describe}\n`;
    })
    .join('');
}

/** Returns the command that the words name, the groups that lead to it, and its positional arguments. */
export function walk(commands: readonly Command[], globalFlags: Flags, words: readonly string[]) {
  let found: Command | undefined;
  const path: Command[] = [];
  const positionals: string[] = [];
  for (const [i, word] of words.entries()) {
    const pending = pendingFlag({ ...found?.flags, ...globalFlags }, words[i - 1]);
    if (word.startsWith('-') || pending !== undefined) continue;
    const next = (found?.members ?? commands).find(({ names }) => names.includes(word));
    if (next === undefined) positionals.push(word);
    else path.push((found = next));
  }
  return { found, path, positionals };
}

/** Returns the flag whose value would be the next word. */
function pendingFlag(flags: Flags, word: string | undefined): Flag | undefined {
  if (word === undefined || !word.startsWith('-') || word.includes('=')) return undefined;
  const flag = findFlag(flags, word)?.flag;
  return flag !== undefined && takesValue(flag) ? flag : undefined;
}

function flagCandidates(flags: Flags): Candidate[] {
  return Object.entries({ ...flags, help: { describe: 'Show help' } }).flatMap(
    ([name, { type, default: defaultValue, describe }]: [string, Options]) => {
      const positive = { word: `--${name}`, describe };
      const negative = { word: `--no-${name}`, describe };
      if (type !== 'boolean') return [positive];
      return defaultValue === true ? [negative] : [positive];
    },
  );
}

/** Of several values with commas between them, the last one is completed. */
function valuesOf({ choices, values = [] }: Flag, current: string): Candidate[] {
  if (choices !== undefined) return choicesOf(choices, current);
  const before = current.slice(0, current.lastIndexOf(',') + 1);
  return values.map((value) => ({ word: `${before}${value}` })).filter(startsWith(current));
}

function choicesOf(choices: Options['choices'], current: string): Candidate[] {
  return (choices ?? []).map((choice) => ({ word: String(choice) })).filter(startsWith(current));
}

function startsWith(current: string): (reply: Candidate) => boolean {
  return ({ word }) => word.startsWith(current);
}

async function namesOf({ completes }: Command, words: readonly string[], io: Io) {
  if (completes === undefined) return [];
  const valueOf = (flag: string) => {
    const at = words.indexOf(flag);
    return at < 0 ? undefined : words[at + 1];
  };
  try {
    const { slipway } = await openSession(io, {
      server: valueOf('--server'),
      profile: valueOf('--profile'),
    });
    const timeout = new Promise<readonly string[]>((resolve) => {
      setTimeout(() => resolve([]), NAMES_TIMEOUT_MS).unref();
    });
    return await Promise.race([completes(slipway), timeout]);
  } catch {
    // An error message would disturb the prompt, so completion offers no names instead.
    return [];
  }
}
