import type { OperationStatus, ResourceStatus } from '../../contract/vocabulary.ts';
import type { Style } from '../io.ts';
import { visibleLine, type Format } from './visible.ts';

export interface Column<Item> {
  title: string;
  of: (item: Item) => string | undefined;
  /** The alignment; `right` is for numbers. */
  align?: 'right';
  /** True if the column is shown by `-o wide` only. */
  wide?: true;
  /** True if long cells may be shortened. Ids are never shortened, because users copy them. */
  cut?: true;
  color?: (item: Item) => Format | undefined;
}

export interface TableOptions {
  style: Style;
  /** The width of the terminal. Without one nothing is shortened. */
  columns?: number | undefined;
  /** Shows every column, in full length. */
  wide?: boolean | undefined;
}

const GAP = '  ';
const ELLIPSIS = '…';
/** A shorter cell says nothing. */
const MIN_CUT_WIDTH = 8;

const COLORS: Readonly<Record<OperationStatus | ResourceStatus, Format>> = {
  pending: 'yellow',
  running: 'yellow',
  awaiting_confirmation: 'magenta',
  creating: 'yellow',
  updating: 'yellow',
  deleting: 'yellow',
  canceling: 'yellow',
  canceled: 'yellow',
  succeeded: 'green',
  active: 'green',
  failed: 'red',
};

/** The column of a status, in its color. */
export const STATUS_COLUMN: Column<{ status: OperationStatus | ResourceStatus }> = {
  title: 'STATUS',
  of: ({ status }) => status,
  color: ({ status }) => COLORS[status],
};

/**
 * Formats a table. Columns are as wide as their widest cell; a cell without a value shows a dash. If the table is
 * wider than the terminal, long cells are shortened.
 */
export function formatTable<Item>(
  items: readonly Item[],
  all: readonly Column<Item>[],
  { style, columns: terminal, wide = false }: TableOptions,
): string {
  const columns = all.filter((column) => wide || column.wide !== true);
  const cells = items.map((item) => columns.map(({ of }) => visibleLine(of(item) || '-')));
  const full = columns.map(({ title }, i) =>
    Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)),
  );
  const widths =
    wide || terminal === undefined ? full : fitted(full, terminal, (i) => columns[i]?.cut === true);
  const line = (row: readonly string[], colorOf: (i: number) => Format | undefined) =>
    row
      .map((cell, i) => {
        const shown = aligned(cell, widths[i] ?? 0, columns[i]?.align, i === columns.length - 1);
        const color = colorOf(i);
        return color === undefined ? shown : style(color, shown);
      })
      .join(GAP)
      .trimEnd();
  const titles = columns.map(({ title }) => title);
  const rows = cells.map((row, at) =>
    line(row, (i) => {
      const item = items[at];
      return item === undefined ? undefined : columns[i]?.color?.(item);
    }),
  );
  return [
    style(
      'bold',
      line(titles, () => undefined),
    ),
    ...rows,
    '',
  ].join('\n');
}

/** Narrows the widest columns that may be cut, one character at a time, until all fit into the terminal. */
function fitted(
  full: readonly number[],
  terminal: number,
  canCut: (column: number) => boolean,
): number[] {
  const widths = [...full];
  const total = () => widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  while (total() > terminal) {
    const candidates = widths.map((width, i) => (canCut(i) ? width : 0));
    const widest = Math.max(...candidates);
    if (widest <= MIN_CUT_WIDTH) break;
    widths[candidates.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function aligned(cell: string, width: number, align: 'right' | undefined, isLast: boolean): string {
  const shown = cell.length > width ? `${cell.slice(0, width - 1)}${ELLIPSIS}` : cell;
  if (align === 'right') return shown.padStart(width);
  // Spaces at the end of a line would wrap, and a color would keep them.
  return isLast ? shown : shown.padEnd(width);
}
