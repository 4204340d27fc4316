/** The lines of an engine, which its workers write into the blob store. */
import { linkedSignal } from '../../contract/linked-signal.ts';
import type { LogLine } from '../../contract/operations/log.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { readLogChunk } from '../../deployments/log/read-log.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { pause } from '../read/change-signal.ts';
import type { OperationRead } from '../read/view.ts';
import type { LogRequest } from './log-request.ts';

/** How often a reader that follows a log looks for new lines. A worker writes them once a second. */
const LOOK_MS = 500;

interface EngineLogDeps {
  blobs: BlobStore;
  /** The prefix of the log's keys. */
  prefix: string;
  /** Resolves to the last read when the operation has ended or the signal aborts. */
  until(signal: AbortSignal): Promise<OperationRead>;
}

/** @param without returns the lines of a log in which no engine has written anything, once that is certain */
export async function* engineLines(
  { blobs, prefix, until }: EngineLogDeps,
  { after, follow, signal }: LogRequest,
  without: () => AsyncIterable<LogLine[]>,
): AsyncGenerator<LogLine[], void, undefined> {
  let last = after;
  let isOver = !follow;
  for (;;) {
    for (;;) {
      const lines = await readLogChunk(blobs, prefix, last);
      const newest = lines.at(-1);
      if (newest === undefined) break;
      last = newest.sequence;
      yield lines;
      if (signal.aborted) return;
    }
    if (isOver || signal.aborted) break;
    isOver = await endsWithin(LOOK_MS, until, signal);
  }
  const isEmpty = last === after && (await readLogChunk(blobs, prefix, 0)).length === 0;
  if (isEmpty && !signal.aborted) yield* without();
}

/** Resolves to true when the operation has ended, and to false after the time. */
async function endsWithin(
  ms: number,
  until: EngineLogDeps['until'],
  signal: AbortSignal,
): Promise<boolean> {
  const over = linkedSignal([signal]);
  try {
    const ended = until(over.signal);
    const timer = pause(ms, over.signal).then(() => undefined);
    const read = await Promise.race([timer, ended]);
    return read !== undefined && isTerminal(read.operation.status);
  } finally {
    over.abort();
  }
}
