/**
 * What is known of a watched operation, put together from what its workflow has answered (newer, with
 * the resources), what a describe has said (the memo, pending steps) and the cancels that went through
 * here. Never goes backwards.
 */
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { noteOf } from './pending-activities.ts';
import { revisionText } from './revision.ts';
import { createSignal, type Signal } from './change-signal.ts';
import {
  isOpen,
  operationRead,
  type OperationRead,
  type OperationSource,
  type Urls,
} from './view.ts';

export interface WatchedStateOptions {
  urls: Urls;
  /** What a describe has just said. */
  source: OperationSource;
  /** The newest answer that this process has shown of it. */
  held: { get(): OperationSnapshot | undefined; set(snapshot: OperationSnapshot): void };
}

export interface WatchedState {
  /** What Temporal said last. */
  readonly source: OperationSource;
  /** As it was published last. */
  readonly latest: OperationRead;
  /** Emits when `latest` has become another. */
  readonly published: Signal;
  /** Takes what a describe has said; does not publish. */
  learn(source: OperationSource): void;
  /** Takes what the workflow has answered, and publishes. */
  answered(snapshot: OperationSnapshot): void;
  /** Publishes that a cancel was requested. */
  cancelRequested(): void;
  publish(): void;
  /** The outcome; does not publish. */
  close(outcome: OperationRead): void;
}

/** @param ended nothing is published any more */
export function createWatchedState(
  { urls, held, ...options }: WatchedStateOptions,
  ended: AbortSignal,
): WatchedState {
  const published = createSignal();
  let { source } = options;
  let snapshot = held.get();
  /** The version when a describe last said what ails the pending steps. */
  let inspectedVersion = source.memo.state.version;
  let latest = render();

  function render(): OperationRead {
    const { state } = source.memo;
    const fromQuery = snapshot !== undefined && snapshot.version >= state.version;
    const known = fromQuery && snapshot ? snapshot : state;
    const note = noteOf(source.pending ?? [], inspectedVersion, known);
    return operationRead(source, known, urls, fromQuery ? 'query' : 'memo', note);
  }

  function publish(): void {
    // Closed by now: its outcome comes.
    if (ended.aborted || !isOpen(source)) return;
    const next = render();
    if (revisionText(next.revision) === revisionText(latest.revision)) return;
    latest = next;
    published.emit();
  }

  return {
    get source() {
      return source;
    },
    get latest() {
      return latest;
    },
    published,
    learn(next) {
      const older = next.memo.state.version < source.memo.state.version;
      source = {
        ...next,
        memo: older ? source.memo : next.memo,
        cancelRequested: next.cancelRequested || source.cancelRequested,
      };
      snapshot = newer(held.get(), snapshot);
      inspectedVersion = Math.max(source.memo.state.version, snapshot?.version ?? 0);
    },
    answered(answer) {
      snapshot = newer(answer, newer(held.get(), snapshot));
      held.set(snapshot);
      publish();
    },
    cancelRequested() {
      source = { ...source, cancelRequested: true };
      publish();
    },
    publish,
    close(outcome) {
      latest = outcome;
    },
  };
}

function newer<A extends OperationSnapshot | undefined>(
  first: A,
  second: OperationSnapshot | undefined,
): A | OperationSnapshot {
  if (first === undefined || second === undefined) return first ?? second ?? first;
  return second.version > first.version ? second : first;
}
