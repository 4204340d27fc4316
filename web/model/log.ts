/** Finds text in the lines of a log. */
import type { LogLine } from './types.ts';

/** A piece of a text, and whether it is what was searched for. */
export interface Piece {
  text: string;
  isFound: boolean;
}

/** Whether a line has the text, in upper or lower case, in its message, its phase or its resource. */
export function hasText({ message, phase, urn, address }: LogLine, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [message, phase, urn, address].some((part) => part?.toLowerCase().includes(wanted));
}

/** Divides a text at what was searched for. */
export function piecesOf(text: string, search: string): Piece[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [{ text, isFound: false }];
  const pieces: Piece[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  // Some characters change their length with their case, so that positions would not fit.
  for (let at = lower.length === text.length ? lower.indexOf(wanted) : -1; at >= 0;) {
    if (at > from) pieces.push({ text: text.slice(from, at), isFound: false });
    from = at + wanted.length;
    pieces.push({ text: text.slice(at, from), isFound: true });
    at = lower.indexOf(wanted, from);
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isFound: false });
  return pieces;
}

/** The newest lines of a log, and how many older ones were left out. */
export interface ShownLog {
  lines: readonly LogLine[];
  dropped: number;
}

/** Adds lines to a log, and keeps the newest ones. */
export function withLines(
  { lines, dropped }: ShownLog,
  more: readonly LogLine[],
  max: number,
): ShownLog {
  const all = [...lines, ...more];
  const over = Math.max(0, all.length - max);
  return { lines: all.slice(over), dropped: dropped + over };
}
