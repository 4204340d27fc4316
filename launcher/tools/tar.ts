/** Reads a tar archive (POSIX ustar), which has blocks of 512 bytes and a header before each file. */
const BLOCK = 512;
const NAME = { at: 0, length: 100 };
const SIZE = { at: 124, length: 12 };
const TYPE_AT = 156;
const REGULAR: ReadonlySet<string> = new Set(['0', '\0']);

/** @returns a regular file at the archive's root; undefined if it is missing or truncated */
export function fileOfTar(archive: Buffer, name: string): Buffer | undefined {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    const size = Number.parseInt(text(header, SIZE), 8);
    if (Number.isNaN(size)) return undefined;
    const begin = at + BLOCK;
    const isIt = text(header, NAME).replace(/^\.\//, '') === name;
    if (isIt && REGULAR.has(String.fromCharCode(header[TYPE_AT] ?? 0))) {
      return begin + size <= archive.length ? archive.subarray(begin, begin + size) : undefined;
    }
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}

/** Reads a text field of the header. A field ends at its first NUL. */
function text(header: Buffer, { at, length }: { at: number; length: number }): string {
  const field = header.toString('latin1', at, at + length);
  return field.split('\0', 1)[0]?.trim() ?? '';
}
