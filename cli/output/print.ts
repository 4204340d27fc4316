/** Prints data on standard output, in the requested format. */
import { createStyle, type Io } from '../io.ts';
import type { OutputFormat } from './output-format.ts';
import { formatTable, type Column } from './table.ts';

export interface Listed<Item> {
  items: readonly Item[];
  columns: readonly Column<Item>[];
  nameOf: (item: Item) => string;
  /** The message instead of an empty table. */
  none: string;
}

/** Prints a list: one line for each item as table or name, the bare array of items as JSON or YAML. */
export async function printList<Item>(
  io: Io,
  output: OutputFormat,
  list: Listed<Item>,
): Promise<void> {
  const { items, columns, nameOf, none } = list;
  if (output === 'table' && items.length === 0) {
    io.stderr.write(`${none}\n`);
  } else if (output === 'table') {
    io.stdout.write(formatTable(items, columns, createStyle(io, io.stdout)));
  } else if (output === 'name') {
    io.stdout.write(items.map((item) => `${nameOf(item)}\n`).join(''));
  } else {
    io.stdout.write(await formatData(output, items));
  }
}

/** Prints one item. The table format shows one line for each field. */
export async function printItem<Item extends object>(
  io: Io,
  output: OutputFormat,
  item: Item,
  nameOf: (item: Item) => string,
  fieldsOf: (item: Item) => Record<string, string | undefined>,
): Promise<void> {
  if (output === 'table') io.stdout.write(formatFields(io, fieldsOf(item)));
  else if (output === 'name') io.stdout.write(`${nameOf(item)}\n`);
  else io.stdout.write(await formatData(output, item));
}

/** Returns the outputs to show in a table. The kubeconfig is a whole file, and has its own command. */
export function shownOutputs(outputs: Record<string, string>): Record<string, string> {
  const { kubeconfig: _kubeconfig, ...shown } = outputs;
  return shown;
}

export function formatFields(io: Io, fields: Record<string, string | undefined>): string {
  const style = createStyle(io, io.stdout);
  const shown = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${style('dim', name.padEnd(width))}  ${value}\n`).join('');
}

async function formatData(output: 'json' | 'yaml', value: unknown): Promise<string> {
  if (output === 'json') return `${JSON.stringify(value, null, 2)}\n`;
  const { stringify } = await import('yaml');
  return stringify(value);
}
