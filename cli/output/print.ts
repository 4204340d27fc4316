/** What a command answers on standard output, in the form that was asked for. */
import { stringify } from 'yaml';
import { createStyle, type Io } from '../io.ts';
import type { OutputFormat } from './output-format.ts';
import { formatTable, type Column } from './table.ts';

export interface Listed<Item> {
  items: readonly Item[];
  columns: readonly Column<Item>[];
  nameOf: (item: Item) => string;
  /** Said instead of an empty table. */
  none: string;
}

/** A list: as data the bare array of its items, one line each as table and name. */
export function printList<Item>(io: Io, output: OutputFormat, list: Listed<Item>): void {
  const { items, columns, nameOf, none } = list;
  if (output === 'table' && items.length === 0) {
    io.stderr.write(`${none}\n`);
  } else if (output === 'table') {
    io.stdout.write(formatTable(items, columns, createStyle(io, io.stdout)));
  } else if (output === 'name') {
    io.stdout.write(items.map((item) => `${nameOf(item)}\n`).join(''));
  } else {
    io.stdout.write(formatData(output, items));
  }
}

/** One thing; its table is the names of its fields and their values. */
export function printItem<Item extends object>(
  io: Io,
  output: OutputFormat,
  item: Item,
  nameOf: (item: Item) => string,
  fieldsOf: (item: Item) => Record<string, string | undefined>,
): void {
  if (output === 'table') io.stdout.write(formatFields(io, fieldsOf(item)));
  else if (output === 'name') io.stdout.write(`${nameOf(item)}\n`);
  else io.stdout.write(formatData(output, item));
}

/** Outputs for a table: without the kubeconfig, a whole file that has a command of its own. */
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

function formatData(output: 'json' | 'yaml', value: unknown): string {
  return output === 'json' ? `${JSON.stringify(value, null, 2)}\n` : stringify(value);
}
