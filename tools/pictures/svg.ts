/** Draws the screen of a terminal as SVG. */
import type { IBuffer, IBufferCell } from '@xterm/headless';

const CELL = { width: 8.4, height: 19 };
const FONT_SIZE = 14;
const MARGIN = 16;
const PAGE = '#0d1117';
const INK = '#e6edf3';
/** The eight colours of a terminal, from black to white. */
const PALETTE = [
  '#484f58',
  '#ff7b72',
  '#3fb950',
  '#d29922',
  '#58a6ff',
  '#bc8cff',
  '#39c5cf',
  '#b1bac4',
];

interface Run {
  text: string;
  from: number;
  length: number;
  look: string;
}

/**
 * Returns the SVG text.
 *
 * @param title the text that a screen reader reads
 */
export function screenToSvg(buffer: IBuffer, columns: number, title: string): string {
  const rows = rowsOf(buffer, columns);
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = rows.length * CELL.height + 2 * MARGIN;
  const texts = rows.flatMap((runs, y) =>
    runs.map(({ text, from, length, look }) => {
      const x = MARGIN + from * CELL.width;
      const baseline = MARGIN + y * CELL.height + FONT_SIZE;
      return (
        `<text x="${x.toFixed(1)}" y="${baseline}" textLength="${(length * CELL.width).toFixed(1)}"` +
        `${look}>${escape(text)}</text>`
      );
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">
<rect width="100%" height="100%" rx="8" fill="${PAGE}"/>
<g fill="${INK}" font-family="ui-monospace, SFMono-Regular, Menlo, 'DejaVu Sans Mono', Consolas, monospace" font-size="${FONT_SIZE}" xml:space="preserve">
${texts.join('\n')}
</g>
</svg>
`;
}

function rowsOf(buffer: IBuffer, columns: number): Run[][] {
  const rows = Array.from({ length: buffer.length }, (_, y) => runsOf(buffer, y, columns));
  return rows.slice(0, rows.findLastIndex((runs) => runs.length > 0) + 1);
}

/** Groups neighbouring cells that look the same. Gaps of more than one cell end a run. */
function runsOf(buffer: IBuffer, y: number, columns: number): Run[] {
  const line = buffer.getLine(y);
  const runs: Run[] = [];
  for (let x = 0; x < columns; x++) {
    const cell = line?.getCell(x);
    const text = cell?.getChars() ?? '';
    if (cell === undefined || text === '' || text === ' ') continue;
    const look = lookOf(cell);
    const last = runs.at(-1);
    // A single space between two words is part of the run.
    const gap = last === undefined ? Infinity : x - last.from - last.length;
    if (last !== undefined && last.look === look && gap <= 1) {
      last.text += ' '.repeat(gap) + text;
      last.length += gap + 1;
    } else {
      runs.push({ text, from: x, length: 1, look });
    }
  }
  return runs;
}

function lookOf(cell: IBufferCell): string {
  const color = cell.isFgPalette() ? PALETTE[cell.getFgColor() % PALETTE.length] : undefined;
  return [
    color === undefined ? '' : ` fill="${color}"`,
    cell.isBold() ? ' font-weight="bold"' : '',
    cell.isDim() ? ' opacity="0.6"' : '',
  ].join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
