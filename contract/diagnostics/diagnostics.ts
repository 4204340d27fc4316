/** The diagnostics that an operation carries. */
import { MAX_DIAGNOSTICS, MAX_DIAGNOSTICS_LENGTH } from './diagnostic-limits.ts';
import type { Diagnostic } from './diagnostic.ts';

export interface DiagnosticList {
  items: Diagnostic[];
  /** How many more there are, which only the log has. A diagnostic that is repeated can count twice. */
  more: number;
}

export const NO_DIAGNOSTICS: DiagnosticList = { items: [], more: 0 };

/**
 * Adds diagnostics to a list. What the list has already is left out: each phase of an engine repeats the warnings
 * of the phases before it. If there are too many, warnings make room for errors.
 */
export function withDiagnostics(
  { items, more }: DiagnosticList,
  added: DiagnosticList,
): DiagnosticList {
  const known = new Map([...items, ...added.items].map((item) => [JSON.stringify(item), item]));
  const all = [...known];
  const ofSeverity = (severity: Diagnostic['severity']) =>
    all.filter(([, item]) => item.severity === severity);
  const kept = new Set<Diagnostic>();
  let length = 0;
  for (const [json, item] of [...ofSeverity('error'), ...ofSeverity('warning')]) {
    if (kept.size === MAX_DIAGNOSTICS || length + json.length > MAX_DIAGNOSTICS_LENGTH) break;
    length += json.length;
    kept.add(item);
  }
  return {
    items: all.map(([, item]) => item).filter((item) => kept.has(item)),
    more: Math.max(more, added.more) + all.length - kept.size,
  };
}
