/** The page of one operation: its progress, resources, outcome and actions. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { isTerminal } from '../../contract/vocabulary.ts';
import { useNow } from '../clock.ts';
import { LogPanel } from '../log/log-panel.tsx';
import type { Operation } from '../model/types.ts';
import { countsText, kindLabel, stageLabel, statusLabel } from '../model/labels.ts';
import { spansOf } from '../model/spans.ts';
import { survivorsOf } from '../model/survivors.ts';
import { formatDuration } from '../model/time.ts';
import { Age } from '../parts/age.tsx';
import { announce } from '../parts/announcer.tsx';
import { Problem } from '../parts/problem.tsx';
import { ProgressBar } from '../parts/progress-bar.tsx';
import { Icon } from '../parts/icon.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { useTitle } from '../parts/use-title.ts';
import { paths } from '../router.ts';
import { FoldedPlan, WaitingPlan } from '../plan/plan.tsx';
import { Actions } from './actions.tsx';
import { Decisions } from './decisions.tsx';
import { Expected } from './expected.tsx';
import { Outcome } from './outcome.tsx';
import { Resources } from './resources.tsx';
import { Result } from './result.tsx';
import { StageRail } from './stage-rail.tsx';
import { Timeline } from './timeline.tsx';
import { useDependencies } from './use-dependencies.ts';
import { useOperation } from './use-operation.ts';
import { useTimeline } from './use-timeline.ts';

export function OperationPage({ id }: { id: string }) {
  const { operation, error, onUpdate } = useOperation(id);
  useTitle(operation === undefined ? 'Operation' : tabTitleOf(operation));
  if (operation !== undefined) return <OperationView operation={operation} onUpdate={onUpdate} />;
  return (
    <>
      <h1>Operation</h1>
      {error === undefined ? <p class="empty">Loading…</p> : <Problem error={error} />}
    </>
  );
}

interface OperationViewProps {
  operation: Operation;
  onUpdate(operation: Operation): void;
}

function OperationView({ operation, onUpdate }: OperationViewProps) {
  const { status, progress } = operation;
  const ended = isTerminal(status);
  const waits = status === 'awaiting_confirmation';
  const now = useNow(!ended);
  const timeline = useTimeline(operation);
  const dependencies = useDependencies(operation);
  const spans = useMemo(() => spansOf(operation, timeline), [operation, timeline]);
  useAnnouncements(operation);
  const deletes = /^(delete|destroy)_/.test(operation.operation);
  const isRollingBack = progress.stage === 'rolling_back' || (ended && status !== 'succeeded');
  const undoing = isRollingBack && !deletes && hasUndo(operation);
  return (
    <article>
      <header class="head">
        <div>
          <h1>
            {kindLabel(operation.operation)} <strong>{operation.resourceId}</strong>
          </h1>
          <Facts operation={operation} now={now} />
        </div>
        <Actions operation={operation} onUpdate={onUpdate} />
      </header>
      <StageRail operation={operation} timeline={timeline} />
      <div class="progress">
        <ProgressBar operation={operation} label="Progress" undoing={undoing} />
        {/* The error is shown below, and in full. */}
        {operation.error === undefined && <p class="message">{progress.message}</p>}
        <Expected operation={operation} now={now} />
        <p class="counts">
          {countsText(progress, { undoing, ended, survivors: survivorsOf(operation) })}
        </p>
      </div>
      {waits && <WaitingPlan operation={operation} />}
      <Outcome operation={operation} />
      <Decisions operation={operation} now={now} />
      <Result operation={operation} />
      <Timeline spans={spans} dependencies={dependencies} now={now} />
      {!waits && (
        <Resources
          operation={operation}
          spans={spans}
          dependencies={dependencies}
          deletes={deletes}
          undoing={undoing}
          now={now}
        />
      )}
      {!waits && hasPlan(operation) && <FoldedPlan operation={operation} />}
      <LogPanel operation={operation} />
    </article>
  );
}

/** Connections and recoveries plan nothing, and show only what they read. */
function hasPlan({ resourceType, operation, progress }: Operation): boolean {
  const plans = resourceType !== 'connection' && operation !== 'recover_cluster';
  return plans && progress.resources.length > 0;
}

/** True if the operation deletes or has deleted a resource. */
function hasUndo({ progress }: Operation): boolean {
  return progress.resources.some(({ operation }) => operation === 'delete') ?? false;
}

function Facts({ operation, now }: { operation: Operation; now: number }) {
  const { id, status, memberId, createdAt, completedAt, retryOf, links } = operation;
  const from = Date.parse(createdAt);
  const to = completedAt === undefined ? now : Date.parse(completedAt);
  return (
    <ul class="about">
      <li>
        <StatusBadge status={status} />
      </li>
      <li class="elapsed">{formatDuration(to - from)}</li>
      <li>
        <Age at={createdAt} now={now} /> by {memberId}
      </li>
      <li>
        <code class="id">{id}</code>
      </li>
      {retryOf !== undefined && (
        <li>
          <a href={paths.operation(retryOf)}>Retry of {retryOf.slice(0, 10)}…</a>
        </li>
      )}
      {links.resource !== undefined && (
        <li>
          <a
            href={paths.list(new URLSearchParams({ resourceId: operation.resourceId }).toString())}
          >
            All operations of this resource
          </a>
        </li>
      )}
      {links.temporalUi !== undefined && (
        <li>
          <a href={links.temporalUi} target="_blank" rel="noopener noreferrer">
            Temporal’s Web UI <Icon name="out" />
          </a>
        </li>
      )}
    </ul>
  );
}

/** Announces stages and the outcome, but not every resource. */
function useAnnouncements(operation: Operation): void {
  const { status, progress } = operation;
  const state = isTerminal(status) ? statusLabel(status) : stageLabel(progress.stage);
  const message = useRef(progress.message);
  message.current = progress.message;
  const title = titleOf(operation);
  useEffect(() => announce(`${title}: ${state}. ${message.current}`), [title, state]);
}

/** The tab of a plan that waits says so, because the user may be looking at another tab. */
function tabTitleOf(operation: Operation): string {
  const title = titleOf(operation);
  const { status } = operation;
  return status === 'awaiting_confirmation' ? `${statusLabel(status)}: ${title}` : title;
}

function titleOf({ operation, resourceId }: Operation): string {
  return `${kindLabel(operation)} ${resourceId}`;
}
