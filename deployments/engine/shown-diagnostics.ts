/** Shows the engine's diagnostics to clients: without secrets, with the place in the source that they posted. */
import path from 'node:path';
import type { Diagnostic as ShownDiagnostic } from '../../contract/diagnostics/diagnostic.ts';
import {
  MAX_DETAIL_LENGTH,
  MAX_TEXT_LENGTH,
} from '../../contract/diagnostics/diagnostic-limits.ts';
import {
  withDiagnostics,
  NO_DIAGNOSTICS,
  type DiagnosticList,
} from '../../contract/diagnostics/diagnostics.ts';
import type { Diagnostic } from './messages.ts';
import type { MaskAddress, Redact } from './redaction.ts';

/** Files that Slipway writes beside those of the module. They contain the values of secrets. */
const OWN_FILE = /^(?:~slipway\.|slipway_backend_override\.)/;
const OWN_FILE_IN_TEXT = /file "~slipway\.auto\.tfvars(?:\.json)?"/g;
/** Warnings about how Slipway runs the engine, which the author of a module cannot change. */
const HOUSEKEEPING = /^Incomplete lock file information for providers/;
/** The rest of their text advises about command lines. */
const UNDECLARED = /^Values? for undeclared variables?$/;

export interface DiagnosticContext {
  redact: Redact;
  maskAddress: MaskAddress;
  /** The folder of the source in which the engine runs. */
  workingDirectory?: string | undefined;
}

/** Returns the diagnostics that a client sees, each once, as far as an operation carries them. */
export function shownDiagnostics(
  diagnostics: readonly Diagnostic[],
  context: DiagnosticContext,
): DiagnosticList {
  const items = diagnostics
    .filter(({ summary }) => !HOUSEKEEPING.test(summary))
    .map((diagnostic) => shownDiagnostic(diagnostic, context));
  return withDiagnostics(NO_DIAGNOSTICS, { items, more: 0 });
}

export function shownDiagnostic(
  diagnostic: Diagnostic,
  { redact, maskAddress, workingDirectory }: DiagnosticContext,
  maxDetail = MAX_DETAIL_LENGTH,
): ShownDiagnostic {
  const { severity, address } = diagnostic;
  const summary = textOf(diagnostic.summary);
  const detail = UNDECLARED.test(summary)
    ? textOf(diagnostic.detail).split('\n\n')[0]
    : textOf(diagnostic.detail);
  const place = placeOf(diagnostic, workingDirectory);
  const code = diagnostic.snippet?.code ?? '';
  return {
    severity: severity === 'error' ? 'error' : 'warning',
    summary: redact(summary || 'The engine gives no summary').slice(0, MAX_TEXT_LENGTH),
    ...(detail !== undefined && detail !== '' && { detail: redact(detail).slice(0, maxDetail) }),
    ...(address !== undefined && { address: maskAddress(address).slice(0, MAX_TEXT_LENGTH) }),
    ...(place && { file: redact(place.file).slice(0, MAX_TEXT_LENGTH), line: place.line }),
    ...(place && code !== '' && { snippet: redact(code).slice(0, MAX_TEXT_LENGTH) }),
  };
}

/** Returns the path from the root of the source; undefined for a place that is in none of its files. */
export function placeOf(
  { range }: Pick<Diagnostic, 'range'>,
  workingDirectory = '.',
): { file: string; line: number } | undefined {
  if (range === undefined || range.start.line < 1) return undefined;
  const { filename, start } = range;
  if (OWN_FILE.test(path.posix.basename(filename)) || !/\.[a-z]+$/.test(filename)) return undefined;
  return { file: path.posix.join(workingDirectory, filename), line: start.line };
}

function textOf(text: string): string {
  return text.replaceAll(OWN_FILE_IN_TEXT, 'the variables of the deployment').trim();
}
