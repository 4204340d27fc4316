/**
 * Reads one operation: describe first (needs no worker, strongly consistent), then
 *   closed   -> the outcome from the close event, kept for ever
 *   running  -> one query for all who ask at the same time, with a deadline; else the memo
 */
import {
  CancelledFailure,
  ApplicationFailure,
  WorkflowFailedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import {
  QUERIES,
  type OperationMemo,
  type OperationSnapshot,
  type OperationState,
} from '../contract/durable.ts';
import { isOperationMemo, isOperationSnapshot } from '../contract/guards.ts';
import { OPERATION_ID_PATTERN } from '../contract/ids.ts';
import type { Operation } from '../contract/operation.ts';
import { RequestError } from '../contract/problem-codes.ts';
import { withDeadline, within, type Principal } from './temporal.ts';
import { operationView, type OperationSource, type Places } from './view.ts';

/** What the answer was made from. */
export type ProgressSource = 'query' | 'memo' | 'result';

export interface OperationRead {
  operation: Operation;
  source: ProgressSource;
}

const MOST_CLOSED = 1_000;
const MOST_HELD = 500;

export interface OperationReader {
  /** Throws `not_found` for an unknown id and for another organization's alike. */
  read(principal: Principal, operationId: string): Promise<OperationRead>;
}

export function createOperationReader(options: {
  client: Client;
  places: Places;
  queryTimeoutMs: number;
}): OperationReader {
  const { client, places, queryTimeoutMs } = options;
  const closed = new LRUCache<string, Operation>({ max: MOST_CLOSED });
  const queries = new Map<string, Promise<OperationSnapshot | undefined>>();
  /** By run: the newest that was answered. The memo lags behind it, and no answer may go backwards. */
  const held = new LRUCache<string, OperationSnapshot>({ max: MOST_HELD });

  /** undefined: no worker answered in time. */
  function query(operationId: string, runId: string): Promise<OperationSnapshot | undefined> {
    const underway = queries.get(runId);
    if (underway !== undefined) return underway;
    const asked = within(client, queryTimeoutMs, () =>
      client.workflow.getHandle(operationId, runId).query<OperationSnapshot>(QUERIES.operation),
    )
      .catch(() => undefined)
      .finally(() => queries.delete(runId));
    queries.set(runId, asked);
    return asked;
  }

  return {
    async read(principal, operationId) {
      if (!OPERATION_ID_PATTERN.test(operationId)) throw unknownOperation();
      const kept = closed.get(operationId);
      if (kept !== undefined) {
        if (kept.organizationId !== principal.organizationId) throw unknownOperation();
        return { operation: kept, source: 'result' };
      }
      const source = await describeOperation(client, principal, operationId);
      if (source.status.name === 'RUNNING') {
        const snapshot = newer(await query(operationId, source.runId), held.get(source.runId));
        if (snapshot === undefined || snapshot.version < source.memo.state.version) {
          return { operation: operationView(source, source.memo.state, places), source: 'memo' };
        }
        held.set(source.runId, snapshot);
        return { operation: operationView(source, snapshot, places), source: 'query' };
      }
      const outcome = await readOutcome(client, source);
      const known = newer(outcome, held.get(source.runId)) ?? outcome;
      const operation = operationView(source, known, places);
      closed.set(operationId, operation);
      return { operation, source: 'result' };
    },
  };
}

/** The first, unless the second has a higher version. */
function newer<A extends OperationState, B extends OperationState>(
  first: A | undefined,
  second: B | undefined,
): A | B | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return second.version > first.version ? second : first;
}

/** Throws `not_found` unless it is an operation of this organization. */
export async function describeOperation(
  client: Client,
  principal: Pick<Principal, 'organizationId'>,
  operationId: string,
): Promise<OperationSource> {
  const description = await withDeadline(client, () =>
    client.workflow.getHandle(operationId).describe(),
  ).catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) throw unknownOperation();
    throw error;
  });
  const { memo } = description;
  const mine = isOperationMemo(memo) && memo.about.organizationId === principal.organizationId;
  if (!mine) throw unknownOperation();
  return { ...pick(description), memo };
}

function pick(description: WorkflowExecutionDescription): Omit<OperationSource, 'memo'> {
  const { workflowId, runId, startTime, closeTime, status } = description;
  return {
    workflowId,
    runId,
    startTime,
    status,
    ...(closeTime && { closeTime }),
    cancelRequested: description.raw.workflowExtendedInfo?.cancelRequested ?? false,
  };
}

/** The final snapshot of a closed operation; of one that was terminated, what its memo says. */
async function readOutcome(
  client: Client,
  source: OperationSource,
): Promise<OperationMemo['state'] & Partial<OperationSnapshot>> {
  const { workflowId, runId, memo } = source;
  try {
    const snapshot: unknown = await withDeadline(client, () =>
      client.workflow.getHandle(workflowId, runId).result(),
    );
    return isOperationSnapshot(snapshot) ? snapshot : memo.state;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    if (error.cause instanceof CancelledFailure) return memo.final ?? memo.state;
    const details = error.cause instanceof ApplicationFailure ? error.cause.details : undefined;
    const snapshot: unknown = details?.[0];
    return isOperationSnapshot(snapshot) ? snapshot : memo.state;
  }
}

function unknownOperation(): RequestError {
  return new RequestError(
    'not_found',
    'There is no such operation. It may have been deleted after its retention, or the id is mistyped.',
  );
}
