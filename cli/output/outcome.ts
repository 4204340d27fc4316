/** What is said of an operation that has ended: why, what was undone, what survives, what to do next. */
import type { Operation } from '../../client/types.ts';
import { RESOURCE_KINDS } from '../../contract/vocabulary.ts';
import type { Format, Style } from '../io.ts';
import { oneLine, shortUrn, titleOf, undoes } from '../watch/labels.ts';
import { formatDuration } from './time.ts';

/** How many names a line lists before it counts. */
const MAX_NAMES = 6;

export interface OutcomeOptions {
  style: Style;
  /** A command with the flags that lead to the same server. */
  hint(command: string): string;
  /** Of the window; without it lines are as long as they are. */
  columns?: number | undefined;
}

const LABEL = 12;

export function outcomeLines(operation: Operation, options: OutcomeOptions): string[] {
  const { style, hint, columns = Infinity } = options;
  const { status, error, progress } = operation;
  const took = formatDuration(
    Date.parse(operation.completedAt ?? operation.updatedAt) - Date.parse(operation.createdAt),
  );
  if (status === 'succeeded') {
    return [`${style('green', '✓')} ${oneLine(progress.message)} ${style('dim', `(${took})`)}`];
  }
  const sign = status === 'canceled' ? style('yellow', '⊘') : style('red', '✗');
  const field = (name: string, value: string, look?: Format) => {
    const [first = '', ...others] = wrapped(oneLine(value), columns - LABEL - 1).map((line) =>
      look === undefined ? line : style(look, line),
    );
    const label = style('dim', name.padEnd(LABEL - 3));
    return [`  ${label} ${first}`, ...others.map((line) => ' '.repeat(LABEL) + line)];
  };
  const lines = [`${sign} ${style('bold', `${titleOf(operation)} ${status}`)} after ${took}`];
  if (error !== undefined) {
    const { causedBy, requestId, fieldErrors = {} } = error.details;
    lines.push(...field('code', `${error.code} (${error.errorType})`, 'red'));
    lines.push(...field('message', error.message));
    for (const [name, why] of Object.entries(fieldErrors))
      lines.push(...field('', `${name}: ${why}`));
    if (causedBy !== undefined) lines.push(...field('cause', shortUrn(causedBy)));
    if (requestId !== undefined) lines.push(...field('request', requestId));
  }
  lines.push(...field('undone', countedList(undone(operation))));
  lines.push(...field('survives', countedList(survivors(operation))));
  for (const next of nextSteps(operation)) lines.push(...field('next', hint(next), 'cyan'));
  return lines;
}

/** Words on lines of at most `width`; a longer word has a line of its own. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/** What this operation had made and has taken away again. */
function undone(operation: Operation): string[] {
  if (!undoes(operation)) return [];
  return (operation.progress.resources ?? [])
    .filter((node) => node.operation === 'delete' && node.status === 'succeeded')
    .map(({ urn }) => shortUrn(urn));
}

/** What the error lists, or, where nothing was to be undone, what was made. */
function survivors(operation: Operation): string[] {
  const named = operation.error?.details.survivors;
  if (named !== undefined) return named.map(shortUrn);
  return (operation.progress.resources ?? [])
    .filter(
      ({ operation: done, status }) => CREATING_OPERATIONS.has(done) && status === 'succeeded',
    )
    .map(({ urn }) => shortUrn(urn));
}

const CREATING_OPERATIONS = new Set<string>(['create', 'update', 'replace']);

function countedList(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const more = names.length - MAX_NAMES;
  const some = names.slice(0, MAX_NAMES).join(', ');
  return `${names.length}: ${some}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Commands, the most useful first. */
function nextSteps(operation: Operation): string[] {
  const { id, links, resourceType, resourceId, operation: kind } = operation;
  const collection = RESOURCE_KINDS[resourceType].collection;
  const steps: string[] = [];
  if (links.retry !== undefined) steps.push(`operations retry ${id}`);
  const leftOver = undoes(operation) && survivors(operation).length > 0;
  // What an update has left is in use; looking at it comes first.
  if (kind.startsWith('update_')) steps.push(`${collection} get ${resourceId}`);
  else if (kind.startsWith('delete_') || leftOver) steps.push(`${collection} delete ${resourceId}`);
  if (steps.length === 0) steps.push(`operations get ${id} -o yaml`);
  return steps;
}
