/**
 * Tracks the progress that an operation shows. The queries, the memo, the search attributes and the
 * details in Temporal's Web UI are all derived from this one state. A new stage or status upserts search
 * attributes and the memo, and therefore emits commands: see docs/changing-workflows.md before you move a
 * call.
 */
import {
  setCurrentDetails,
  setHandler,
  defineQuery,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { EngineChange } from '../../contract/temporal/engine.ts';
import { QUERIES, SEARCH_ATTRIBUTES } from '../../contract/temporal/names.ts';
import type {
  OperationAnswer,
  OperationSnapshot,
  OperationState,
  StoredStatus,
} from '../../contract/temporal/operation-memo.ts';
import {
  NO_DIAGNOSTICS,
  withDiagnostics,
  type DiagnosticList,
} from '../../contract/diagnostics/diagnostics.ts';
import {
  summarize,
  withEngineChange,
  withPlan,
  withTimes,
  type NodeChange,
} from '../../contract/operations/node-progress.ts';
import type {
  OperationError,
  OperationResult,
  Progress,
  ProgressResource,
} from '../../contract/operations/operation.ts';
import { progressMessage } from '../../contract/operations/progress-message.ts';
import type { ConfirmationReason, Stage } from '../../contract/vocabulary.ts';
import { detailsTable } from './details.ts';
import { createMemo } from './memo.ts';

export interface Tracker {
  snapshot(): OperationSnapshot;
  /**
   * Begins a stage.
   *
   * @param reason why a plan has to be confirmed again
   */
  enter(stage: Stage, message: string, reason?: ConfirmationReason): void;
  /** Shows the commit of the source. */
  commit(commit: string, message: string): void;
  /** Shows that a cancel was requested. */
  canceling(): void;
  /**
   * Shows the plan. Its nodes are pending or unchanged. A new plan leaves what is done as it is.
   *
   * @param dependencies the URNs of the nodes that each node depends on
   */
  plan(resources: ProgressResource[], dependencies?: Record<string, string[]>): void;
  node(urn: string, change: NodeChange): void;
  /** Changes several nodes at once, with the times that an engine reports. */
  nodes(changes: readonly EngineChange[]): void;
  /** Shows what an engine has said, in addition to what is shown already. */
  diagnose(said: DiagnosticList): void;
  succeed(result: OperationResult, message: string): void;
  fail(status: 'failed' | 'canceled', error: OperationError): void;
}

/**
 * Creates the tracker of one operation.
 *
 * @param initial.memoIntervalMs from the operation's timings
 */
export function createTracker(initial: { message: string; memoIntervalMs: number }): Tracker {
  const resources = new Map<string, ProgressResource>();
  let state: OperationState = {
    version: 1,
    status: 'running',
    stage: 'queued',
    message: initial.message,
    summary: summarize([...resources.values()]),
    startedAt: now(),
    updatedAt: now(),
  };
  let result: OperationResult | undefined;
  let error: OperationError | undefined;
  let dependencies: Record<string, string[]> | undefined;
  let diagnostics = NO_DIAGNOSTICS;
  const memo = createMemo(initial.memoIntervalMs);

  const snapshot = (): OperationSnapshot => ({
    ...state,
    resources: [...resources.values()],
    ...(result && { result }),
    ...(error && { error }),
    ...(diagnostics.items.length > 0 && { diagnostics }),
  });

  function change(next: Partial<OperationState>, publish: 'at once' | 'soon' | 'final'): void {
    const before = state;
    state = {
      ...state,
      ...next,
      summary: summarize([...resources.values()]),
      version: state.version + 1,
      updatedAt: now(),
    };
    setCurrentDetails(detailsTable(snapshot()));
    if (publish === 'final') memo.write(state);
    else memo.follow(state, publish);
    if (before.status !== state.status || before.stage !== state.stage) publishAttributes();
  }

  function publishAttributes(): void {
    upsertSearchAttributes({
      [SEARCH_ATTRIBUTES.status]: [state.status],
      [SEARCH_ATTRIBUTES.stage]: [state.stage],
    });
  }

  function finish(status: StoredStatus, message: string): void {
    change({ status, stage: 'done', message, completedAt: now() }, 'final');
  }

  setHandler(defineQuery<Stage>(QUERIES.stage), () => state.stage, {
    description: 'The stage that the operation is in, for example "provisioning".',
  });
  setHandler(
    defineQuery<Progress>(QUERIES.progress),
    () => ({
      stage: state.stage,
      message: state.message,
      ...(state.reason && { reason: state.reason }),
      ...(state.commit !== undefined && { commit: state.commit }),
      resources: [...resources.values()],
      summary: state.summary,
    }),
    { description: 'Stage, message, every resource with its status, and their summary.' },
  );
  setHandler(defineQuery<OperationResult | null>(QUERIES.result), () => result ?? null, {
    description: 'The result of the operation; null until it has succeeded.',
  });
  setHandler(
    defineQuery<OperationAnswer>(QUERIES.operation),
    () => ({ ...snapshot(), ...(dependencies && { dependencies }) }),
    { description: 'Everything in one answer: what GET /operations/{id} shows.' },
  );

  return {
    snapshot,
    enter: (stage, message, reason) => {
      const { reason: _reason, ...others } = state;
      state = others;
      change({ stage, message, ...(reason && { reason }) }, 'at once');
    },
    commit: (commit, message) => {
      change({ commit, message }, 'at once');
    },
    canceling: () => {
      if (state.status === 'running') change({ status: 'canceling' }, 'at once');
    },
    plan: (planned, dependsOn) => {
      dependencies = dependsOn;
      for (const resource of planned) {
        resources.set(resource.urn, withPlan(resources.get(resource.urn), resource));
      }
      change({}, 'at once');
    },
    node: (urn, nodeChange) => {
      const resource = resources.get(urn);
      if (resource === undefined) return;
      resources.set(urn, withTimes(resource, nodeChange, Date.now()));
      change(
        { message: progressMessage(state.stage, [...resources.values()]) ?? state.message },
        'soon',
      );
    },
    nodes: (changes) => {
      for (const { urn, ...seen } of changes) {
        const resource = resources.get(urn);
        if (resource === undefined) continue;
        resources.set(urn, withEngineChange(resource, seen));
      }
      change(
        { message: progressMessage(state.stage, [...resources.values()]) ?? state.message },
        'soon',
      );
    },
    diagnose: (said) => {
      const before = diagnostics;
      diagnostics = withDiagnostics(before, said);
      if (diagnostics.items.length > before.items.length) change({}, 'soon');
    },
    succeed: (value, message) => {
      result = value;
      finish('succeeded', message);
    },
    fail: (status, cause) => {
      error = cause;
      // A replacement whose predecessor still exists is not finished.
      for (const [urn, resource] of resources) {
        if (resource.status === 'running')
          resources.set(urn, withTimes(resource, { status: 'pending' }, Date.now()));
      }
      finish(status, cause.message);
    },
  };
}

function now(): string {
  return new Date(Date.now()).toISOString();
}
