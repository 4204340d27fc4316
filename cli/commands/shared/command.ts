/** A command as a table of its flags, and a function that gets them typed. */
import type { Argv, InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { Slipway } from '../../../client/client.ts';
import { UsageError, type ExitCode } from '../../exit.ts';
import type { Io } from '../../io.ts';
import type { GlobalArgs } from '../../session/session.ts';

export type Flags = Record<string, Options>;
export type Positionals = Record<string, PositionalOptions>;
export type Args<F extends Record<string, Options | PositionalOptions>> = InferredOptionTypes<F>;
export type Example = readonly [command: string, does: string];

/** What completion offers for a positional. */
export type NameSource = (slipway: Slipway) => Promise<readonly string[]>;

export interface CommandDefinition<P extends Positionals, F extends Flags> {
  /** With its positionals, for example `get <name>`. */
  command: string | string[];
  describe: string;
  positionals: P;
  flags: F;
  /** Names of flags that it has not after all; their arguments are undefined. */
  without?: readonly string[];
  examples: readonly Example[];
  /** The names that its first positional may be. */
  completes?: NameSource;
  run(args: Args<P> & Args<F> & GlobalArgs, io: Io): Promise<ExitCode>;
}

/** A command, or several under one word. */
export interface Command {
  /** The word, and its aliases. */
  names: readonly string[];
  describe: string;
  members: readonly Command[];
  flags: Flags;
  positionals: Positionals;
  completes?: NameSource;
  /** Adds it to a parser. `finish` is told how it ended. */
  addTo(yargs: Argv, io: Io, finish: (code: ExitCode) => void): void;
}

export function command<P extends Positionals, F extends Flags>(
  definition: CommandDefinition<P, F>,
): Command {
  const { describe, positionals, examples, completes, without = [] } = definition;
  const flags = Object.fromEntries(
    Object.entries(definition.flags).filter(([name]) => !without.includes(name)),
  );
  return {
    names: [definition.command].flat().map((usage) => usage.replace(/ .*/, '')),
    describe,
    members: [],
    flags,
    positionals,
    ...(completes && { completes }),
    addTo(yargs, io, finish) {
      yargs.command(
        definition.command,
        describe,
        (sub) => {
          for (const [name, options] of Object.entries(positionals)) sub.positional(name, options);
          for (const [line, does] of examples) sub.example(`slipway ${line}`, does);
          return sub.options(flags);
        },
        async (args) => {
          rejectRepeatedFlags(args, flags);
          // What the tables say is what the parser has made of the arguments.
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion
          finish(await definition.run(args as never, io));
        },
      );
    },
  };
}

export function group(
  name: string,
  aliases: readonly string[],
  describe: string,
  members: readonly Command[],
): Command {
  return {
    names: [name, ...aliases],
    describe,
    members,
    flags: {},
    positionals: {},
    addTo(yargs, io, finish) {
      yargs.command([name, ...aliases], describe, (sub) => {
        for (const member of members) member.addTo(sub, io, finish);
        return sub.demandCommand(1, `say what to do with ${name}`);
      });
    },
  };
}

function rejectRepeatedFlags(args: Record<string, unknown>, flags: Flags): void {
  for (const name of ['server', 'profile', 'output', ...Object.keys(flags)]) {
    if (Array.isArray(args[name]) && flags[name]?.type !== 'array') {
      throw new UsageError(`--${name} was given twice`);
    }
  }
}
