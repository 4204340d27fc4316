/**
 * Checks the words of a command line against the tables of commands and flags, before the parser sees them. The
 * parser would take a flag without its value for an empty one, and does not name what is missing.
 */
import { closestMatch } from 'leven';
import type { Command, Flags } from '../commands/shared/command.ts';
import { UsageError } from '../exit.ts';
import { findFlag, nameIn, takesValue, type NamedFlag } from './flag-lookup.ts';

/** The flags that the parser itself has. Without a command, it also has --version. */
const PARSER_FLAGS: Flags = { help: { alias: 'h', type: 'boolean' } };

/**
 * @param args the command line, with short flags apart from each other (`separateShortFlags`)
 * @throws UsageError that says what is wrong: an unknown command or flag, with the most similar one; a flag without
 *   its value; a missing argument; an argument too many. Nothing is wrong with a command line that asks for help.
 */
export function checkArguments(
  commands: readonly Command[],
  globalFlags: Flags,
  args: readonly string[],
): void {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const words = args.slice(0, end);
  if (words[0] === '--version' || words.some((word) => ['--help', '-h'].includes(word))) return;

  const path: Command[] = [];
  const positionals: string[] = args.slice(end + 1);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const found = path.at(-1);
    if (isFlag(word)) {
      const named = flagOf(path, { ...found?.flags, ...globalFlags }, word);
      if (!takesValue(named.flag) || word.includes('=')) continue;
      const value = words[i + 1];
      if (value === undefined || isFlag(value)) throw withoutValue(named);
      i += 1;
    } else if (found === undefined || found.members.length > 0) {
      path.push(memberOf(path, found?.members ?? commands, word));
    } else {
      positionals.push(word);
    }
  }
  checkPositionals(path, positionals);
}

/** True for `--tag` and `-t`, but not for `-`, which is standard input, and not for a negative number. */
function isFlag(word: string): boolean {
  return /^-[^\d]/.test(word);
}

function flagOf(path: readonly Command[], flags: Flags, word: string): NamedFlag {
  const all: Flags = { ...flags, ...PARSER_FLAGS };
  const known = findFlag(all, word);
  if (known !== undefined) return known;
  const name = nameIn(word);
  const isLong = word.startsWith('--');
  const names = Object.keys(all);
  const near = isLong
    ? (names.find((it) => it.endsWith(`-${name}`)) ?? closestMatch(name, names, nearness(name)))
    : undefined;
  throw new UsageError(
    `${isLong ? '--' : '-'}${name} is not an option of "${wordsOf(path)}".${didYouMean(near && `--${near}`)}`,
  );
}

function withoutValue({ name, flag: { choices, describe = '' } }: NamedFlag): UsageError {
  const takes =
    choices === undefined ? `${describe}.` : `One of ${choices.map(String).join(', ')}.`;
  return new UsageError(`--${name} needs a value. ${takes}`);
}

function memberOf(path: readonly Command[], members: readonly Command[], word: string): Command {
  const member = members.find(({ names }) => names.includes(word));
  if (member !== undefined) return member;
  const names = members.flatMap((it) => it.names);
  const near = closestMatch(word, names, nearness(word));
  throw new UsageError(
    `"${word}" is not a command of "${wordsOf(path)}".${didYouMean(near && `${wordsOf(path)} ${near}`)}`,
  );
}

function checkPositionals(path: readonly Command[], given: readonly string[]): void {
  const found = path.at(-1);
  if (found === undefined || found.members.length > 0) return;
  const { required, positionals } = found;
  const missing = required.slice(given.length);
  if (missing.length > 0) {
    const usage = [wordsOf(path), ...required.map((name) => `<${name}>`)].join(' ');
    const verb = missing.length === 1 ? 'is' : 'are';
    throw new UsageError(
      `${missing.map((name) => `<${name}>`).join(' and ')} ${verb} missing: ${usage}`,
    );
  }
  const surplus = given[Object.keys(positionals).length];
  if (surplus !== undefined) {
    throw new UsageError(`"${surplus}" is one argument too many for "${wordsOf(path)}".`);
  }
}

function wordsOf(path: readonly Command[]): string {
  return ['slipway', ...path.map(({ names: [name = ''] }) => name)].join(' ');
}

/** A third of the letters may be wrong. */
function nearness(word: string): { maxDistance: number } {
  return { maxDistance: Math.max(1, Math.ceil(word.length / 3)) };
}

function didYouMean(near: string | undefined): string {
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}
