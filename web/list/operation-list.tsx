import { useEffect, useRef } from 'preact/hooks';
import { isTerminal } from '../../contract/vocabulary.ts';
import { useNow } from '../clock.ts';
import { kindLabel, plural, statusLabel } from '../model/labels.ts';
import { formatDuration } from '../model/time.ts';
import { Age } from '../parts/age.tsx';
import { announce } from '../parts/announcer.tsx';
import { Problem } from '../parts/problem.tsx';
import { ProgressBar } from '../parts/progress-bar.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { useTitle } from '../parts/use-title.ts';
import { paths } from '../router.ts';
import { useScrollRestored } from '../scroll.ts';
import { FilterForm } from './filter-form.tsx';
import { isFiltered, withMarker } from './filters.ts';
import type { ListedOperation } from '../model/types.ts';
import { useOperations } from './use-operations.ts';

export function OperationList({ query }: { query: URLSearchParams }) {
  const { value, error } = useOperations(query);
  const { items, marker, total } = value ?? {};
  const now = useNow(true);
  useTitle('Operations');
  useScrollRestored(items !== undefined);
  useAnnouncements(items);
  return (
    <>
      <h1>Operations {total !== undefined && <span class="total">{total}</span>}</h1>
      <FilterForm query={query} />
      {error !== undefined && <Problem error={error} />}
      {items === undefined && error === undefined && <p class="empty">Loading…</p>}
      {items?.length === 0 && <Empty query={query} />}
      {items !== undefined && items.length > 0 && (
        <ul class="operations" aria-label="Operations, newest first">
          {items.map((operation) => (
            <Row key={operation.id} operation={operation} now={now} />
          ))}
        </ul>
      )}
      <nav class="pages" aria-label="Pages">
        {query.has('marker') && <a href={paths.list(withMarker(query, undefined))}>Newest</a>}
        {marker !== undefined && <a href={paths.list(withMarker(query, marker))}>Older</a>}
      </nav>
    </>
  );
}

function Row({ operation, now }: { operation: ListedOperation; now: number }) {
  const { id, status, operation: kind, resourceId, progress, createdAt, memberId } = operation;
  const from = Date.parse(createdAt);
  const to = operation.completedAt === undefined ? now : Date.parse(operation.completedAt);
  const ended = isTerminal(status);
  return (
    <li class="operation">
      <StatusBadge status={status} />
      <a class="name" href={paths.operation(id)}>
        {kindLabel(kind)} <strong>{resourceId}</strong>
      </a>
      <p class="message">{progress.message}</p>
      {!ended && (
        <ProgressBar
          operation={operation}
          label={`Progress of ${kindLabel(kind)} ${resourceId}`}
          undoing={progress.stage === 'rolling_back'}
        />
      )}
      <p class="times">
        <Age at={createdAt} now={now} />
        <span>{formatDuration(to - from)}</span>
        <span>{memberId}</span>
      </p>
    </li>
  );
}

function Empty({ query }: { query: URLSearchParams }) {
  return (
    <div class="empty">
      <p>
        {isFiltered(query) ? 'No operations match these filters.' : 'There are no operations yet.'}
      </p>
      {!isFiltered(query) && (
        <p>
          Operations appear here as soon as you start them with the command line or the{' '}
          <a href={paths.documentation}>API</a>.
        </p>
      )}
    </div>
  );
}

/** Announces the number of operations, their outcomes and plans that need a confirmation, but not every step. */
function useAnnouncements(items: readonly ListedOperation[] | undefined): void {
  const before = useRef<ReadonlyMap<string, ListedOperation['status']>>(undefined);
  useEffect(() => {
    if (items === undefined) return;
    const known = before.current;
    before.current = new Map(items.map(({ id, status }) => [id, status]));
    if (known === undefined) {
      announce(plural(items.length, 'operation'));
      return;
    }
    const noted = items.filter(
      ({ id, status }) =>
        (isTerminal(status) || status === 'awaiting_confirmation') &&
        known.has(id) &&
        known.get(id) !== status,
    );
    if (noted.length > 0) {
      announce(
        noted
          .map((it) => `${kindLabel(it.operation)} ${it.resourceId}: ${statusLabel(it.status)}`)
          .join('. '),
      );
    }
  }, [items]);
}
