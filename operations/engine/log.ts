/**
 * Reads the log of an operation. The engine's lines of a deployment come from the blob store, where the workers
 * write them. Operations that run no engine have their timeline as a log.
 */
import type { Client } from '@temporalio/client';
import type { LogLine } from '../../contract/operations/log.ts';
import type { TimelineItem } from '../../contract/operations/timeline.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { readLogChunk } from '../../deployments/log/read-log.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { operationLog } from '../../deployments/storage/keys.ts';
import type { Principal } from '../temporal/calls.ts';
import type { TimelineReader } from '../timeline/timeline-pages.ts';
import { pause } from '../read/change-signal.ts';
import { describeOperation } from '../read/describe.ts';
import type { OperationReader } from '../read/reader.ts';
import type { OperationRead } from '../read/view.ts';

/** How often a reader that follows a log looks for new lines. A worker writes them once a second. */
const LOOK_MS = 500;
const MAX_ITEMS = 100;

export interface LogRequest {
  /** The sequence of the last line that the client has. */
  after: number;
  /** Wait for new lines until the operation has ended. */
  follow: boolean;
  /** Ends the reading. */
  signal: AbortSignal;
}

export interface LogReader {
  /** Returns the lines in batches, none of them empty. Throws `not_found` for an unknown operation. */
  log(
    principal: Principal,
    operationId: string,
    request: LogRequest,
  ): Promise<AsyncIterable<LogLine[]>>;
}

export function createLogReader(deps: {
  client: Client;
  blobs: BlobStore;
  reader: Pick<OperationReader, 'until'>;
  timeline: TimelineReader;
}): LogReader {
  const { client, blobs, reader, timeline } = deps;

  async function timelineLines(
    principal: Principal,
    operationId: string,
    after: number,
  ): Promise<LogLine[]> {
    const items = await timeline.timelineAfter(principal, operationId, after, MAX_ITEMS);
    return items.map(lineOf);
  }

  return {
    async log(principal, operationId, request) {
      const { memo } = await describeOperation(client, principal, operationId);
      const { resourceType, resourceUid = '', organizationId } = memo.subject;
      const until: Until = (holds, signal) => reader.until(principal, operationId, holds, signal);
      if (resourceType === 'deployment') {
        const prefix = operationLog(organizationId, resourceUid, operationId);
        return linesOf(request, {
          next: (after) => readLogChunk(blobs, prefix, after),
          news: (signal) => endsWithin(LOOK_MS, until, signal),
        });
      }
      return linesOf(request, {
        next: (after) => timelineLines(principal, operationId, after),
        news: changesOf(until),
      });
    },
  };
}

type Until = (
  holds: (read: OperationRead) => boolean,
  signal: AbortSignal,
) => Promise<OperationRead>;

interface LineSource {
  next(after: number): Promise<LogLine[]>;
  /** Resolves when there may be new lines: to true if they are the last ones. */
  news(signal: AbortSignal): Promise<boolean>;
}

async function* linesOf(
  { after, follow, signal }: LogRequest,
  { next, news }: LineSource,
): AsyncGenerator<LogLine[], void, undefined> {
  let last = after;
  let isOver = !follow;
  for (;;) {
    for (;;) {
      const lines = await next(last);
      const newest = lines.at(-1);
      if (newest === undefined) break;
      last = newest.sequence;
      yield lines;
      if (signal.aborted) return;
    }
    if (isOver || signal.aborted) return;
    isOver = await news(signal);
  }
}

/** Resolves to true when the operation has ended, and to false after the time. */
async function endsWithin(ms: number, until: Until, signal: AbortSignal): Promise<boolean> {
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    const ended = until(() => false, stop.signal);
    const timer = pause(ms, stop.signal).then(() => undefined);
    const read = await Promise.race([timer, ended]);
    return read !== undefined && isTerminal(read.operation.status);
  } finally {
    signal.removeEventListener('abort', onAbort);
    stop.abort();
  }
}

/** Every event that a timeline shows changes the version of its operation. */
function changesOf(until: Until): LineSource['news'] {
  let seen = -1;
  return async (signal) => {
    const { operation } = await until((read) => read.operation.version > seen, signal);
    seen = operation.version;
    if (isTerminal(operation.status)) return true;
    await pause(LOOK_MS, signal);
    return false;
  };
}

function lineOf({ sequence, at, type, urn, message }: TimelineItem): LogLine {
  const isFailure = type.endsWith('failed') || type === 'operation.terminated';
  return {
    sequence,
    at,
    phase: type,
    level: isFailure ? 'error' : 'info',
    message,
    ...(urn !== undefined && { urn }),
  };
}
