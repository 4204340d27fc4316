/** Reads the ledger of a resource from its entity. Needs a worker. */
import { QueryNotRegisteredError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { ResourceView } from '../../contract/temporal/entity.ts';
import { QUERIES } from '../../contract/temporal/names.ts';
import type { Ledger } from '../../contract/resources/graph.ts';
import { entityWorkflowId } from '../../contract/ids.ts';
import type { LedgerItem } from '../../contract/resources/ledger.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { ResourceType } from '../../contract/vocabulary.ts';
import { resetStickyWorker, isUnanswered, within } from '../temporal/calls.ts';

/**
 * Temporal does not store queries. A query that reaches a worker during its shutdown is lost, so it
 * is sent twice.
 */
const FIRST_QUERY_MS = 2_000;
const SECOND_QUERY_MS = 5_000;
const RETRY_AFTER_SECONDS = 5;

/** Throws `no_worker` when no worker answers in time. */
export async function readLedger(
  client: Client,
  organizationId: string,
  type: ResourceType,
  id: string,
): Promise<Ledger> {
  const workflowId = entityWorkflowId(organizationId, type, id);
  const ask = (deadlineMs: number) =>
    within(client, deadlineMs, () =>
      client.workflow.getHandle(workflowId).query<ResourceView>(QUERIES.resource),
    );
  try {
    const { ledger } = await ask(FIRST_QUERY_MS).catch((error: unknown) => {
      if (!isUnanswered(error)) throw error;
      resetStickyWorker(client, workflowId);
      return ask(SECOND_QUERY_MS);
    });
    return ledger;
  } catch (error) {
    // The entity has only just started, or no longer exists.
    if (error instanceof QueryNotRegisteredError || error instanceof WorkflowNotFoundError)
      return {};
    if (isUnanswered(error)) throw noWorker();
    throw error;
  }
}

export function noWorker(): RequestError {
  return new RequestError(
    'no_worker',
    'This needs a worker, and none answers at the moment. Nothing was changed.',
    { retryAfter: RETRY_AFTER_SECONDS },
  );
}

/** Returns the entries that clients see, in the order of the plan. */
export function ledgerItems(ledger: Ledger): LedgerItem[] {
  return Object.values(ledger)
    .filter(({ status }) => status !== 'gone')
    .map(({ urn, type, name, generation, dependsOn, status, cloudId, changedAt, operationId }) => ({
      urn,
      type,
      name,
      generation,
      dependsOn,
      status,
      ...(cloudId !== undefined && { cloudId }),
      since: changedAt,
      operationId,
    }));
}
