/** Asks operations what they know of themselves. Needs a worker, so it may get no answer. */
import type { Client } from '@temporalio/client';
import { QUERIES } from '../../contract/temporal/names.ts';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import { askAnybody, isUnanswered, within } from '../temporal/calls.ts';

export interface OperationQuery {
  /** One question at a time for each run, whoever asks. undefined: no answer, for whatever reason. */
  ask(operationId: string, runId: string): Promise<OperationSnapshot | undefined>;
  /** False once a question has run into its deadline, until one is answered: nobody needs to wait for it. */
  readonly answered: boolean;
}

export function createOperationQuery(client: Client, timeoutMs: number): OperationQuery {
  const underway = new Map<string, Promise<OperationSnapshot | undefined>>();
  let answered = true;

  async function ask(operationId: string, runId: string) {
    try {
      const snapshot = await within(client, timeoutMs, () =>
        client.workflow.getHandle(operationId, runId).query<OperationSnapshot>(QUERIES.operation),
      );
      answered = true;
      return snapshot;
    } catch (error) {
      if (isUnanswered(error)) {
        answered = false;
        askAnybody(client, operationId, runId);
      }
      return undefined;
    } finally {
      underway.delete(runId);
    }
  }

  return {
    ask(operationId, runId) {
      const question = underway.get(runId) ?? ask(operationId, runId);
      underway.set(runId, question);
      return question;
    },
    get answered() {
      return answered;
    },
  };
}
