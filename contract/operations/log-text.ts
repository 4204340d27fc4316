/** A log as text. */
import type { LogLine } from './log.ts';

/** A line as a person reads it. A message can have several lines of its own. */
export function logText({ at, phase, level, message, diagnostic }: LogLine): string {
  const mark = level === 'info' ? '' : `${level.toUpperCase()} `;
  const lines = [message, ...placeText(diagnostic)].join('\n').replaceAll('\n', '\n    ');
  return `${at} ${phase} ${mark}${lines}\n`;
}

function placeText(diagnostic: LogLine['diagnostic']): string[] {
  const { file, line, snippet } = diagnostic ?? {};
  if (file === undefined) return [];
  return [`at ${file}:${line}`, ...(snippet === undefined ? [] : [snippet])];
}
