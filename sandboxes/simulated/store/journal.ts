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
  /** Passes the line to the operating system before it returns, so that a kill of this process does not lose it. */
  append(entry: object): void;
  /** Replaces the file with the lines of the snapshot. */
  compact(): void;
  close(): void;
}

/**
 * An append-only file of JSON lines. Opening it replays every complete line and ignores an incomplete
 * last one. After that, and whenever the file exceeds `compactAtBytes`, it is replaced with the lines
 * of `snapshot`.
 *
 * Writes are synchronous: no client sees a change that is not in the file.
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
    // Prevents a compaction on every append when the snapshot itself is large.
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
      throw new Error(
        `${file}: line ${line} is damaged. Delete the file to start with an empty cloud`,
        { cause },
      );
    }
    start = end + 1;
  }
}
