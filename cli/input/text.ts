/** Reads bytes as text, and refuses what cannot be kept as it is. */
import { isUtf8 } from 'node:buffer';
import { CONTROL, textFault } from '../../contract/text-fault.ts';
import { UsageError } from '../exit.ts';

/**
 * Returns the text of a file in UTF-8, with its byte order mark if it has one.
 *
 * @param name the file in messages, for example `File cluster.yaml`
 * @throws UsageError with the place when the bytes are not UTF-8, or the text has control characters
 */
export function decodeText(name: string, bytes: Buffer): string {
  const encoding = otherEncoding(bytes);
  if (encoding !== undefined) {
    throw new UsageError(`${name} is in ${encoding}. Save it as UTF-8.`);
  }
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) {
    const { at, byte } = firstInvalid(text, bytes);
    throw new UsageError(
      `${name} is not UTF-8: at ${placeOf(text, at)} is the byte 0x${hex(byte, 2)}, which is no character there. Save it as UTF-8.`,
    );
  }
  const at = text.search(CONTROL);
  if (at >= 0) {
    throw new UsageError(`${name} ${textFault(text)} at ${placeOf(text, at)}. Remove it.`);
  }
  return text;
}

/** Recognizes the encodings with two or four bytes for each character, as the YAML specification does. */
function otherEncoding(bytes: Buffer): string | undefined {
  const zeros = [0, 1, 2, 3].map((at) => (bytes[at] === 0 ? '0' : 'x')).join('');
  const mark = bytes.subarray(0, 4).toString('hex');
  if (mark.startsWith('0000feff') || mark.startsWith('fffe0000')) return 'UTF-32';
  if (bytes.length >= 4 && (zeros === '000x' || zeros === 'x000')) return 'UTF-32';
  if (mark.startsWith('feff') || mark.startsWith('fffe')) return 'UTF-16';
  return bytes.length >= 2 && /^(?:0x|x0)/.test(zeros) ? 'UTF-16' : undefined;
}

/** Finds the first replacement character of the text that does not stand for one in the bytes. */
function firstInvalid(text: string, bytes: Buffer): { at: number; byte: number } {
  let offset = 0;
  let from = 0;
  for (;;) {
    const at = text.indexOf('\ufffd', from);
    offset += Buffer.byteLength(text.slice(from, at));
    if (bytes.subarray(offset, offset + 3).toString('hex') !== 'efbfbd') {
      return { at, byte: bytes[offset] ?? 0 };
    }
    offset += 3;
    from = at + 1;
  }
}

function placeOf(text: string, at: number): string {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
