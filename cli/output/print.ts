/** Prints data on standard output, in the requested format. */
import { createStyle, type Io } from '../io.ts';
import type { Session } from '../session/session.ts';
import { formatData } from './data.ts';
import { formatTable, type Column } from './table.ts';
import { visibleLine } from './visible.ts';

export interface Listed<Item> {
  items: readonly Item[];
  columns: readonly Column<Item>[];
  nameOf: (item: Item) => string;
  /** The message instead of an empty table. */
  none: string;
  /** How many items there are, if the list does not have all of them. */
  total?: number;
}

/** Prints a list: one line for each item as table or name, the bare array of items as JSON or YAML. */
export async function printList<Item>(
  { io, output, wide }: Pick<Session, 'io' | 'output' | 'wide'>,
  list: Listed<Item>,
): Promise<void> {
  const { items, columns, nameOf, none, total } = list;
  if (output === 'table' && items.length === 0) {
    io.stderr.writeLine(none);
  } else if (output === 'table') {
    io.stdout.write(
      formatTable(items, columns, {
        style: createStyle(io, io.stdout),
        columns: io.stdout.columns,
        wide,
      }),
    );
  } else if (output === 'name') {
    for (const item of items) io.stdout.writeLine(nameOf(item));
  } else {
    io.stdout.write(await formatData(output, items));
  }
  if (total !== undefined && items.length > 0) {
    io.stderr.writeLine(`These are ${items.length} of ${total}. --all lists all of them.`);
  }
}

/** Prints one item. The table format shows one line for each field. */
export async function printItem<Item extends object>(
  io: Io,
  output: Session['output'],
  item: Item,
  nameOf: (item: Item) => string | readonly string[],
  fieldsOf: (item: Item) => Record<string, string | undefined>,
): Promise<void> {
  if (output === 'table') io.stdout.write(formatFields(io, fieldsOf(item)));
  else if (output !== 'name') io.stdout.write(await formatData(output, item));
  else for (const name of [nameOf(item)].flat()) io.stdout.writeLine(name);
}

/** A longer output, such as a certificate, is not for people to read. */
const MAX_OUTPUT_LENGTH = 200;
const SHOWN_OF_LONG_OUTPUT = 40;

/**
 * Returns the outputs to show in a table. The kubeconfig is a whole file, and has its own command. Other long ones are
 * shortened.
 */
export function shownOutputs(outputs: Record<string, string>): Record<string, string> {
  const { kubeconfig: _kubeconfig, ...shown } = outputs;
  return Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [
      name,
      value.length > MAX_OUTPUT_LENGTH
        ? `${value.slice(0, SHOWN_OF_LONG_OUTPUT)}… (${value.length} characters; -o json shows all)`
        : value,
    ]),
  );
}

/** Returns one line for each field. Further lines of a value are indented, so that they cannot look like fields. */
export function formatFields(io: Io, fields: Record<string, string | undefined>): string {
  const style = createStyle(io, io.stdout);
  const shown = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value = '']) => [visibleLine(name), value] as const);
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown
    .map(([name, value]) => {
      const lines = value.replaceAll('\n', `\n${' '.repeat(width + 2)}`);
      return `${style('dim', name.padEnd(width))}  ${lines}\n`;
    })
    .join('');
}
