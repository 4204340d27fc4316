/** Describes an operation that has ended: the error, what was undone, what survives, and what to do next. */
import { repeatsFieldErrors } from '../../client/field-errors.ts';
import type { Operation } from '../../client/types.ts';
import { RESOURCE_KINDS } from '../../contract/vocabulary.ts';
import type { Style } from '../io.ts';
import { shortUrn, titleOf, undoes } from '../watch/labels.ts';
import { diagnosticLines } from './diagnostics.ts';
import { formatDuration } from './time.ts';
import { inCommands } from './request-words.ts';
import { oneLine, type Format } from './visible.ts';

/** The maximum number of names in a list. The rest are only counted. */
const MAX_NAMES = 6;

export interface OutcomeOptions {
  style: Style;
  /** Returns a command line with the flags that select the same server. */
  hint(command: string): string;
  /** Width of the terminal. Without it, lines are not wrapped. */
  columns?: number | undefined;
}

const LABEL_WIDTH = 12;
/** Errors of the steps before the engine runs, about which the log says no more. */
const BEFORE_THE_ENGINE = /^(?:(?:git|ssh)_\w+|source_refused|secret_not_found|engine_not_found)$/;

/** Returns the lines to print when an operation has ended. */
export function outcomeLines(operation: Operation, options: OutcomeOptions): string[] {
  const { style, hint, columns = Infinity } = options;
  const { status, error, progress } = operation;
  const took = formatDuration(
    Date.parse(operation.completedAt ?? operation.updatedAt) - Date.parse(operation.createdAt),
  );
  if (status === 'succeeded') {
    return [
      `${style('green', '✓')} ${oneLine(inCommands(progress.message))} ${style('dim', `(${took})`)}`,
      ...(operation.result?.leftBehind ?? []).map(
        ({ type, id, message }) => `  ${oneLine(`left behind: ${type} ${id} (${message})`)}`,
      ),
      ...diagnosticLines(operation, style),
    ];
  }
  const sign = status === 'canceled' ? style('yellow', '⊘') : style('red', '✗');
  const field = (name: string, value: string, format?: Format) => {
    const [first = '', ...others] = wrapped(oneLine(value), columns - LABEL_WIDTH - 1).map((line) =>
      format === undefined ? line : style(format, line),
    );
    const label = style('dim', name.padEnd(LABEL_WIDTH - 3));
    return [`  ${label} ${first}`, ...others.map((line) => ' '.repeat(LABEL_WIDTH) + line)];
  };
  const lines = [`${sign} ${style('bold', `${titleOf(operation)} ${status}`)} after ${took}`];
  if (error !== undefined) {
    const { causedBy, requestId, fieldErrors = {} } = error.details;
    lines.push(...field('code', `${error.code} (${error.errorType})`, 'red'));
    // The faults are in their own lines, with the flags and lines of the file that they are about.
    if (!repeatsFieldErrors(error)) lines.push(...field('message', inCommands(error.message)));
    for (const [name, why] of Object.entries(fieldErrors))
      lines.push(...field('', `${name}: ${inCommands(why)}`));
    if (causedBy !== undefined) lines.push(...field('cause', shortUrn(causedBy)));
    if (requestId !== undefined) lines.push(...field('request', requestId));
  }
  lines.push(...diagnosticLines(operation, style));
  for (const [label, names] of [
    ['undone', undone(operation)],
    ['survives', survivors(operation)],
  ] as const) {
    // Also what an operation has not touched exists, so "nothing" would be wrong after a change.
    if (names.length > 0 || !changes(operation)) lines.push(...field(label, countedList(names)));
  }
  for (const line of reasonsOfSurvival(operation)) lines.push(...field('', line));
  for (const { command, note } of nextSteps(operation)) {
    lines.push(...field('next', hint(command) + (note === undefined ? '' : `  (${note})`), 'cyan'));
  }
  return lines;
}

/** Wraps text at `width` columns. A longer word gets its own line. */
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

/** Returns the cloud resources that this operation created and has deleted again. */
function undone(operation: Operation): string[] {
  if (!undoes(operation)) return [];
  return operation.progress.resources
    .filter((node) => node.operation === 'delete' && node.status === 'succeeded')
    .map(({ urn }) => shortUrn(urn));
}

/** Returns the survivors that the error lists. Without a list, every resource that was created survives. */
function survivors(operation: Operation): string[] {
  const named = operation.error?.details.survivors;
  if (named !== undefined) return named.map(shortUrn);
  return operation.progress.resources
    .filter(
      ({ operation: done, status }) => CREATING_OPERATIONS.has(done) && status === 'succeeded',
    )
    .map(({ urn }) => shortUrn(urn));
}

/** Returns why resources could not be undone: their cloud ids, and what is in the way. */
function reasonsOfSurvival({ error, progress }: Operation): string[] {
  const named = new Set(error?.details.survivors);
  return progress.resources
    .filter(({ urn, lastFailure }) => named.has(urn) && lastFailure !== undefined)
    .slice(0, MAX_NAMES)
    .map(({ urn, cloudId, lastFailure }) => {
      const id = cloudId === undefined ? '' : ` (${cloudId})`;
      return `${shortUrn(urn)}${id}: ${inCommands(lastFailure?.message ?? '')}`;
    });
}

const CREATING_OPERATIONS = new Set<string>(['create', 'update', 'replace']);

function countedList(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const more = names.length - MAX_NAMES;
  const some = names.slice(0, MAX_NAMES).join(', ');
  return `${names.length}: ${some}${more > 0 ? ` and ${more} more` : ''}`;
}

/** True if the resource can have parts that the operation has not touched. */
function changes({ operation, resourceType }: Operation): boolean {
  return operation.startsWith('update_') || resourceType === 'deployment';
}

interface NextStep {
  command: string;
  note?: string;
}

/** Returns the commands to suggest, the most useful first. */
function nextSteps(operation: Operation): NextStep[] {
  const { id, links, resourceType, resourceId, operation: kind, error } = operation;
  const collection = RESOURCE_KINDS[resourceType].collection;
  const steps: NextStep[] = [];
  const retry = { command: `operations retry ${id}` };
  // Another attempt with the same request would fail again.
  const isFutile = error?.details.retryable === false;
  if (links.retry !== undefined && !isFutile) steps.push(retry);
  const leftOver = undoes(operation) && survivors(operation).length > 0;
  // After a failed update the resource is still in use, so suggest a look at it and not its deletion.
  if (kind.startsWith('update_')) steps.push({ command: `${collection} get ${resourceId}` });
  else if (kind.startsWith('delete_') || leftOver)
    steps.push({ command: `${collection} delete ${resourceId}` });
  if (resourceType === 'deployment' && !BEFORE_THE_ENGINE.test(error?.code ?? ''))
    steps.push({ command: `operations logs ${id}` });
  if (steps.length === 0) steps.push({ command: `operations get ${id} -o yaml` });
  if (links.retry !== undefined && isFutile && error.errorType !== 'validation')
    steps.push({ ...retry, note: 'once the cause is fixed' });
  return steps;
}
