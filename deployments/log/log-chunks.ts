/**
 * The log of one operation as blobs. Each chunk has whole lines, and the number of its first line as its key, so
 * that no two writers write the same chunk. A writer replaces its last chunk until it is full.
 *
 * A log keeps its first half and its end. What is removed between them is missing in the numbers, and a reader
 * sees how much it is.
 */
import type { LogLine } from '../../contract/operations/log.ts';
import type { BlobStore } from '../storage/blob-store.ts';

const CHUNK_BYTES = 64 * 1024;
const DIGITS = 10;
/** Another writer can take a number only while an attempt that counts as dead still writes. */
const MAX_CONFLICTS = 5;

export type LogEntry = Omit<LogLine, 'sequence'>;

export interface LogChunks {
  /** Stores lines after all that are stored. Throws `storage_full`. */
  append(entries: readonly LogEntry[]): Promise<void>;
}

/** The chunk that is being written. */
interface OpenChunk {
  first: number;
  entries: LogEntry[];
  bytes: number;
  isStored: boolean;
}

/**
 * Continues the log under a prefix.
 *
 * @param maxBytes the limit on the whole log; it can be exceeded by a chunk
 * @param onNew called before the first line of a log is stored
 */
export function createLogChunks(
  blobs: BlobStore,
  prefix: string,
  { maxBytes, onNew }: { maxBytes: number; onNew(): Promise<void> },
): LogChunks {
  let sizes: Map<string, number> | undefined;
  let open: OpenChunk | undefined;

  async function load(): Promise<{ known: Map<string, number>; next: number }> {
    const known = new Map<string, number>();
    let next = 1;
    for (const key of await blobs.list(prefix)) {
      const content = (await blobs.get(key)) ?? Buffer.alloc(0);
      known.set(key, content.length);
      next = Math.max(next, firstOf(key) + linesIn(content).length);
    }
    if (known.size === 0) await onNew();
    return { known, next };
  }

  async function chunkFor(
    bytes: number,
  ): Promise<{ chunk: OpenChunk; known: Map<string, number> }> {
    if (sizes === undefined || open === undefined) {
      const { known, next } = await load();
      sizes = known;
      open = emptyChunk(next);
    } else if (open.bytes > 0 && open.bytes + bytes > CHUNK_BYTES) {
      await store(open, sizes);
      open = emptyChunk(open.first + open.entries.length);
    }
    return { chunk: open, known: sizes };
  }

  async function store(chunk: OpenChunk, known: Map<string, number>): Promise<void> {
    for (let conflicts = 0; ; conflicts += 1) {
      const key = keyOf(prefix, chunk.first);
      const content = contentOf(chunk);
      if (chunk.isStored) await blobs.put(key, content);
      else if (!(await blobs.putNew(key, content))) {
        if (conflicts === MAX_CONFLICTS) throw new Error(`${key} is written by another process`);
        chunk.first = (await load()).next;
        continue;
      }
      chunk.isStored = true;
      known.set(key, content.length);
      await shorten(known, key);
      return;
    }
  }

  async function shorten(known: Map<string, number>, current: string): Promise<void> {
    const total = () => [...known.values()].reduce((sum, bytes) => sum + bytes, 0);
    while (total() > maxBytes) {
      const removed = firstAfterHead(known, maxBytes / 2);
      if (removed === undefined || removed === current) return;
      await blobs.remove(removed);
      known.delete(removed);
    }
  }

  return {
    async append(entries) {
      if (entries.length === 0) return;
      let last: Awaited<ReturnType<typeof chunkFor>> | undefined;
      for (const entry of entries) {
        const bytes = Buffer.byteLength(JSON.stringify(entry)) + DIGITS + '"sequence":,\n'.length;
        last = await chunkFor(bytes);
        last.chunk.entries.push(entry);
        last.chunk.bytes += bytes;
      }
      if (last !== undefined) await store(last.chunk, last.known);
    },
  };
}

function emptyChunk(first: number): OpenChunk {
  return { first, entries: [], bytes: 0, isStored: false };
}

function contentOf({ first, entries }: OpenChunk): Buffer {
  return Buffer.from(
    entries.map((entry, i) => `${JSON.stringify({ sequence: first + i, ...entry })}\n`).join(''),
  );
}

/** The first chunk that is not in the part of the log which is always kept. */
function firstAfterHead(sizes: ReadonlyMap<string, number>, headBytes: number): string | undefined {
  let before = 0;
  for (const [key, bytes] of [...sizes].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (before >= headBytes) return key;
    before += bytes;
  }
  return undefined;
}

function keyOf(prefix: string, first: number): string {
  return `${prefix}${String(first).padStart(DIGITS, '0')}.jsonl`;
}

/** The number of the first line in the chunk with this key. */
export function firstOf(key: string): number {
  return Number.parseInt(key.slice(key.lastIndexOf('/') + 1), 10);
}

export function linesIn(content: Buffer): string[] {
  return content
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}
