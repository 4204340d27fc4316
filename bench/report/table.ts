/** Renders the results as a Markdown table that the formatter does not change. */
import { isMet, type Figure, type Goal, type Measured, type Unit } from '../figures/figure.ts';
import type { PartResult, Results } from './results.ts';

const BEGIN = '<!-- bench: begin -->';
const END = '<!-- bench: end -->';

const HEAD = ['part', 'figure', 'median', 'spread', 'made of', 'goal', 'met'] as const;

/** Puts the table between the two markers of a page. Throws if the page does not have them in order. */
export function withTable(page: string, table: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`no ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`;
}

export function resultsTable(results: Results): string {
  const parts = Object.entries(results.parts);
  const rows = parts.flatMap(([name, part]) =>
    part.failed === undefined
      ? part.figures.map((figure) => rowOf(name, figure))
      : [[name, `not measured: ${part.failed}`, '', '', '', '', '']],
  );
  return [alignedTable([HEAD, ...rows]), ...machinesOf(parts)].join('\n\n');
}

function rowOf(part: string, figure: Figure): string[] {
  const { what, unit, series, goal } = figure;
  const met = isMet(figure);
  const { min, max, rounds } = series;
  return [
    part,
    what,
    amount(series.median, unit),
    rounds.length < 2 ? '' : `${amount(min, unit)} to ${amount(max, unit)}`,
    figure.from.length < 2 ? '' : figure.from.map(sideOf).join(', '),
    goal === undefined ? '' : goalText(goal, unit),
    met === undefined ? '' : met ? 'yes' : '**no**',
  ];
}

function sideOf({ name, unit, series }: Measured): string {
  return `${name} ${amount(series.median, unit)}`;
}

function goalText({ atMost, atLeast }: Goal, unit: Unit): string {
  return [
    ...(atLeast === undefined ? [] : [`at least ${amount(atLeast, unit)}`]),
    ...(atMost === undefined ? [] : [`at most ${amount(atMost, unit)}`]),
  ].join(', ');
}

/**
 * Returns a value with its unit and about three digits, because no median is more exact: `1.23 x`,
 * `12,346/s`, `0.5 s`.
 */
export function amount(value: number, unit: Unit): string {
  const digits = unit === 'x' ? 2 : Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  const text = value.toLocaleString('en-US', { maximumFractionDigits: digits });
  return unit === '/s' ? `${text}/s` : `${text} ${unit}`;
}

function alignedTable(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', String.raw`\|`)));
  const widths = HEAD.map((_name, column) =>
    Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/**
 * Returns one sentence for each combination of machine, versions and day, with the parts that share it.
 */
function machinesOf(parts: readonly [string, PartResult][]): string[] {
  const bySetting = new Map<string, string[]>();
  for (const [name, { date, machine, versions }] of parts) {
    const named = Object.entries(versions).map(([what, version]) => `${what} ${version}`);
    const setting = `${date.slice(0, 10)}, ${machine.cores} cores of ${machine.cpu}, ${named.join(', ')}`;
    bySetting.set(setting, [...(bySetting.get(setting) ?? []), name]);
  }
  return [...bySetting].map(([setting, names]) => `Measured ${setting}: ${names.join(', ')}.`);
}
