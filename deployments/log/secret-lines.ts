/**
 * Removes secrets from lines that follow each other. A program can write a secret in pieces, and the engine passes
 * on what a program has written as soon as it pauses: the first line then ends with the beginning of the secret,
 * and the next one has the rest.
 */
import { REDACTED } from '../engine/redaction.ts';

/** A line that ends with fewer characters of a secret is not cut. */
const MIN_BEGINNING = 4;
/** Longer secrets have several lines, and each line of a secret is masked by itself. */
const MAX_MEMORY = 1_024;

type Span = readonly [start: number, end: number];

/**
 * Returns a function that masks one line after the other.
 *
 * @param forms each secret in every form in which it can appear
 */
export function createLineMask(forms: readonly string[]): (line: string) => string {
  let before = '';
  const longest = forms.reduce((length, form) => Math.max(length, form.length), 0);
  const memory = Math.min(Math.max(0, longest - 1), MAX_MEMORY);
  return (line) => {
    const text = before + line;
    const spans = forms.flatMap((form) => [...wholeIn(text, form), ...beginningAtEnd(text, form)]);
    const masked = maskSpans(text, spans, before.length);
    before = memory === 0 ? '' : text.slice(-memory);
    return masked;
  };
}

function wholeIn(text: string, form: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    spans.push([at, at + form.length]);
  }
  return spans;
}

/** The longest end of the text with which the form begins. */
function beginningAtEnd(text: string, form: string): Span[] {
  if (form.length <= MIN_BEGINNING) return [];
  const beginning = form.slice(0, MIN_BEGINNING);
  const from = Math.max(0, text.length - form.length + 1);
  for (let at = text.indexOf(beginning, from); at >= 0; at = text.indexOf(beginning, at + 1)) {
    if (form.startsWith(text.slice(at))) return [[at, text.length]];
  }
  return [];
}

/** Replaces the spans in the part of the text that begins at `from`. */
function maskSpans(text: string, spans: readonly Span[], from: number): string {
  let masked = '';
  let at = from;
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    if (end <= at) continue;
    masked += text.slice(at, Math.max(at, start));
    // Spans that overlap or touch are one secret, or the pieces of one.
    if (start >= at || masked === '') masked += REDACTED;
    at = end;
  }
  return masked + text.slice(at);
}
