/**
 * Keeps one running operation in memory, as fresh as its history:
 *
 *   long poll on the history -> a workflow task has completed -> one query -> new state -> who waits
 *                            -> a cancel was requested        -> new state -> who waits
 *                            -> the workflow has closed       -> its outcome, and the watch ends
 *
 * While the connection is lost nothing is vouched for (`current` is undefined), until a describe has
 * confirmed the state. When no worker answers, a describe brings the memo, and the question is put
 * again now and then.
 */
import type { Client } from '@temporalio/client';
import type { OperationSnapshot } from '../contract/durable.ts';
import { RequestError } from '../contract/problem-codes.ts';
import type { Asker } from './asker.ts';
import { newsIn, nextEvents } from './history.ts';
import { noteOf } from './pending.ts';
import { isNews, revisionText, type Revision } from './revision.ts';
import { createSignal, pause } from './signal.ts';
import { grpcCode, NOT_FOUND } from './temporal.ts';
import {
  isOpen,
  operationRead,
  type OperationRead,
  type OperationSource,
  type Places,
} from './view.ts';

/** What the long poll has not confirmed for so long is not vouched for; it answers every 20 s. */
const CONFIRMED_FOR_MS = 25_000;
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;
/** A question that got no answer is put again, if nothing happens before. */
const FIRST_ASK_AGAIN_MS = 1_000;
const LAST_ASK_AGAIN_MS = 8_000;

export interface WatchOptions {
  client: Client;
  asker: Asker;
  places: Places;
  /** What a describe has just said. */
  source: OperationSource;
  /** The newest answer that this process has shown of it. */
  held: { get(): OperationSnapshot | undefined; set(snapshot: OperationSnapshot): void };
  now(): number;
  describe(): Promise<OperationSource>;
  /** Keeps the outcome of the closed operation for whoever reads it next. */
  close(source: OperationSource): Promise<OperationRead>;
  ended(): void;
}

export interface Watch {
  readonly organizationId: string;
  /** When it was last of use, and whether somebody waits: an idle one is ended. */
  readonly usedAt: number;
  readonly users: number;
  /** Resolves when there is a first state, or none can be had for now. */
  readonly ready: Promise<void>;
  /** The state as of now; undefined: it cannot be vouched for, ask Temporal. */
  current(): OperationRead | undefined;
  /** Resolves at the first news after `since`, at the watch's end, or when the signal aborts. */
  changed(since: Revision, signal: AbortSignal): Promise<void>;
  /** This process has requested a cancel. */
  cancelRequested(): void;
  /** Looks what ails its pending steps. */
  inspect(): Promise<void>;
  end(): void;
}

export function openWatch(options: WatchOptions): Watch {
  const { client, asker, places, held, now } = options;
  const execution = { workflowId: options.source.workflowId, runId: options.source.runId };
  const published = createSignal();
  const ending = new AbortController();
  const { signal: ended } = ending;
  let { source } = options;
  let snapshot = held.get();
  /** The version when a describe last said what ails the pending steps. */
  let inspectedVersion = source.memo.state.version;
  let latest = render();
  let connected = true;
  let confirmedAt = now();
  let usedAt = now();
  let users = 0;
  /** The number of the last event that is accounted for. */
  let seen = source.historyLength;
  let longPoll = new AbortController();
  let asking: Promise<void> | undefined;
  let behind = false;
  let unanswered = 0;
  let askAgain: NodeJS.Timeout | undefined;

  function render(): OperationRead {
    const { state } = source.memo;
    const fromQuery = snapshot !== undefined && snapshot.version >= state.version;
    const known = fromQuery && snapshot ? snapshot : state;
    const note = noteOf(source.pending ?? [], inspectedVersion, known);
    return operationRead(source, known, places, fromQuery ? 'query' : 'memo', note);
  }

  function publish(): void {
    // Closed by now: its outcome comes.
    if (ended.aborted || !isOpen(source)) return;
    const next = render();
    if (revisionText(next.revision) === revisionText(latest.revision)) return;
    latest = next;
    published.emit();
  }

  function learn(next: OperationSource): void {
    const older = next.memo.state.version < source.memo.state.version;
    source = {
      ...next,
      memo: older ? source.memo : next.memo,
      cancelRequested: next.cancelRequested || source.cancelRequested,
    };
    snapshot = newer(held.get(), snapshot);
    inspectedVersion = Math.max(source.memo.state.version, snapshot?.version ?? 0);
  }

  /** Asks until the answer is younger than the last event; several who want it share one question. */
  function refresh(): Promise<void> {
    behind = true;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function ask(): Promise<void> {
    clearTimeout(askAgain);
    while (behind && !ended.aborted) {
      behind = false;
      const answer = await asker.ask(execution.workflowId, execution.runId);
      if (answer === undefined) {
        await fallBack();
        return;
      }
      unanswered = 0;
      snapshot = newer(answer, newer(held.get(), snapshot));
      held.set(snapshot);
      publish();
    }
  }

  /** No worker answers: the memo may know more than what is held. */
  async function fallBack(): Promise<void> {
    await inspect();
    const delay = Math.min(FIRST_ASK_AGAIN_MS * 2 ** unanswered, LAST_ASK_AGAIN_MS);
    unanswered += 1;
    if (!ended.aborted) askAgain = setTimeout(() => void refresh(), delay).unref();
  }

  async function inspect(): Promise<void> {
    try {
      learn(await options.describe());
    } catch {
      // The long poll finds out what it is.
      return;
    }
    publish();
  }

  async function follow(): Promise<void> {
    let token: Uint8Array | undefined;
    let failures = 0;
    while (!ended.aborted) {
      try {
        if (!connected) await reconnect();
        if (!isOpen(source)) return await finish();
        longPoll = new AbortController();
        const page = await nextEvents(client, execution, token, longPoll.signal);
        if (ended.aborted) return;
        ({ token } = page);
        confirmedAt = now();
        failures = 0;
        const news = newsIn(page.events, seen);
        ({ seen } = news);
        if (news.closed) return await finish();
        if (news.cancelRequested) cancelRequested();
        if (news.taskCompleted) void refresh();
      } catch (error) {
        if (ended.aborted) return;
        if (isGone(error)) return end();
        connected = false;
        await pause(Math.min(FIRST_PAUSE_MS * 2 ** failures, LAST_PAUSE_MS), ended);
        failures += 1;
      }
    }
  }

  async function reconnect(): Promise<void> {
    learn(await options.describe());
    if (isOpen(source)) await refresh();
    confirmedAt = now();
    connected = true;
    publish();
  }

  /** The outcome is there before the watch is gone, so that nobody sees it running again. */
  async function finish(): Promise<void> {
    learn(await options.describe());
    latest = await options.close(source);
    end();
  }

  function cancelRequested(): void {
    source = { ...source, cancelRequested: true };
    publish();
  }

  function end(): void {
    if (ended.aborted) return;
    ending.abort();
    clearTimeout(askAgain);
    longPoll.abort();
    options.ended();
    published.emit();
  }

  // Before its first task an operation is what its memo says: there is nobody to ask yet.
  const first = source.memo.state.version === 0 ? Promise.resolve() : refresh();
  const ready = asker.answered ? first : Promise.resolve();
  void follow();

  return {
    organizationId: source.memo.about.organizationId,
    ready,
    get usedAt() {
      return usedAt;
    },
    get users() {
      return users;
    },
    current() {
      usedAt = now();
      return connected && !ended.aborted && usedAt - confirmedAt < CONFIRMED_FOR_MS
        ? latest
        : undefined;
    },
    async changed(since, signal) {
      users += 1;
      try {
        while (!ended.aborted && !signal.aborted && !isNews(latest.revision, since)) {
          await published.next(signal);
        }
      } finally {
        users -= 1;
        usedAt = now();
      }
    },
    cancelRequested,
    inspect,
    end,
  };
}

function newer<A extends OperationSnapshot | undefined>(
  first: A,
  second: OperationSnapshot | undefined,
): A | OperationSnapshot {
  if (first === undefined || second === undefined) return first ?? second ?? first;
  return second.version > first.version ? second : first;
}

/** Its retention is over, or somebody deleted it. */
function isGone(error: unknown): boolean {
  return error instanceof RequestError ? error.code === 'not_found' : grpcCode(error) === NOT_FOUND;
}
