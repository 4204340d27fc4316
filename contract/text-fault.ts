/** Control characters except tab, line feed and carriage return, which files of a module may have. */
// oxlint-disable-next-line no-control-regex
export const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;
/** Half of a surrogate pair: with the flag `u`, a whole pair is one character and does not match. */
const HALF_PAIR = /[\ud800-\udfff]/u;

/**
 * Returns why a text cannot be kept as it is; undefined if it can. Readers of JSON refuse or change such texts,
 * and escapes can bring them into a file.
 */
export function textFault(text: string): string | undefined {
  if (HALF_PAIR.test(text)) return 'has half of a surrogate pair, which is no character';
  const [found] = CONTROL.exec(text) ?? [];
  if (found === undefined) return undefined;
  const code = found.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
  return `has the control character U+${code}`;
}
