/**
 * The state of a watched operation. It combines the workflow's answers to queries (newest, with the
 * resources), the results of describes (the memo and the pending steps), and the cancels that this
 * process requested. It never goes backwards.
 */
import type { OperationAnswer } from '../../contract/temporal/operation-memo.ts';
import type { OperationCache } from './operation-cache.ts';
import { withEstimate, type Estimator } from '../estimate/estimator.ts';
import { noteOf } from '../pending/steps.ts';
import { withList, type RebuiltList } from '../rebuild/histories.ts';
import { revisionText } from './revision.ts';
import { createSignal, type Signal } from './change-signal.ts';
import type { Urls } from './links.ts';
import {
  fromMemo,
  isOpen,
  operationRead,
  type OperationRead,
  type OperationSource,
} from './view.ts';

export interface WatchedStateOptions {
  urls: Urls;
  /** The result of a describe that has just run. */
  source: OperationSource;
  cache: OperationCache;
  estimator: Estimator;
}

export interface WatchedState {
  /** The last result of a describe, with the newest memo. */
  readonly source: OperationSource;
  /** The state that was published last. */
  readonly latest: OperationRead;
  /** Emits when `latest` has changed. */
  readonly published: Signal;
  /** Takes over the result of a describe. Does not publish. */
  learn(source: OperationSource): void;
  /** Takes over the workflow's answer to a query, and publishes. */
  answered(snapshot: OperationAnswer): void;
  /** Takes over a list of resources that was rebuilt from the history, and publishes. */
  rebuilt(list: RebuiltList): void;
  /** Publishes that a cancel was requested. */
  cancelRequested(): void;
  publish(): void;
}

/** @param ended when it aborts, nothing more is published */
export function createWatchedState(
  { urls, cache, estimator, ...options }: WatchedStateOptions,
  ended: AbortSignal,
): WatchedState {
  const published = createSignal();
  let { source } = options;
  const { runId } = source;
  let snapshot = cache.snapshot(runId);
  let list: RebuiltList | undefined;
  /** The operation's version when a describe last brought the pending steps. */
  let inspectedVersion = source.memo.state.version;
  let latest = render();

  function render(): OperationRead {
    const { state } = source.memo;
    const fromQuery = snapshot !== undefined && snapshot.version >= state.version;
    // Until the list has been rebuilt, a list that was shown before stays.
    const shown = list ?? snapshot;
    const known = fromQuery && snapshot ? snapshot : withList(state, shown);
    const note = noteOf(source.pending ?? [], inspectedVersion, known);
    return operationRead(
      source,
      withEstimate(known, estimator(source, known)),
      urls,
      fromQuery ? { source: 'query' } : fromMemo(list),
      note,
    );
  }

  function publish(): void {
    // The workflow has closed, and the watch is about to read its outcome.
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
      snapshot = newer(cache.snapshot(runId), snapshot);
      inspectedVersion = Math.max(source.memo.state.version, snapshot?.version ?? 0);
    },
    answered(answer) {
      snapshot = newer(answer, newer(cache.snapshot(runId), snapshot));
      cache.setSnapshot(runId, snapshot);
      list = undefined;
      publish();
    },
    rebuilt(next) {
      list = next;
      publish();
    },
    cancelRequested() {
      source = { ...source, cancelRequested: true };
      publish();
    },
    publish,
  };
}

function newer<A extends OperationAnswer | undefined>(
  first: A,
  second: OperationAnswer | undefined,
): A | OperationAnswer {
  if (first === undefined || second === undefined) return first ?? second ?? first;
  return second.version > first.version ? second : first;
}
