import { parseArgs } from 'node:util';
import type { Part } from './part.ts';

export type Command =
  | { kind: 'run'; parts: string[]; full: boolean; quick: boolean }
  | { kind: 'help' }
  | { kind: 'unusable'; message: string };

/** Reads what stands after `npm run bench --`. */
export function parseCommand(args: readonly string[], known: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        full: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const strange = positionals.find((name) => !known.includes(name));
    if (strange !== undefined) {
      return { kind: 'unusable', message: `There is no part "${strange}".` };
    }
    const parts = positionals.length === 0 ? known : known.filter((it) => positionals.includes(it));
    return { kind: 'run', parts: [...parts], full: values.full, quick: values.quick };
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    return { kind: 'unusable', message };
  }
}

export function usage(parts: Record<string, Part>): string {
  const width = Math.max(...Object.keys(parts).map((name) => name.length));
  const list = Object.entries(parts).map(
    ([name, { subject, limitSeconds }]) =>
      `  ${name.padEnd(width)}  ${subject} (at most ${Math.ceil(limitSeconds / 60)} min)`,
  );
  return `Usage: npm run bench [-- part... options]

Measures Slipway beside what it is built on and beside its peers, on this machine: everything runs on
free ports of the loopback and in a directory of its own. What is compared runs in turn, in several
rounds; a figure is the median of the rounds. Results go to bench/results.json, and as a table into
docs/performance.md; a part that is run alone replaces only its own. Without a part: all of them.

Parts:
${list.join('\n')}

Options:
  --full    also what takes long: 1,000 operations in flight (20 minutes)
  --quick   one short round of each, to see that it works; writes no results
  --help    show this

Measure on a machine that does nothing else: look at the spread before you believe a median.
`;
}
