/** The activities that speak to the entities: claim, ledger, attachments, release. */
import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import {
  UPDATES,
  type AttachAnswer,
  type AttachRequest,
  type ClaimAnswer,
  type ClaimRequest,
  type HeldAnswer,
  type OperationSubject,
  type WriteLedgerRequest,
  type ReleaseRequest,
  type ResourceView,
} from '../../contract/durable.ts';
import type { LedgerEntry } from '../../contract/resources/graph.ts';
import { isOperationMemo } from '../../contract/guards.ts';
import { entityWorkflowId } from '../../contract/ids.ts';
import { COLLECTIONS, type ResourceStatus } from '../../contract/vocabulary.ts';
import { describe } from './workflow-state.ts';
import { applicationFailure } from '../failure.ts';
import type { ActivityDeps } from '../index.ts';

/** Less than an attempt's own deadline, so that a slow answer is tried again and not lost. */
const UPDATE_DEADLINE_MS = 20_000;
const HEARTBEAT_MS = 1_000;

export function resourceActivities(deps: ActivityDeps) {
  const { client } = deps;
  return {
    /** Takes the lock of the resource for this operation. */
    async claim(request: {
      subject: OperationSubject;
      status: ResourceStatus;
      unchangedSince?: string;
    }): Promise<ResourceView> {
      const { subject, ...wanted } = request;
      const answer = await update<ClaimAnswer>(deps, subject, UPDATES.claim, {
        operationId: thisOperation(),
        resourceUid: subject.resourceUid ?? '',
        ...wanted,
      });
      if (answer?.granted) return answer.resource;
      if (answer === undefined && (await isRecordLost(client, subject))) throw lostRecord(subject);
      throw refusal(subject, answer);
    },

    /** Writes ledger entries before the effects that they announce. */
    async writeLedger(request: {
      subject: OperationSubject;
      entries: LedgerEntry[];
    }): Promise<void> {
      const { subject, entries } = request;
      const answer = await update<HeldAnswer>(deps, subject, UPDATES.writeLedger, {
        operationId: thisOperation(),
        entries,
      });
      if (!answer?.held) throw lostRecord(subject);
    },

    /** Gives the lock back. A repeated attempt finds it given back, which is as good. */
    async release(request: {
      subject: OperationSubject;
      entries: LedgerEntry[];
      unchanged?: true;
      record?: NonNullable<ReleaseRequest['record']>;
    }): Promise<void> {
      const { subject, ...rest } = request;
      const { record } = rest;
      const answer = await update<HeldAnswer>(deps, subject, UPDATES.release, {
        operationId: thisOperation(),
        ...rest,
      });
      // Of a resource that is to stay, the entity must be there.
      if (answer === undefined && record?.status === 'active') throw lostRecord(subject);
    },

    /** Notes at the network that this cluster stands on it; answers the network's outputs. */
    async attachNetwork(request: {
      subject: OperationSubject;
      networkId: string;
    }): Promise<{ outputs: Record<string, string> }> {
      const { subject, networkId } = request;
      const answer = await update<AttachAnswer>(
        deps,
        { ...subject, resourceType: 'network', resourceId: networkId },
        UPDATES.attach,
        { resourceId: subject.resourceId, resourceUid: subject.resourceUid ?? '' },
      );
      if (answer?.attached) return { outputs: answer.outputs };
      throw applicationFailure({
        code: answer === undefined ? 'network_not_found' : 'network_not_active',
        message:
          answer === undefined
            ? `There is no network ${networkId}. Create it first, or leave networkId out.`
            : `Network ${networkId} is not active. Wait until it is, then retry.`,
        errorType: answer === undefined ? 'not_found' : 'conflict',
        retryable: false,
      });
    },

    async detachNetwork(request: { subject: OperationSubject; networkId: string }): Promise<void> {
      const { subject, networkId } = request;
      await update<HeldAnswer>(
        deps,
        { ...subject, resourceType: 'network', resourceId: networkId },
        UPDATES.detach,
        { resourceId: subject.resourceId, resourceUid: subject.resourceUid ?? '' },
      );
    },

    /** Notes at the connection that this resource is worked on through it. */
    async attachConnection(request: {
      subject: OperationSubject;
      connectionId: string;
    }): Promise<void> {
      const { subject, connectionId } = request;
      const answer = await update<AttachAnswer>(
        deps,
        { ...subject, resourceType: 'connection', resourceId: connectionId },
        UPDATES.attach,
        attachmentOf(subject),
      );
      if (answer?.attached) return;
      throw applicationFailure({
        code: answer === undefined ? 'connection_not_found' : 'connection_not_active',
        message:
          answer === undefined
            ? `There is no connection ${connectionId}. Create it first, or leave connectionId out.`
            : `Connection ${connectionId} is not active. Wait until it is, then retry.`,
        errorType: answer === undefined ? 'not_found' : 'conflict',
        retryable: false,
      });
    },

    async detachConnection(request: {
      subject: OperationSubject;
      connectionId: string;
    }): Promise<void> {
      const { subject, connectionId } = request;
      await update<HeldAnswer>(
        deps,
        { ...subject, resourceType: 'connection', resourceId: connectionId },
        UPDATES.detach,
        attachmentOf(subject),
      );
    },

    /**
     * Whether an operation still runs. One that is about another resource is as good as missing: two
     * requests with one idempotency key have reserved two names, and only one of them was started.
     */
    async operationState(
      operationId: string,
      resourceUid: string,
    ): Promise<'running' | 'closed' | 'missing'> {
      const found = await describe(client, operationId);
      if (found === undefined || !isOperationMemo(found.memo)) return 'missing';
      if (found.memo.subject.resourceUid !== resourceUid) return 'missing';
      return found.status.name === 'RUNNING' ? 'running' : 'closed';
    },
  };
}

/** Of an entity that runs no more: whether it was ended from outside, and not by itself with its resource. */
async function isRecordLost(client: Client, subject: OperationSubject): Promise<boolean> {
  const { organizationId, resourceType, resourceId } = subject;
  const found = await describe(client, entityWorkflowId(organizationId, resourceType, resourceId));
  return found !== undefined && found.status.name !== 'COMPLETED';
}

/** A connection serves several collections, so its notes name them. */
function attachmentOf({ resourceType, resourceId, resourceUid }: OperationSubject): AttachRequest {
  return {
    resourceId: `${COLLECTIONS[resourceType]}/${resourceId}`,
    resourceUid: resourceUid ?? '',
  };
}

function thisOperation(): string {
  const { workflowExecution } = Context.current().info;
  if (workflowExecution === undefined) throw new Error('called outside of a workflow');
  return workflowExecution.workflowId;
}

/** An update of an entity; undefined when there is no such entity, or no more. */
async function update<Answer>(
  { client, stopping }: Pick<ActivityDeps, 'client' | 'stopping'>,
  resource: Pick<OperationSubject, 'organizationId' | 'resourceType' | 'resourceId'>,
  name: string,
  request: ClaimRequest | WriteLedgerRequest | ReleaseRequest | AttachRequest,
): Promise<Answer | undefined> {
  const { organizationId, resourceType, resourceId } = resource;
  const handle = client.workflow.getHandle(
    entityWorkflowId(organizationId, resourceType, resourceId),
  );
  const context = Context.current();
  const beat = setInterval(() => {
    context.heartbeat();
  }, HEARTBEAT_MS);
  // A stopping worker may be the only one that could answer, and answers no more: another attempt asks again.
  const call = new AbortController();
  const abort = () => call.abort();
  stopping.addEventListener('abort', abort);
  try {
    if (stopping.aborted) throw handedOn();
    return await client.withAbortSignal(call.signal, () =>
      client.withDeadline(Date.now() + UPDATE_DEADLINE_MS, () =>
        handle.executeUpdate<Answer, [typeof request]>(name, { args: [request] }),
      ),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    if (stopping.aborted) throw handedOn();
    throw error;
  } finally {
    clearInterval(beat);
    stopping.removeEventListener('abort', abort);
  }
}

function handedOn(): Error {
  return applicationFailure(
    {
      code: 'internal_error',
      message: 'The worker stopped while it waited for an answer; another one asks again.',
      errorType: 'internal',
      retryable: true,
    },
    { benign: true },
  );
}

function refusal(subject: OperationSubject, answer: ClaimAnswer | undefined): Error {
  const name = `${subject.resourceType} ${subject.resourceId}`;
  if (answer === undefined || answer.granted || answer.code === 'not_found') {
    return applicationFailure({
      code: 'not_found',
      message: `The ${name} that this operation was meant for is gone.`,
      errorType: 'not_found',
      retryable: false,
    });
  }
  if (answer.code === 'in_use') {
    return applicationFailure({
      code: 'in_use',
      message: `The ${name} is in use by ${answer.attachments.join(', ')}. Delete these first.`,
      errorType: 'conflict',
      retryable: false,
    });
  }
  if (answer.code === 'changed') {
    return applicationFailure({
      code: 'precondition_failed',
      message: `The ${name} was changed in the meantime. Read it again, and decide anew.`,
      errorType: 'conflict',
      retryable: false,
    });
  }
  return applicationFailure({
    code: 'resource_busy',
    message: `Operation ${answer.conflictingOperationId} is working on the ${name}. Wait for it, or cancel it.`,
    errorType: 'conflict',
    retryable: false,
    conflictingOperationId: answer.conflictingOperationId,
  });
}

function lostRecord(subject: OperationSubject): Error {
  return applicationFailure({
    code: 'record_lost',
    message: `The record of ${subject.resourceType} ${subject.resourceId} is lost, or held by another operation.`,
    errorType: 'conflict',
    retryable: false,
  });
}
