import { formatDuration } from '../../cli/output/time.ts';

export interface Step {
  title: string;
  outcome: 'passed' | 'failed' | 'skipped';
  /** In milliseconds. */
  took: number;
  /** The operation that carried the step out. */
  operationId?: string;
  /** Why the step failed or was skipped, or what it showed. */
  note?: string;
}

/** Formats the report of a run for a terminal: one line for each step, and the outcome. */
export function formatReport(subject: string, steps: readonly Step[]): string {
  const width = Math.max(...steps.map(({ title }) => title.length));
  const lines = steps.map(({ title, outcome, took, operationId, note }) =>
    [
      `  ${outcome.padEnd(8)}${title.padEnd(width)}  ${formatDuration(took).padStart(10)}`,
      ...(operationId === undefined ? [] : [`operation ${operationId}`]),
      ...(note === undefined ? [] : [note]),
    ].join('  '),
  );
  const total = steps.reduce((sum, { took }) => sum + took, 0);
  const failed = steps.filter(({ outcome }) => outcome === 'failed').length;
  const outcome = failed === 0 ? 'passed' : `failed in ${failed} of ${steps.length} steps`;
  return [
    '',
    `Report of ${subject}`,
    ...lines,
    `The run ${outcome} in ${formatDuration(total)}.`,
  ].join('\n');
}
