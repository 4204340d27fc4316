import { parseArgs } from 'node:util';
import type { Part } from './part.ts';

export type Command =
  | { kind: 'run'; parts: string[]; full: boolean; quick: boolean }
  | { kind: 'help' }
  | { kind: 'unusable'; message: string };

/** Parses the arguments of `npm run bench -- ARGUMENTS`. */
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

Compares Slipway with the software that it is built on, and with similar products, on this machine.
Everything runs on free ports of the loopback address and in temporary directories. The compared
programs run in turn over several rounds, and a figure is the median of its rounds. The results go to
bench/results.json, and as a table into docs/performance.md. A part that runs alone replaces only its
own results. Without a part, all parts run.

Parts:
${list.join('\n')}

Options:
  --full    also measure 1,000 operations in flight (20 minutes)
  --quick   run one short round of each part, to see that it works; write no results
  --help    show this help

Measure on an idle machine. A wide spread means that the median is not reliable.
`;
}
