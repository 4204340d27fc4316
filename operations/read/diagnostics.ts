import type { DiagnosticList } from '../../contract/diagnostics/diagnostics.ts';
import type { Operation } from '../../contract/operations/operation.ts';

/** The fields of an operation that have its diagnostics; none if there are no diagnostics. */
export function shownDiagnostics(
  list: DiagnosticList | undefined,
): Pick<Operation, 'diagnostics' | 'moreDiagnostics'> {
  if (list === undefined || list.items.length === 0) return {};
  const { items, more } = list;
  return { diagnostics: items, ...(more > 0 && { moreDiagnostics: more }) };
}
