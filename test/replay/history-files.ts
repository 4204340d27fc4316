/** The committed histories: `{workflowType}-{what}.json`; what was recorded again has `-2`, `-3` at its end. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
// It needs @temporalio/* to share one protobufjs, which is why package.json names that.
import {
  historyFromJSON,
  historyToJSON,
  type History,
} from '@temporalio/common/lib/proto-utils.js';

const FOLDER = path.resolve(import.meta.dirname, 'histories');
const ENDING = '.json';
/** What no replay looks at, and what tells of the machine that recorded it: its processes and paths. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'identity',
  'requestId',
  'stackTrace',
  'taskId',
  'workerVersion',
]);

/** The names of all of them, without the ending. */
export function historyNames(): string[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .toSorted();
}

export function readHistory(name: string): History {
  return historyFromJSON(JSON.parse(readFileSync(fileOf(name), 'utf8')));
}

/** Writes it under this name, or the next one that is free: what was committed stays as it is. */
export function writeHistory(name: string, history: History): string {
  const free = freeName(name);
  const text = JSON.stringify(JSON.parse(historyToJSON(history)), leaveOut);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(free), `${text}\n`);
  return free;
}

function leaveOut(key: string, value: unknown): unknown {
  if (LEFT_OUT.has(key)) return undefined;
  // A sticky task queue is called after the worker's process and host.
  return key === 'taskQueue' && isSticky(value) ? { ...value, name: 'sticky' } : value;
}

function isSticky(queue: unknown): queue is object {
  return (
    typeof queue === 'object' &&
    queue !== null &&
    'kind' in queue &&
    queue.kind === 'TASK_QUEUE_KIND_STICKY'
  );
}

function freeName(name: string): string {
  const taken = new Set(historyNames());
  for (let round = 1; ; round++) {
    const candidate = round === 1 ? name : `${name}-${round}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function fileOf(name: string): string {
  return path.join(FOLDER, `${name}${ENDING}`);
}

/** The workflow type of what was recorded. */
export function workflowTypeOf(history: History): string {
  return started(history)?.workflowType?.name ?? '';
}

export function workflowIdOf(history: History): string {
  return started(history)?.workflowId ?? '';
}

function started(history: History) {
  return history.events?.[0]?.workflowExecutionStartedEventAttributes;
}
