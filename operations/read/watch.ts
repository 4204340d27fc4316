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
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { OperationQuery } from './operation-query.ts';
import { summarizeEvents, nextEvents } from '../temporal/history.ts';
import { isNewer, type Revision } from './revision.ts';
import { pause } from './change-signal.ts';
import { grpcCode, NOT_FOUND } from '../temporal/calls.ts';
import { isOpen, type OperationRead, type OperationSource } from './view.ts';
import { createWatchedState, type WatchedStateOptions } from './watched-state.ts';

/** What the long poll has not confirmed for so long is not vouched for; it answers every 20 s. */
const CONFIRMED_FOR_MS = 25_000;
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;
/** A question that got no answer is put again, if nothing happens before. */
const FIRST_ASK_AGAIN_MS = 1_000;
const LAST_ASK_AGAIN_MS = 8_000;

export interface WatchOptions extends WatchedStateOptions {
  client: Client;
  operationQuery: OperationQuery;
  now(): number;
  describe(): Promise<OperationSource>;
  /** Keeps the outcome of the closed operation for whoever reads it next. */
  close(source: OperationSource): Promise<OperationRead>;
  ended(): void;
}

export interface Watch {
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
  /** Takes what somebody else's describe has said, and what is held by now. */
  learn(source: OperationSource): void;
  end(): void;
}

export function openWatch(options: WatchOptions): Watch {
  const { client, operationQuery, now } = options;
  const execution = { workflowId: options.source.workflowId, runId: options.source.runId };
  const ending = new AbortController();
  const { signal: ended } = ending;
  const state = createWatchedState(options, ended);
  let connected = true;
  let confirmedAt = now();
  let usedAt = now();
  let users = 0;
  /** The number of the last event that is accounted for. */
  let seen = options.source.historyLength;
  let longPoll = new AbortController();
  let asking: Promise<void> | undefined;
  let behind = false;
  let unanswered = 0;
  let askAgain: NodeJS.Timeout | undefined;

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
      const answer = await operationQuery.ask(execution.workflowId, execution.runId);
      if (answer === undefined) {
        // What is held will do for whoever waits for the first state: a describe has just said it.
        void fallBack();
        return;
      }
      unanswered = 0;
      state.answered(answer);
    }
  }

  /** No worker answers: the memo may know more than what is held. */
  async function fallBack(): Promise<void> {
    const delay = Math.min(FIRST_ASK_AGAIN_MS * 2 ** unanswered, LAST_ASK_AGAIN_MS);
    unanswered += 1;
    await inspect();
    // A later event has had it asked again, or answered, meanwhile.
    if (ended.aborted || asking !== undefined || unanswered === 0) return;
    clearTimeout(askAgain);
    askAgain = setTimeout(() => void refresh(), delay).unref();
  }

  async function inspect(): Promise<void> {
    try {
      learn(await options.describe());
    } catch {
      // The long poll finds out what it is.
    }
  }

  function learn(source: OperationSource): void {
    state.learn(source);
    state.publish();
  }

  async function follow(): Promise<void> {
    let token: Uint8Array | undefined;
    let failures = 0;
    while (!ended.aborted) {
      try {
        if (!connected) await reconnect();
        if (!isOpen(state.source)) return await finish();
        longPoll = new AbortController();
        const page = await nextEvents(client, execution, token, longPoll.signal);
        if (ended.aborted) return;
        ({ token } = page);
        confirmedAt = now();
        failures = 0;
        const news = summarizeEvents(page.events, seen);
        ({ seen } = news);
        if (news.closed) return await finish();
        if (news.cancelRequested) state.cancelRequested();
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
    state.learn(await options.describe());
    if (isOpen(state.source)) await refresh();
    confirmedAt = now();
    connected = true;
    state.publish();
  }

  /** The outcome is there before the watch is gone, so that nobody sees it running again. */
  async function finish(): Promise<void> {
    state.learn(await options.describe());
    state.close(await options.close(state.source));
    end();
  }

  function end(): void {
    if (ended.aborted) return;
    ending.abort();
    clearTimeout(askAgain);
    longPoll.abort();
    options.ended();
    state.published.emit();
  }

  // Before its first task an operation is what its memo says: there is nobody to ask yet.
  const first = state.source.memo.state.version === 0 ? Promise.resolve() : refresh();
  const ready = operationQuery.answered ? first : Promise.resolve();
  void follow();

  return {
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
        ? state.latest
        : undefined;
    },
    async changed(since, signal) {
      users += 1;
      try {
        while (!ended.aborted && !signal.aborted && !isNewer(state.latest.revision, since)) {
          await state.published.next(signal);
        }
      } finally {
        users -= 1;
        usedAt = now();
      }
    },
    cancelRequested: () => state.cancelRequested(),
    inspect,
    learn,
    end,
  };
}

/** Its retention is over, or somebody deleted it. */
function isGone(error: unknown): boolean {
  return error instanceof RequestError ? error.code === 'not_found' : grpcCode(error) === NOT_FOUND;
}
