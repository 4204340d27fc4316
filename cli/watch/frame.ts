/** Draws one frame of the live view: title, progress bar, stage and message, and the tree of resources. */
import { stripVTControlCharacters } from 'node:util';
import sliceAnsi from 'slice-ansi';
import { isTerminal } from '../../contract/vocabulary.ts';
import { estimateWords } from '../../client/words/estimate-words.ts';
import type { Operation } from '../../client/types.ts';
import type { Style } from '../io.ts';
import { formatClock, formatDuration } from '../output/time.ts';
import { durationOf, treeOf, type Branch, type Node } from './tree.ts';
import { oneLine, visibleLine } from '../output/visible.ts';
import { titleOf, undoes, verbOf } from './labels.ts';

export interface FrameOptions {
  style: Style;
  columns: number;
  rows: number;
  now: number;
  /** The number of the frame, for the spinner. */
  tick: number;
  /** True while the server cannot be reached. */
  lost: boolean;
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const MAX_WIDTH = 78;
const BAR_WIDTH = 32;
/** Lines for title, bar, message and cursor. */
const OTHER_LINES = 4;
/** How many resources that are slower than usual are named. */
const MAX_SLOW = 2;

/** Returns the lines of the frame, at most `rows - 1` lines of `columns - 1` characters. */
export function frameOf(operation: Operation, options: FrameOptions): string {
  const { columns, rows } = options;
  const { progress } = operation;
  const width = Math.max(10, Math.min(columns - 1, MAX_WIDTH));
  const nodes = progress.resources;
  const slow = slowLines(operation, options);
  const otherLines = OTHER_LINES + slow.length;
  const branches = treeOf(nodes, rows - otherLines);
  const tree = branches.flatMap((branch, i) =>
    branchLines(branch, i === branches.length - 1, operation, options, width),
  );
  const room = Math.max(1, rows - otherLines);
  const shown =
    tree.length <= room ? tree : [...tree.slice(0, room - 1), `… ${tree.length - room + 1} more`];
  return [title(operation, options, width), bar(operation, options), message(operation, options)]
    .concat(slow, shown)
    .map((line) => fitted(line, width))
    .join('\n');
}

/** Every line of the frame passes through here, because log-update writes the frame as it is. */
function fitted(text: string, width: number): string {
  const line = visibleLine(text);
  if (stripVTControlCharacters(line).length <= width) return line;
  return `${sliceAnsi(line, 0, width - 1)}…`;
}

function title(operation: Operation, options: FrameOptions, width: number): string {
  const { style, now } = options;
  const until = operation.completedAt === undefined ? now : Date.parse(operation.completedAt);
  const clock = formatClock(until - Date.parse(operation.createdAt));
  const words = titleOf(operation);
  return `${mark(operation, options)} ${style('bold', words)}${spread(words, clock, width - 2)}`;
}

function mark({ status }: Operation, { style, tick }: FrameOptions): string {
  if (status === 'succeeded') return style('green', '✓');
  if (status === 'failed') return style('red', '✗');
  if (status === 'canceled') return style('yellow', '⊘');
  return style('cyan', SPINNER[tick % SPINNER.length] ?? '');
}

function bar({ status, progress }: Operation, { style, now }: FrameOptions): string {
  const { stage, summary } = progress;
  const { total, succeeded, failed, unchanged } = summary;
  const done = succeeded + failed + unchanged;
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR_WIDTH);
  const undoing = stage === 'rolling_back' || status === 'canceling';
  const color = failed > 0 || status === 'failed' ? 'red' : undoing ? 'yellow' : 'green';
  const count = total === 0 ? '' : `  ${done} of ${total}`;
  const drawn = style(color, '━'.repeat(filled)) + style('dim', '─'.repeat(BAR_WIDTH - filled));
  const { left } = estimateWords(progress, now);
  const rest = left === undefined ? '' : style('dim', `  ${left}`);
  return `  ${drawn}${count}  ${style(color, stage.replaceAll('_', ' '))}${rest}`;
}

function slowLines({ progress }: Operation, { style, now }: FrameOptions): string[] {
  const { slow } = estimateWords(progress, now);
  return slow.slice(0, MAX_SLOW).map((words) => `  ${style('yellow', oneLine(words))}`);
}

function message({ status, progress }: Operation, { style, lost }: FrameOptions): string {
  if (lost && !isTerminal(status)) {
    return `  ${style('yellow', 'The server does not answer. Trying again; the operation continues.')}`;
  }
  return `  ${style('dim', oneLine(progress.message))}`;
}

function branchLines(
  branch: Branch,
  last: boolean,
  operation: Operation,
  options: FrameOptions,
  width: number,
): string[] {
  const { type, nodes, status, open } = branch;
  const { style } = options;
  const [only] = nodes;
  const branchMark = style('dim', last ? '└─' : '├─');
  const line = (indent: string, indentWidth: number, of: readonly Node[], name: string) => {
    const duration = durationOf(of, options.now);
    const words = `${name}${noteOf(of, operation)}`;
    const time = duration === undefined ? '' : formatDuration(duration);
    const state = of.length === 1 && of[0] !== undefined ? of[0].status : status;
    const room = spread(words, time, width - indentWidth - 2);
    return `${indent} ${symbol(state, options)} ${tint(state, words, style)}${style('dim', room)}`;
  };
  if (nodes.length === 1 && only !== undefined) {
    return [line(branchMark, 3, nodes, `${type}/${only.name}`)];
  }
  const done = nodes.filter((node) => ['succeeded', 'unchanged'].includes(node.status)).length;
  const head = line(branchMark, 3, nodes, `${type}  ${done} of ${nodes.length}`);
  if (!open) return [head];
  const children = nodes.map((node, i) => {
    const childMark = i === nodes.length - 1 ? '└─' : '├─';
    const stem = style('dim', `${last ? ' ' : '│'}  ${childMark}`);
    return line(stem, 6, [node], node.name);
  });
  return [head, ...children];
}

/** Says what happens to the resources, unless the title already says so. */
function noteOf(nodes: readonly Node[], operation: Operation): string {
  const [node] = nodes;
  if (node === undefined || node.status === 'pending' || node.status === 'unchanged') return '';
  const uniform = nodes.every(
    (other) => other.operation === node.operation && other.status === node.status,
  );
  const expected = operation.operation.startsWith('delete_') ? 'delete' : 'create';
  if (!uniform || node.operation === expected) return '';
  const undoing = undoes(operation) && node.operation === 'delete';
  if (node.status === 'running') return `  ${undoing ? 'undoing' : node.operation}`;
  return `  ${verbOf(node, undoing)}`;
}

function symbol(status: Node['status'], { style, tick }: FrameOptions): string {
  if (status === 'running') return style('cyan', SPINNER[tick % SPINNER.length] ?? '');
  const [color, sign] = SYMBOLS[status];
  return style(color, sign);
}

const SYMBOLS = {
  pending: ['dim', '·'],
  succeeded: ['green', '✓'],
  failed: ['red', '✗'],
  unchanged: ['dim', '='],
} as const;

function tint(status: Node['status'], text: string, style: Style): string {
  if (status === 'failed') return style('red', text);
  return status === 'pending' ? style('dim', text) : text;
}

/** Returns the spaces after `left` and then `right`, so that `right` ends at the right margin. */
function spread(left: string, right: string, width: number): string {
  return right === ''
    ? ''
    : `${' '.repeat(Math.max(2, width - left.length - right.length))}${right}`;
}
