/**
 * Attachments: a resource records which other resources depend on it, and refuses its deletion while it has
 * any.
 */
import type { AttachRequest } from '../../contract/temporal/entity.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import { RESOURCE_KINDS } from '../../contract/vocabulary.ts';
import type { ActivityDeps } from '../deps.ts';
import { applicationFailure } from '../failure.ts';
import { updateEntity, type EntityRef } from './update-entity.ts';

/** The kinds of resources to which others attach. */
const TARGETS = {
  network: {
    notFound: 'network_not_found',
    notActive: 'network_not_active',
    field: 'networkId',
    /** Only clusters attach to a network, so their ids are enough. */
    attachmentId: ({ resourceId }: OperationSubject) => resourceId,
  },
  connection: {
    notFound: 'connection_not_found',
    notActive: 'connection_not_active',
    field: 'connectionId',
    /** Resources of several collections use a connection, so the collection is part of the id. */
    attachmentId: ({ resourceType, resourceId }: OperationSubject) =>
      `${RESOURCE_KINDS[resourceType].collection}/${resourceId}`,
  },
} as const;

type TargetType = keyof typeof TARGETS;

export function attachmentActivities(deps: ActivityDeps) {
  /** Returns the target's outputs. Fails with `…_not_found` or `…_not_active`. */
  async function attachTo(
    type: TargetType,
    id: string,
    subject: OperationSubject,
  ): Promise<Record<string, string>> {
    const target = targetOf(subject, type, id);
    const answer = await updateEntity(deps, target, 'attach', attachmentOf(type, subject));
    if (answer?.attached) return answer.outputs;
    const { notFound, notActive, field } = TARGETS[type];
    if (answer === undefined) {
      throw applicationFailure({
        code: notFound,
        message: `The ${type} ${id} was not found. Create it first, or omit ${field}.`,
        errorType: 'not_found',
        retryable: false,
      });
    }
    throw applicationFailure({
      code: notActive,
      message: `The ${type} ${id} is not active. Wait until it is active, then retry.`,
      errorType: 'conflict',
      retryable: false,
    });
  }

  async function detachFrom(
    type: TargetType,
    id: string,
    subject: OperationSubject,
  ): Promise<void> {
    await updateEntity(deps, targetOf(subject, type, id), 'detach', attachmentOf(type, subject));
  }

  return {
    /** Attaches a cluster to its network and returns the network's outputs. */
    async attachNetwork(request: {
      subject: OperationSubject;
      networkId: string;
    }): Promise<{ outputs: Record<string, string> }> {
      return { outputs: await attachTo('network', request.networkId, request.subject) };
    },

    async detachNetwork(request: { subject: OperationSubject; networkId: string }): Promise<void> {
      await detachFrom('network', request.networkId, request.subject);
    },

    /** Attaches a resource to the connection that provides its credentials. */
    async attachConnection(request: {
      subject: OperationSubject;
      connectionId: string;
    }): Promise<void> {
      await attachTo('connection', request.connectionId, request.subject);
    },

    async detachConnection(request: {
      subject: OperationSubject;
      connectionId: string;
    }): Promise<void> {
      await detachFrom('connection', request.connectionId, request.subject);
    },
  };
}

function attachmentOf(type: TargetType, subject: OperationSubject): AttachRequest {
  return {
    resourceId: TARGETS[type].attachmentId(subject),
    resourceUid: subject.resourceUid ?? '',
  };
}

function targetOf({ organizationId }: OperationSubject, type: TargetType, id: string): EntityRef {
  return { organizationId, resourceType: type, resourceId: id };
}
