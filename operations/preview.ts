/**
 * What an operation would do. A worker plans it in a workflow of its own, which is no operation, holds
 * nothing, and is deleted when it has answered.
 */
import type { Client } from '@temporalio/client';
import type { DeploymentSpec } from '../contract/deployment.ts';
import {
  PREVIEW_DEPLOYMENT_WORKFLOW,
  PREVIEW_WORKFLOW,
  type OperationAbout,
  type OperationInput,
  type OperationSubject,
  type PreviewInput,
} from '../contract/durable.ts';
import type { ClusterNetwork, Ledger, ResourceSpec } from '../contract/graph.ts';
import { isDeploymentMemo } from '../contract/guards.ts';
import type { Operation, ProgressResource } from '../contract/operation.ts';
import { RequestError } from '../contract/problem-codes.ts';
import { COLLECTIONS } from '../contract/vocabulary.ts';
import type { BlobStore } from '../deployments/blob-store.ts';
import { deploymentKeys } from '../deployments/keys.ts';
import { readLedger } from './ledger.ts';
import {
  isClusterInput,
  isDeploymentInput,
  isNetworkInput,
  type CloudInput,
  type DeploymentInput,
} from './operation-input.ts';
import { planned } from './previewing.ts';
import { findEntity } from './resources.ts';
import type { Places } from './view.ts';

/** A plan may have to wait until all that was asked for before can be seen. */
const LONGEST_MS = 25_000;
/** A module's providers may have to come from their registry first. */
const LONGEST_DEPLOYMENT_MS = 55_000;

export interface Previewer {
  /** Throws `invalid_request` with what only a worker can find out, `no_worker` and `cloud_unavailable`. */
  preview(operationId: string, input: OperationInput): Promise<Operation>;
}

export function createPreviewer(options: {
  client: Client;
  taskQueue: string;
  places: Places;
  /** Where the files of deployments are kept. */
  blobs: BlobStore;
  now(): Date;
}): Previewer {
  const { client, taskQueue, places, blobs, now } = options;

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

  /** Its files are taken away whatever becomes of it. */
  async function planDeployment(
    operationId: string,
    input: DeploymentInput,
  ): Promise<ProgressResource[]> {
    const { about, pace, engineMs } = input;
    const { resourceUid = '' } = about;
    const { rehearsal } = deploymentKeys(about.organizationId, resourceUid);
    const destroy = !('spec' in input);
    try {
      return await planned(client, {
        type: PREVIEW_DEPLOYMENT_WORKFLOW,
        workflowId: workflowIdOf(operationId),
        taskQueue,
        input: {
          operationId,
          about,
          spec: destroy ? await specThere(client, about) : input.spec,
          destroy,
          engineMs,
          pace,
        },
        longestMs: LONGEST_DEPLOYMENT_MS,
        summary: summaryOf(about),
      });
    } finally {
      await blobs.remove(rehearsal(operationId));
    }
  }

  async function planResource(operationId: string, input: CloudInput): Promise<ProgressResource[]> {
    const { about, pace, connectionId } = input;
    return planned(client, {
      type: PREVIEW_WORKFLOW,
      workflowId: workflowIdOf(operationId),
      taskQueue,
      input: {
        about,
        pace,
        subject: await subjectOf(input),
        ...(connectionId !== undefined && { connectionId }),
      },
      longestMs: LONGEST_MS,
      summary: summaryOf(about),
    });
  }

  return {
    async preview(operationId, input) {
      const resources = isDeploymentInput(input)
        ? await planDeployment(operationId, input)
        : await planResource(operationId, input);
      return previewed(operationId, input.about, resources, places, now());
    },
  };
}

async function specThere(client: Client, about: OperationSubject): Promise<DeploymentSpec> {
  const entity = await findEntity(client, about, 'deployment', about.resourceId);
  if (entity !== undefined && isDeploymentMemo(entity.memo)) return entity.memo.record.spec;
  throw new RequestError('not_found', 'There is no deployment of that name.');
}

function workflowIdOf(operationId: string): string {
  return `preview-${operationId}`;
}

function summaryOf({ resourceType, resourceId }: OperationSubject): string {
  return `Preview of an operation on ${resourceType} ${resourceId}`;
}

function previewed(
  id: string,
  about: OperationSubject,
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
