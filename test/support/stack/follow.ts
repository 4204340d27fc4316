/** Polls an operation to its end, and checks the invariants of every response. */
import { expect } from 'vitest';
import type * as z from 'zod';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import {
  isTerminal,
  STAGES,
  type OperationStatus,
  type Stage,
} from '../../../contract/vocabulary.ts';
import { eventually, type EventuallyOptions } from '../eventually.ts';
import { expectStatus, type Answer, type HttpClient } from '../http/http.ts';

const TIMEOUT_MS = 30_000;
const INTERVAL_MS = 25;

export interface FollowOptions {
  timeoutMs?: number;
  /** The pause between two polls. Each poll computes for some milliseconds, in the API and in Temporal. */
  intervalMs?: EventuallyOptions['intervalMs'];
  /**
   * Decides whether a failed poll is tolerated, for example while a part is down. It gets the response or
   * the error.
   */
  tolerate?: (answer: Answer | Error) => boolean;
  /**
   * Sends the version that it has with each poll, as a client does that changes between API processes.
   * A process that knows an older version then responds with `304` instead of the older version.
   */
  conditional?: boolean;
  /** Stops following as soon as this returns true. */
  until?: (operation: Operation) => boolean;
}

export interface Followed {
  operation: Operation;
  /** Every distinct value, in the order of the polls. */
  statuses: OperationStatus[];
  stages: Stage[];
  /** By URN, `operation status`, for example `create running`. */
  resources: Map<string, string[]>;
  /** The values of `Progress-Source` in the responses. */
  sources: Set<string>;
  polls: number;
}

/** Fails unless the body fits the schema and has no other fields. */
export function parseExactly<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.output<Schema> {
  const parsed = schema.parse(body);
  expect(parsed).toEqual(body);
  return parsed;
}

export async function follow(
  api: Pick<HttpClient, 'get'>,
  operationId: string,
  {
    timeoutMs = TIMEOUT_MS,
    intervalMs = INTERVAL_MS,
    tolerate = () => false,
    conditional = false,
    until,
  }: FollowOptions = {},
): Promise<Followed> {
  const seen: Omit<Followed, 'operation'> = {
    statuses: [],
    stages: [],
    resources: new Map(),
    sources: new Set(),
    polls: 0,
  };
  let last: Operation | undefined;
  let etag: string | undefined;
  let broken: Error | undefined;
  const operation = await eventually(
    async () => {
      const held = conditional ? etag : undefined;
      const headers = held === undefined ? {} : { 'if-none-match': held };
      const answer = await api.get(`/operations/${operationId}`, { headers }).catch(asError);
      if (held !== undefined && isUnchanged(answer)) return undefined;
      if ((answer instanceof Error || answer.status !== 200) && tolerate(answer)) return undefined;
      try {
        if (answer instanceof Error) throw answer;
        last = check(answer, seen, last);
        ({ etag } = answer.headers);
      } catch (error) {
        // A wrong response fails the test at once: a later poll must not hide it.
        broken = asError(error);
        return last ?? ({} as Operation);
      }
      return isTerminal(last.status) || until?.(last) === true ? last : undefined;
    },
    { timeoutMs, intervalMs },
  ).catch((error: unknown): never => {
    throw new Error(
      `operation ${operationId} did not end in ${timeoutMs} ms; last seen: ${JSON.stringify(last, null, 2)}`,
      { cause: error },
    );
  });
  if (broken !== undefined) throw broken;
  return { ...seen, operation };
}

function check(
  answer: Answer,
  seen: Omit<Followed, 'operation'>,
  before: Operation | undefined,
): Operation {
  expectStatus(answer, 200);
  const operation = parseExactly(operationSchema, answer.body);
  const { status, progress, version } = operation;
  seen.polls += 1;
  seen.sources.add(answer.headers['progress-source'] ?? 'none');
  note(seen.statuses, status);
  note(seen.stages, progress.stage);
  expect(answer.headers['retry-after'] === undefined).toBe(isTerminal(status));
  // While the history cannot be read in time, the counts of the memo stand alone.
  const alone = answer.headers['progress-source'] === 'memo' && progress.resources.length === 0;
  if (!alone) checkSum(operation);
  if (isTerminal(status)) expect(progress.summary.running).toBe(0);
  if (before !== undefined) {
    const source = answer.headers['progress-source'];
    const after = `${before.status} in ${before.progress.stage}, version ${before.version}`;
    const words = `${status} in ${progress.stage}, version ${version} (${source}) after ${after}`;
    expect({ words, falls: version < before.version }).toEqual({ words, falls: false });
    // A resource that cannot be released as created is undone after all.
    const undone = progress.stage === 'rolling_back' && before.progress.stage === 'finalizing';
    // What remains of an interrupted apply is planned and confirmed again if it differs from the plan.
    const again =
      operation.resourceType === 'deployment' &&
      before.progress.stage === 'provisioning' &&
      (progress.stage === 'planning' || progress.reason === 'plan_changed');
    const stage = STAGES.indexOf(progress.stage);
    const stageBefore = STAGES.indexOf(before.progress.stage);
    expect(undone || again || stage >= stageBefore).toBe(true);
  }
  const { resources } = progress;
  if (resources.length === 0) return operation;
  if (seen.resources.size > 0) {
    expect(resources.map(({ urn }) => urn)).toEqual([...seen.resources.keys()]);
  }
  for (const { urn, operation: does, status: now } of resources) {
    const changes = seen.resources.get(urn) ?? [];
    note(changes, `${does} ${now}`);
    seen.resources.set(urn, changes);
  }
  return operation;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function isUnchanged(answer: Answer | Error): boolean {
  return !(answer instanceof Error) && answer.status === 304;
}

function checkSum({ progress: { summary, resources } }: Operation): void {
  const { total, ...parts } = summary;
  expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(total);
  const counted = { pending: 0, running: 0, succeeded: 0, failed: 0, unchanged: 0 };
  for (const { status } of resources) counted[status] += 1;
  expect(parts).toEqual(counted);
}

function note<T>(list: T[], value: T): void {
  if (list.at(-1) !== value) list.push(value);
}
