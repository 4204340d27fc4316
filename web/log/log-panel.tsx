/** The log of an operation. It is read only while the panel is open. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { nodeLabel, plural } from '../model/labels.ts';
import { hasText, piecesOf } from '../model/log.ts';
import type { LogLine, Operation } from '../model/types.ts';
import { formatMoment } from '../model/time.ts';
import { Problem } from '../parts/problem.tsx';
import { downloadLog } from './download.ts';
import { useLog } from './use-log.ts';

/** How far from the end a reader can be and still follow it, in pixels. */
const NEAR_END = 24;
const TIME = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

export function LogPanel({ operation: { id } }: { operation: Operation }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-labelledby="log">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <h2 id="log">Log</h2>
        </summary>
        {isOpen && <OpenLog id={id} />}
      </details>
    </section>
  );
}

function OpenLog({ id }: { id: string }) {
  const { lines, dropped, isComplete, error } = useLog(id);
  const [search, setSearch] = useState('');
  const [isFollowing, setFollowing] = useState(true);
  const [failure, setFailure] = useState<unknown>();
  const shown = useMemo(() => lines.filter((line) => hasText(line, search)), [lines, search]);
  const list = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = list.current;
    if (isFollowing && element !== null) element.scrollTop = element.scrollHeight;
  }, [shown, isFollowing]);

  function scrolled({ scrollTop, clientHeight, scrollHeight }: HTMLDivElement): void {
    setFollowing(scrollTop + clientHeight >= scrollHeight - NEAR_END);
  }

  return (
    <>
      <div class="log-tools">
        <label>
          <span>Search the log</span>
          <input
            type="search"
            value={search}
            onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        </label>
        <label class="log-follow">
          <input
            type="checkbox"
            checked={isFollowing}
            onChange={({ currentTarget }) => setFollowing(currentTarget.checked)}
          />
          Follow
        </label>
        <button
          type="button"
          class="button"
          onClick={() => {
            setFailure(undefined);
            downloadLog(id).catch(setFailure);
          }}
        >
          Download
        </button>
      </div>
      {(error ?? failure) !== undefined && <Problem error={error ?? failure} />}
      <p class="log-count">{countText(lines, shown, { dropped, isComplete })}</p>
      <div
        ref={list}
        class="log-lines"
        role="region"
        aria-label="Lines of the log"
        tabIndex={0}
        onScroll={({ currentTarget }) => scrolled(currentTarget)}
      >
        {shown.map((line, at) => (
          <Line key={`${line.sequence}/${line.live ? at : ''}`} line={line} search={search} />
        ))}
      </div>
    </>
  );
}

function Line({ line, search }: { line: LogLine; search: string }) {
  const { at, phase, level, message, urn, address, live } = line;
  const subject = address ?? (urn === undefined ? undefined : nodeLabel(urn));
  const sign = level === 'warn' || level === 'error' ? `${level.toUpperCase()} ` : '';
  return (
    <p class={`log-line ${level} ${live ? 'live' : ''}`} title={subject}>
      <time dateTime={at} title={formatMoment(at)}>
        {TIME.format(new Date(at))}
      </time>{' '}
      <span class="phase">{phase}</span>{' '}
      <span>
        {sign}
        {piecesOf(message, search).map(({ text, isFound }, i) =>
          isFound ? <mark key={i}>{text}</mark> : text,
        )}
      </span>
    </p>
  );
}

function countText(
  lines: readonly LogLine[],
  shown: readonly LogLine[],
  { dropped, isComplete }: { dropped: number; isComplete: boolean },
): string {
  const found = shown.length === lines.length ? '' : `${shown.length} of `;
  const earlier = dropped === 0 ? '' : `; ${dropped} earlier ones are in the download`;
  if (lines.length === 0 && !isComplete) return 'Reading the log…';
  return `${found}${plural(lines.length, 'line')}${earlier}${isComplete ? '' : '; waiting for more'}`;
}
