/**
 * Queries the workflows of operations for their state. A worker must answer, so a query may get no
 * answer.
 */
import type { Client } from '@temporalio/client';
import { QUERIES } from '../../contract/temporal/names.ts';
import type { OperationAnswer } from '../../contract/temporal/operation-memo.ts';
import { resetStickyWorker, isUnanswered, within } from '../temporal/calls.ts';

export interface OperationQuery {
  /**
   * Runs one query at a time for each run; concurrent callers share it. Resolves to undefined when it
   * gets no answer.
   */
  ask(operationId: string, runId: string): Promise<OperationAnswer | undefined>;
  /**
   * False after a query has timed out, until a query is answered. Meanwhile callers need not wait for
   * an answer.
   */
  readonly answered: boolean;
}

export function createOperationQuery(client: Client, timeoutMs: number): OperationQuery {
  const inFlight = new Map<string, Promise<OperationAnswer | undefined>>();
  let answered = true;

  async function ask(operationId: string, runId: string) {
    try {
      const snapshot = await within(client, timeoutMs, () =>
        client.workflow.getHandle(operationId, runId).query<OperationAnswer>(QUERIES.operation),
      );
      answered = true;
      return snapshot;
    } catch (error) {
      if (isUnanswered(error)) {
        answered = false;
        resetStickyWorker(client, operationId, runId);
      }
      return undefined;
    } finally {
      inFlight.delete(runId);
    }
  }

  return {
    ask(operationId, runId) {
      const query = inFlight.get(runId) ?? ask(operationId, runId);
      inFlight.set(runId, query);
      return query;
    },
    get answered() {
      return answered;
    },
  };
}
