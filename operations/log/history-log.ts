/**
 * The log of an operation as its history has it: stages, steps with their failed attempts, waits, and decisions.
 * While the operation runs, lines of the present moment follow, from what Temporal knows of steps that are in
 * progress. They are not kept.
 */
import type { Client } from '@temporalio/client';
import { linkedSignal } from '../../contract/linked-signal.ts';
import type { LogLine } from '../../contract/operations/log.ts';
import type { TimelineItem } from '../../contract/operations/timeline.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { pause } from '../read/change-signal.ts';
import type { OperationRead, OperationSource } from '../read/view.ts';
import { historyPages } from '../temporal/history.ts';
import { createTimeline } from '../timeline/timeline-items.ts';
import { followHistory } from './follow-history.ts';
import { createLiveLines } from './live-lines.ts';
import type { LogRequest } from './log-request.ts';

/** How often a reader that follows a log looks at the steps in progress. Their state is in memory. */
const LOOK_MS = 1_000;

interface HistoryLogDeps {
  client: Client;
  /** Reads the operation. */
  read(): Promise<OperationRead>;
  now(): Date;
}

export async function* historyLines(
  { client, read, now }: HistoryLogDeps,
  source: OperationSource,
  { after, follow, signal }: Pick<LogRequest, 'after' | 'follow' | 'signal'>,
): AsyncGenerator<LogLine[], void, undefined> {
  const toItems = createTimeline(source.memo.subject);
  const liveLines = createLiveLines();
  const { signal: stopped, abort: stop } = linkedSignal([signal]);
  const pages = follow ? followHistory(client, source, stopped) : historyPages(client, source);
  let last = Math.max(after, 1);

  function nextPage() {
    const page = pages.next();
    // It may fail while the reader is busy with other lines. Whoever awaits it gets the error.
    void page.catch(() => undefined);
    return page;
  }

  async function present(): Promise<LogLine[]> {
    // Without an answer, the lines of the history are the whole log for the moment.
    const found = await read().catch(() => undefined);
    if (found === undefined || isTerminal(found.operation.status)) return [];
    return liveLines(found.operation, last, now());
  }

  try {
    let next = nextPage();
    for (;;) {
      const page = follow ? await within(next, LOOK_MS, stopped) : await next;
      if (signal.aborted) return;
      if (page !== undefined) {
        if (page.done === true) break;
        const lines = page.value
          .flatMap(toItems)
          .map(lineOf)
          .filter(({ sequence }) => sequence > after);
        last = lines.at(-1)?.sequence ?? last;
        if (lines.length > 0) yield lines;
        next = nextPage();
      }
      const lines = follow ? await present() : [];
      if (lines.length > 0) yield lines;
    }
    const lines = follow ? [] : await present();
    if (lines.length > 0) yield lines;
  } finally {
    stop();
  }
}

/** Resolves to undefined when the promise takes longer. */
async function within<Value>(
  promise: Promise<Value>,
  ms: number,
  signal: AbortSignal,
): Promise<Value | undefined> {
  const { signal: over, abort: stop } = linkedSignal([signal]);
  return Promise.race([promise, pause(ms, over).then(() => undefined)]).finally(stop);
}

const LEVELS: Readonly<Partial<Record<TimelineItem['type'], LogLine['level']>>> = {
  'operation.step_failed': 'warn',
  'step.retried': 'warn',
  'step.failed': 'error',
  'operation.failed': 'error',
  'operation.terminated': 'error',
};

function lineOf({ sequence, at, type, urn, message }: TimelineItem): LogLine {
  const level = LEVELS[type] ?? 'info';
  return { sequence, at, phase: type, level, message, ...(urn !== undefined && { urn }) };
}
