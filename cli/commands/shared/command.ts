/** Defines a command by the table of its flags and a function that receives their typed values. */
import type { Argv, InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { Slipway } from '../../../client/client.ts';
import { UsageError, type ExitCode } from '../../exit.ts';
import type { Io } from '../../io.ts';
import type { GlobalArgs } from '../../session/session.ts';

/** A flag, and the values that completion offers for it. A flag with `choices` offers these, and takes no others. */
export type Flag = Options & { values?: readonly string[] };
export type Flags = Record<string, Flag>;
export type Positionals = Record<string, PositionalOptions>;
export type Args<F extends Record<string, Options | PositionalOptions>> = InferredOptionTypes<F>;
export type Example = readonly [command: string, does: string];

/** Returns the names that completion offers for a positional argument. */
export type NameSource = (slipway: Slipway) => Promise<readonly string[]>;

export interface CommandDefinition<P extends Positionals, F extends Flags> {
  /** The name and the positional arguments, for example `get <name>`; may include aliases. */
  command: string | string[];
  describe: string;
  positionals: P;
  flags: F;
  /** Flags of the table that this command does not accept. Their values are undefined. */
  without?: readonly string[];
  examples: readonly Example[];
  /** The names that its first positional argument can have. */
  completes?: NameSource;
  run(args: Args<P> & Args<F> & GlobalArgs, io: Io): Promise<ExitCode>;
}

/** A command, or a group of commands. */
export interface Command {
  /** The name and its aliases. */
  names: readonly string[];
  describe: string;
  members: readonly Command[];
  flags: Flags;
  positionals: Positionals;
  /** The positional arguments that must be given, in their order. */
  required: readonly string[];
  completes?: NameSource;
  /** Adds the command to a parser. Calls `finish` with the exit code once the command has run. */
  addTo(yargs: Argv, io: Io, finish: (code: ExitCode) => void): void;
}

export function command<P extends Positionals, F extends Flags>(
  definition: CommandDefinition<P, F>,
): Command {
  const { describe, positionals, examples, completes, without = [] } = definition;
  const usages = [definition.command].flat();
  const flags = Object.fromEntries(
    Object.entries(definition.flags).filter(([name]) => !without.includes(name)),
  );
  return {
    names: usages.map((usage) => usage.replace(/ .*/, '')),
    describe,
    members: [],
    flags,
    positionals,
    required: [...(usages[0] ?? '').matchAll(/<([\w-]+)>/g)].map(([, argument = '']) => argument),
    ...(completes && { completes }),
    addTo(yargs, io, finish) {
      yargs.command(
        definition.command,
        describe,
        (sub) => {
          for (const [name, options] of Object.entries(positionals)) sub.positional(name, options);
          for (const [line, does] of examples) sub.example(`slipway ${line}`, does);
          // Options of the command itself stand before those that all commands have.
          return sub.options(flags).group(Object.keys(flags), 'Options:');
        },
        async (args) => {
          rejectRepeatedFlags(args, flags);
          // The parser has checked the arguments against the same tables, so they have this type.
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
    required: [],
    addTo(yargs, io, finish) {
      yargs.command([name, ...aliases], describe, (sub) => {
        for (const member of members) member.addTo(sub, io, finish);
        return sub;
      });
    },
  };
}

function rejectRepeatedFlags(args: Record<string, unknown>, flags: Flags): void {
  for (const name of ['server', 'profile', 'output', ...Object.keys(flags)]) {
    if (Array.isArray(args[name]) && flags[name]?.type !== 'array') {
      throw new UsageError(`--${name} was given twice. Give it once.`);
    }
  }
}
