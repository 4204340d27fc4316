/** Shows the errors and warnings of a module: what is wrong, and the place in the source. */
import type { Operation } from '../../client/types.ts';
import type { Style } from '../io.ts';
import { oneLine } from './visible.ts';

const MAX_SHOWN = 10;
/** A longer detail explains what the documentation of the engine explains. */
const MAX_DETAIL_LENGTH = 300;

const MARKS = { error: 'red', warning: 'yellow' } as const;

export function diagnosticLines(
  { diagnostics = [], moreDiagnostics = 0 }: Operation,
  style: Style,
): string[] {
  const lines = diagnostics.slice(0, MAX_SHOWN).flatMap((diagnostic) => {
    const { severity, summary, detail = '', address, file, line, snippet = '' } = diagnostic;
    const place = file === undefined ? '' : ` at ${file}:${line}`;
    const resource = address === undefined ? '' : `${address}: `;
    const text = oneLine(detail);
    const source = snippet.split('\n').filter((code) => code.trim() !== '');
    return [
      `  ${style(MARKS[severity], severity)}: ${oneLine(`${resource}${summary}${place}`)}`,
      ...source.map((code) => style('dim', `    | ${code}`)),
      ...(text === '' ? [] : [`    ${shortened(text)}`]),
    ];
  });
  const more = Math.max(0, diagnostics.length - MAX_SHOWN) + moreDiagnostics;
  return more === 0 ? lines : [...lines, `  and ${more} more errors and warnings`];
}

function shortened(text: string): string {
  return text.length <= MAX_DETAIL_LENGTH ? text : `${text.slice(0, MAX_DETAIL_LENGTH)}…`;
}
