import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

const NEWLINE = 0x0a;
const SNAPSHOT_CHUNK = 1 << 20;
const COMPACT_AT_BYTES = 50_000_000;

export interface Journal {
  /** Returns once the line is in the operating system's hands: no kill of this process loses it. */
  append(entry: object): void;
  /** Replaces the file by the snapshot's lines. */
  compact(): void;
  close(): void;
}

/**
 * An append-only file of JSON lines. Opening it replays every whole line and drops a torn last one;
 * the file is replaced by the lines of `snapshot` then, and whenever it outgrows `compactAtBytes`.
 *
 * Writes are synchronous, so that whoever has seen an effect can rely on it: nothing is visible in
 * memory that is not in the file.
 */
export function openJournal(options: {
  file: string;
  replay: (line: unknown) => void;
  snapshot: () => Iterable<object>;
  compactAtBytes?: number;
}): Journal {
  const { file, replay, snapshot, compactAtBytes = COMPACT_AT_BYTES } = options;
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file)) replayLines(file, replay);

  let descriptor: number | undefined;
  let size = 0;
  let compactAt = compactAtBytes;

  const write = (target: number, position: number, text: string): number => {
    const bytes = Buffer.from(text);
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(target, bytes, written, bytes.length - written, position + written);
    }
    return written;
  };

  const compact = () => {
    const next = openSync(`${file}.new`, 'w');
    let nextSize = 0;
    try {
      let chunk = '';
      for (const entry of snapshot()) {
        chunk += `${JSON.stringify(entry)}\n`;
        if (chunk.length < SNAPSHOT_CHUNK) continue;
        nextSize += write(next, nextSize, chunk);
        chunk = '';
      }
      nextSize += write(next, nextSize, chunk);
      fsyncSync(next);
      renameSync(`${file}.new`, file);
    } catch (error) {
      closeSync(next);
      throw error;
    }
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = next;
    size = nextSize;
    // A file that is large because much exists must not be rewritten on every append.
    compactAt = Math.max(compactAtBytes, 2 * size);
  };
  compact();

  return {
    append(entry) {
      if (descriptor === undefined) throw new Error('the journal is closed');
      if (size > compactAt) compact();
      try {
        size += write(descriptor, size, `${JSON.stringify(entry)}\n`);
      } catch (error) {
        ftruncateSync(descriptor, size);
        throw error;
      }
    },
    compact,
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function replayLines(file: string, replay: (line: unknown) => void): void {
  const bytes = readFileSync(file);
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end === -1) return;
    try {
      replay(JSON.parse(bytes.toString('utf8', start, end)));
    } catch (cause) {
      throw new Error(`${file}: line ${line} is damaged`, { cause });
    }
    start = end + 1;
  }
}
