/**
 * What an operation would do. A worker plans it in a workflow of its own, which is no operation, holds
 * nothing, and is deleted when it has answered.
 */
import { ApplicationFailure, WorkflowFailedError, type Client } from '@temporalio/client';
import { ActivityFailure } from '@temporalio/common';
import {
  PREVIEW_WORKFLOW,
  type OperationAbout,
  type OperationInput,
  type PreviewInput,
} from '../contract/durable.ts';
import type { FailureDetails } from '../contract/failure.ts';
import type { ClusterNetwork, Ledger, ResourceSpec } from '../contract/graph.ts';
import { isFailureDetails } from '../contract/guards.ts';
import type { Operation, ProgressResource } from '../contract/operation.ts';
import { RequestError } from '../contract/problem-codes.ts';
import { COLLECTIONS } from '../contract/vocabulary.ts';
import { noWorker, readLedger } from './ledger.ts';
import {
  isClusterInput,
  isDeploymentInput,
  isNetworkInput,
  type CloudInput,
} from './operation-input.ts';
import { findEntity } from './resources.ts';
import { NoAnswerError, within } from './temporal.ts';
import type { Places } from './view.ts';

/** A plan may have to wait until all that was asked for before can be seen. */
const LONGEST_MS = 25_000;
const DELETE_MS = 1_800;

export interface Previewer {
  /** Throws `invalid_request` with what only the cloud knows, `no_worker` and `cloud_unavailable`. */
  preview(operationId: string, input: OperationInput): Promise<Operation>;
}

export function createPreviewer(options: {
  client: Client;
  taskQueue: string;
  places: Places;
  now(): Date;
}): Previewer {
  const { client, taskQueue, places, now } = options;

  async function networkOf(
    { organizationId, memberId }: OperationAbout,
    networkId: string | undefined,
  ): Promise<ClusterNetwork> {
    if (networkId === undefined) return { own: true };
    const entity = await findEntity(client, { organizationId, memberId }, 'network', networkId);
    return { own: false, networkId, outputs: entity?.memo.record.outputs ?? {} };
  }

  async function ledgerOf(about: OperationAbout): Promise<Ledger> {
    const { resourceType: type, resourceId, resourceUid } = about;
    if (type !== 'cluster' && type !== 'network') return {};
    const entity = await findEntity(client, about, type, resourceId);
    // Of a lost record the ledger is in the cloud's tags.
    if (entity === undefined || entity.lost || entity.memo.record.uid !== resourceUid) return {};
    return readLedger(client, about.organizationId, type, resourceId);
  }

  async function subjectOf(input: CloudInput): Promise<PreviewInput['subject']> {
    const { about } = input;
    const resource = await specOf(input);
    if (about.operation === 'discover_instance_types') return { kind: 'none' };
    if (about.operation === 'verify_connection') return { kind: 'verify' };
    const ledger = await ledgerOf(about);
    if (resource === undefined) return { kind: 'delete', ledger };
    const kind = about.operation === 'recover_cluster' ? 'recover' : 'make';
    return { kind, resource, ledger };
  }

  async function specOf(input: CloudInput): Promise<ResourceSpec | undefined> {
    if (isNetworkInput(input)) return { resourceType: 'network', spec: input.spec };
    if (!isClusterInput(input)) return undefined;
    const network = await networkOf(input.about, input.networkId);
    return { resourceType: 'cluster', spec: input.spec, network };
  }

  async function plan(workflowId: string, input: PreviewInput): Promise<ProgressResource[]> {
    try {
      return await within(client, LONGEST_MS, () =>
        client.workflow.execute<(input: PreviewInput) => Promise<ProgressResource[]>>(
          PREVIEW_WORKFLOW,
          {
            workflowId,
            taskQueue,
            args: [input],
            workflowExecutionTimeout: LONGEST_MS,
            staticSummary: `Preview of an operation on ${input.about.resourceType} ${input.about.resourceId}`,
          },
        ),
      );
    } catch (error) {
      if (error instanceof NoAnswerError) throw noWorker();
      throw refusalOf(error) ?? error;
    } finally {
      // Should this fail, its retention ends it.
      void within(client, DELETE_MS, () =>
        client.workflowService.deleteWorkflowExecution({
          namespace: client.options.namespace,
          workflowExecution: { workflowId },
        }),
      ).catch(() => undefined);
    }
  }

  return {
    async preview(operationId, input) {
      if (isDeploymentInput(input)) {
        throw new RequestError(
          'invalid_query',
          'validateOnly is not offered for deployments; ask for confirm: "manual" to see the plan first.',
        );
      }
      const { about, pace, connectionId } = input;
      const subject = await subjectOf(input);
      const resources = await plan(`preview-${operationId}`, {
        about,
        pace,
        subject,
        ...(connectionId !== undefined && { connectionId }),
      });
      return previewed(operationId, about, resources, places, now());
    },
  };
}

function previewed(
  id: string,
  about: OperationAbout,
  resources: ProgressResource[],
  { basePath }: Places,
  now: Date,
): Operation {
  const { organizationId, memberId, operation, resourceType, resourceId, resourceUid } = about;
  const unchanged = resources.filter(({ status }) => status === 'unchanged').length;
  const pending = resources.length - unchanged;
  const hasPage = resourceUid !== undefined;
  return {
    id,
    organizationId,
    memberId,
    operation,
    status: 'pending',
    progress: {
      stage: 'planning',
      message: `Nothing was done; of ${resources.length} resources ${pending} would be worked on, ${unchanged} left alone`,
      resources,
      summary: {
        total: resources.length,
        pending,
        running: 0,
        succeeded: 0,
        failed: 0,
        unchanged,
      },
    },
    resourceType,
    resourceId,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    version: 0,
    cancelable: false,
    ...(about.retryOf !== undefined && { retryOf: about.retryOf }),
    links: {
      ...(hasPage && { resource: `${basePath}/${COLLECTIONS[resourceType]}/${resourceId}` }),
    },
  };
}

/** What the provider said, as an answer to a request. */
function refusalOf(error: unknown): RequestError | undefined {
  const details = detailsIn(error);
  if (details === undefined) return undefined;
  const { errorType, message, fieldErrors = {} } = details;
  if (errorType === 'validation') {
    const faults = Object.entries(fieldErrors).map(([path, detail]) => ({
      pointer: `/${path.replaceAll('.', '/')}`,
      detail,
    }));
    return new RequestError('invalid_request', message, { faults, cause: error });
  }
  return new RequestError('cloud_unavailable', `The plan could not be made: ${message}`, {
    retryAfter: details.retryAfter ?? 5,
    cause: error,
  });
}

function detailsIn(error: unknown): FailureDetails | undefined {
  const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
  const failure = cause instanceof ActivityFailure ? cause.cause : cause;
  if (!(failure instanceof ApplicationFailure)) return undefined;
  const details: unknown = failure.details?.[0];
  return isFailureDetails(details) ? details : undefined;
}
