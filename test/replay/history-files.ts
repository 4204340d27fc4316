/** The committed histories: `{workflowType}-{what}.json`. A later recording of a story ends with `-2`, `-3`. */
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
/** Fields that no replay reads and that describe the recording machine: its processes and paths. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'identity',
  'requestId',
  'stackTrace',
  'taskId',
  'workerVersion',
]);

/** The names of all histories, without the ending. */
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

/** Writes a history under this name, or the next free one: committed histories never change. */
export function writeHistory(name: string, history: History): string {
  const free = freeName(name);
  const text = JSON.stringify(JSON.parse(historyToJSON(history)), leaveOut);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(free), `${text}\n`);
  return free;
}

function leaveOut(key: string, value: unknown): unknown {
  if (LEFT_OUT.has(key)) return undefined;
  // The name of a sticky task queue contains the worker's process and host.
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

/** The workflow type of a history; '' if it does not say. */
export function workflowTypeOf(history: History): string {
  return started(history)?.workflowType?.name ?? '';
}

export function workflowIdOf(history: History): string {
  return started(history)?.workflowId ?? '';
}

function started(history: History) {
  return history.events?.[0]?.workflowExecutionStartedEventAttributes;
}
