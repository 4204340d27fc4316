/**
 * Keeps one running operation in memory, as fresh as its history:
 *
 *   long poll on the history -> a workflow task has completed -> one query -> publish the new state
 *                            -> a cancel was requested        -> publish the new state
 *                            -> the workflow has closed       -> read the outcome, end the watch
 *
 * While the connection is lost the state is unconfirmed (`current` is undefined), until a describe
 * confirms it. When no worker answers the query, a describe brings the memo, the history brings the list
 * of resources, and the query is repeated after a delay.
 */
import type { Client } from '@temporalio/client';
import type { Histories } from '../rebuild/histories.ts';
import type { OperationQuery } from './operation-query.ts';
import { nextEvents } from '../temporal/history.ts';
import { summarizeEvents } from '../timeline/event-summary.ts';
import { isGone } from './describe.ts';
import { isNewer, type Revision } from './revision.ts';
import { createStateRefresh } from './state-refresh.ts';
import { pause } from './change-signal.ts';
import { isOpen, type OperationRead, type OperationSource } from './view.ts';
import { createWatchedState, type WatchedStateOptions } from './watched-state.ts';

/**
 * How long the state counts as confirmed after an answer of the long poll, which answers every 20 s.
 */
const CONFIRMED_FOR_MS = 25_000;
/** The shortest time between two long polls: the events that a busy operation has meanwhile are read together. */
const MIN_LONG_POLL_MS = 30;
const MIN_RECONNECT_MS = 100;
const MAX_RECONNECT_MS = 5_000;

export interface WatchOptions extends WatchedStateOptions {
  client: Client;
  operationQuery: OperationQuery;
  histories: Histories;
  now(): number;
  /** Called after each event of the run. */
  changed(): void;
  /** Called once. */
  ended(): void;
}

export interface Watch {
  /** The run that is watched. A reset in Temporal begins another one, and ends the watch. */
  readonly runId: string;
  /** When the watch was last used, and how many callers wait. The pool ends a watch that is idle. */
  readonly usedAt: number;
  readonly users: number;
  /** Resolves when the first query is answered, or when no answer can be expected for now. */
  readonly ready: Promise<void>;
  /** Completes the first state: without an answer, its list of resources is rebuilt from the history. */
  complete(): Promise<void>;
  /** Returns the present state; undefined before it is complete, and while it is unconfirmed. */
  current(): OperationRead | undefined;
  /**
   * Resolves when the state is newer than `since`, when the watch ends, or when the signal aborts.
   */
  changed(since: Revision, signal: AbortSignal): Promise<void>;
  /** Shows that this process has requested a cancel, with its reason. */
  cancelRequested(): Promise<void>;
  /** Describes the workflow to learn why its activities retry, and what members have decided. */
  inspect(): Promise<void>;
  /** Takes over the result of a describe, and the newest snapshot that this process has shown. */
  learn(source: OperationSource): void;
  end(): void;
}

export function openWatch(options: WatchOptions): Watch {
  const { client, operationQuery, cache, histories, now } = options;
  const execution = { workflowId: options.source.workflowId, runId: options.source.runId };
  const ending = new AbortController();
  const { signal: ended } = ending;
  const state = createWatchedState(options, ended);
  let connected = true;
  let confirmedAt = now();
  let usedAt = now();
  let users = 0;
  /** The number of the last event that was processed. */
  let seen = options.source.historyLength;
  let longPoll = new AbortController();
  let isComplete = false;
  const {
    refresh,
    rebuild,
    end: endRefresh,
  } = createStateRefresh({ state, operationQuery, histories, inspect }, ended);

  async function inspect(): Promise<void> {
    try {
      learn(await describe());
    } catch {
      // If the connection is lost, the long poll fails too and handles that.
    }
  }

  const describe = () => cache.describe(options.source.memo.subject, execution.workflowId);

  /** Another run than the watched one is the latest after a reset. Readers then look again. */
  function learn(source: OperationSource): void {
    if (source.runId !== execution.runId) return end();
    state.learn(source);
    state.publish();
  }

  async function follow(): Promise<void> {
    let token: Uint8Array | undefined;
    let failures = 0;
    while (!ended.aborted) {
      try {
        if (!connected) await reconnect();
        if (ended.aborted) return;
        if (!isOpen(state.source)) return await finish();
        longPoll = new AbortController();
        const spaced = pause(MIN_LONG_POLL_MS, ended);
        const page = await nextEvents(client, execution, token, longPoll.signal);
        if (ended.aborted) return;
        ({ token } = page);
        confirmedAt = now();
        failures = 0;
        const summary = summarizeEvents(page.events, seen);
        if (summary.seen > seen) options.changed();
        ({ seen } = summary);
        if (summary.closed) return await finish();
        // A client that is woken by what follows gets the decision with it.
        if (summary.decided) await inspect();
        if (summary.cancelRequested) state.cancelRequested();
        if (summary.taskCompleted) void refresh();
        await spaced;
      } catch (error) {
        if (ended.aborted) return;
        if (isGone(error)) return end();
        connected = false;
        await pause(Math.min(MIN_RECONNECT_MS * 2 ** failures, MAX_RECONNECT_MS), ended);
        failures += 1;
      }
    }
  }

  async function reconnect(): Promise<void> {
    learn(await describe());
    if (ended.aborted) return;
    if (isOpen(state.source)) await refresh();
    confirmedAt = now();
    connected = true;
    state.publish();
  }

  /** Caches the outcome before the watch ends, so that no reader sees the operation running again. */
  async function finish(): Promise<void> {
    learn(await describe());
    if (ended.aborted) return;
    await cache.outcomeOf(state.source);
    end();
  }

  function end(): void {
    if (ended.aborted) return;
    ending.abort();
    endRefresh();
    longPoll.abort();
    options.ended();
    state.published.emit();
  }

  // Before the first workflow task the memo is the whole state, and no worker could answer a query.
  const first = state.source.memo.state.version === 0 ? Promise.resolve() : refresh();
  const ready = operationQuery.answered ? first : Promise.resolve();
  void follow();

  return {
    runId: execution.runId,
    ready,
    async complete() {
      await rebuild();
      isComplete = true;
    },
    get usedAt() {
      return usedAt;
    },
    get users() {
      return users;
    },
    current() {
      usedAt = now();
      // Once the run has closed, only its outcome is right.
      const isRunning = connected && !ended.aborted && isOpen(state.source);
      return isComplete && isRunning && usedAt - confirmedAt < CONFIRMED_FOR_MS
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
    async cancelRequested() {
      await inspect();
      state.cancelRequested();
    },
    inspect,
    learn,
    end,
  };
}
