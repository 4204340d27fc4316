import type { Style } from '../io.ts';
import { visibleLine } from './visible.ts';

export interface Column<Item> {
  title: string;
  of: (item: Item) => string | undefined;
  /** The alignment; `right` is for numbers. */
  align?: 'right';
}

const GAP = '   ';

/** Formats a table. Columns are as wide as their widest cell; a cell without a value shows a dash. */
export function formatTable<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  style: Style,
): string {
  const cells = items.map((item) => columns.map(({ of }) => visibleLine(of(item) || '-')));
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        return columns[i]?.align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join(GAP)
      .trimEnd();
  const head = style('bold', line(columns.map(({ title }) => title)));
  return [head, ...cells.map(line), ''].join('\n');
}
