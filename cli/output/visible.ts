/**
 * Shows control characters instead of sending them to the terminal.
 *
 * Text from the service may come from a cloud, from a module or from another member. A terminal obeys the
 * control characters in it: it would move the cursor, hide lines, or write to the clipboard (OSC 52).
 */
import { randomUUID } from 'node:crypto';
import { styleText } from 'node:util';

/**
 * C0 controls except newline and tab, DEL, the C1 controls, and the characters that change the direction of
 * the text around them.
 */
const DANGEROUS =
  // oxlint-disable-next-line eslint/no-control-regex -- these are the characters to find
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Stands for the escape character in colored text until the text is written. The service does not know
 * it, so its text cannot contain colors or other sequences.
 */
const MARK = `\ue000${randomUUID()}\ue000`;

export type Format = Parameters<typeof styleText>[0];

/** Colors text for a Writer, which turns the marks into escape characters. */
export function marked(format: Format, text: string): string {
  const [open = '', close = ''] = styleText(format, '|', { validateStream: false })
    .replaceAll('\u001b', MARK)
    .split('|');
  return `${open}${text}${close}`;
}

/**
 * Returns the text for a terminal: with the colors that `marked` has added, and with every other control
 * character visible, for example as `\x1b`. Newlines and tabs are kept.
 */
export function visible(text: string): string {
  return text.replaceAll(DANGEROUS, escaped).replaceAll(MARK, '\u001b');
}

/** Like `visible`, for text that must stay in one line. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** Replaces line breaks and tabs in a sentence by spaces, and makes other control characters visible. */
export function oneLine(text: string): string {
  return visible(text.replaceAll(/[\n\r\t]+/g, ' '));
}

export function hasControls(text: string): boolean {
  return text.search(DANGEROUS) >= 0;
}

/** Escapes what JSON and YAML have left as it is. In their quoted strings, both know `\uXXXX`. */
export function escapedForData(text: string): string {
  return text.replaceAll(DANGEROUS, (character) => `\\u${hex(character, 4)}`);
}

function escaped(character: string): string {
  return character.charCodeAt(0) < 0x100 ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`;
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0');
}
