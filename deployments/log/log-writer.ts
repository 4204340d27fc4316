/** Writes lines to the log of an operation while its engine runs. A log that cannot be written stops nothing. */
import type { LogChunks, LogEntry } from './log-chunks.ts';

/** A reader sees a line, and a killed worker loses one, at most this time after it was written. */
const PAUSE_MS = 1_000;
const BATCH_BYTES = 32 * 1024;
/** The lines that wait for a slow disk. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

export interface LogWriter {
  push(entry: LogEntry): void;
  /** Stores what is not stored yet. */
  close(): Promise<void>;
}

export function createLogWriter(chunks: LogChunks): LogWriter {
  let batch: LogEntry[] = [];
  let batchBytes = 0;
  let waitingBytes = 0;
  let lost = 0;
  let timer: NodeJS.Timeout | undefined;
  let stored = Promise.resolve();

  async function store(entries: LogEntry[], bytes: number): Promise<void> {
    const before = lost;
    try {
      await chunks.append([...lostLines(before, entries[0]), ...entries]);
      lost -= before;
    } catch {
      lost += entries.length;
    } finally {
      waitingBytes -= bytes;
    }
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (batch.length === 0) return;
    const [entries, bytes] = [batch, batchBytes];
    [batch, batchBytes] = [[], 0];
    stored = stored.then(() => store(entries, bytes));
  }

  return {
    push(entry) {
      const bytes = entry.message.length;
      if (waitingBytes + bytes > MAX_WAITING_BYTES) {
        lost += 1;
        return;
      }
      batch.push(entry);
      batchBytes += bytes;
      waitingBytes += bytes;
      if (batchBytes >= BATCH_BYTES) flush();
      else timer ??= setTimeout(flush, PAUSE_MS);
    },
    async close() {
      flush();
      await stored;
    },
  };
}

function lostLines(count: number, next: LogEntry | undefined): LogEntry[] {
  if (count === 0 || next === undefined) return [];
  const message = `${count} lines before this one could not be stored.`;
  return [{ at: next.at, phase: next.phase, level: 'warn', message }];
}
