/** A chart of the work on each resource over time, with the critical path highlighted. */
import { useMemo, useState } from 'preact/hooks';
import { criticalPath } from '../model/critical-path.ts';
import { rowsOf, tookText, type Row, type Span } from '../model/spans.ts';
import type { Dependencies } from '../model/types.ts';
import { formatDuration, ticks, formatTick } from '../model/time.ts';

interface TimelineProps {
  spans: readonly Span[];
  dependencies: Dependencies | undefined;
  now: number;
}

export function Timeline({ spans, dependencies, now }: TimelineProps) {
  const [onlyCritical, setOnlyCritical] = useState(false);
  const path = useMemo(() => criticalPath(spans, dependencies), [spans, dependencies]);
  if (spans.length === 0) return null;
  const rows = rowsOf(spans).filter(
    (row) => !onlyCritical || row.spans.some((span) => path.has(span)),
  );
  const from = Math.min(...spans.map((span) => span.from));
  // The clock may lag behind the server, so running work is drawn at least up to the last end.
  const last = Math.max(now, ...spans.map((span) => span.to ?? from));
  const to = spans.some((span) => span.to === undefined)
    ? last
    : Math.max(...ends(spans), from + 1);
  const scale: Scale = { from, total: to - from, now: to };
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <div class="legend">
        <span class="key critical">
          Critical path: {criticalPathText(path, to)} of {spans.length} steps
        </span>
        <span class="key">other work</span>
        {spans.some(({ undo }) => undo) && <span class="key undo">rollback</span>}
        <label class="only">
          <input
            type="checkbox"
            checked={onlyCritical}
            onChange={({ currentTarget }) => setOnlyCritical(currentTarget.checked)}
          />
          Critical path only
        </label>
      </div>
      <Axis total={scale.total} />
      <ol class="chart">
        {rows.map((row) => (
          <ChartRow key={row.urn} row={row} path={path} scale={scale} />
        ))}
      </ol>
    </section>
  );
}

interface Scale {
  from: number;
  total: number;
  /** The end of running spans. */
  now: number;
}

function ends(spans: readonly Span[]): number[] {
  return spans.flatMap(({ to }) => to ?? []);
}

function Axis({ total }: { total: number }) {
  return (
    <div class="axis" aria-hidden="true">
      {ticks(total).map((at) => (
        <span key={at} style={{ left: percent(at, total) }}>
          {formatTick(at)}
        </span>
      ))}
    </div>
  );
}

interface ChartRowProps {
  row: Row;
  path: ReadonlySet<Span>;
  scale: Scale;
}

function ChartRow({ row, path, scale: { from, total, now } }: ChartRowProps) {
  const critical = row.spans.some((span) => path.has(span));
  return (
    <li class={critical ? 'critical' : ''}>
      <span class="what" title={row.urn}>
        {row.label}
        {critical && <span class="visually-hidden">, on the critical path</span>}
      </span>
      <span class="track">
        {row.spans.map((span) => (
          <span
            key={`${span.from}/${String(span.undo)}`}
            class={classes(span, path)}
            style={{
              left: percent(span.from - from, total),
              width: percent((span.to ?? now) - span.from, total),
            }}
          />
        ))}
      </span>
      <span class="took">{tookText(row.spans, now)}</span>
    </li>
  );
}

function classes(span: Span, path: ReadonlySet<Span>): string {
  const more = [span.undo && 'undo', path.has(span) && 'critical'].filter(Boolean);
  return ['span', span.outcome, ...more].join(' ');
}

/** Returns the duration of the critical path, including the waits between its steps, and their number. */
function criticalPathText(path: ReadonlySet<Span>, now: number): string {
  const spans = [...path];
  const from = Math.min(...spans.map((span) => span.from));
  const to = Math.max(...spans.map((span) => span.to ?? now));
  return `${formatDuration(to - from)}, ${spans.length}`;
}

function percent(part: number, total: number): string {
  return `${Math.min(100, Math.max(0, (part / total) * 100)).toFixed(3)}%`;
}
