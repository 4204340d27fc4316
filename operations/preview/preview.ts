/**
 * What an operation would do. A worker plans it in a workflow of its own, which is no operation, holds
 * nothing, and is deleted when it has answered.
 */
import type { Client } from '@temporalio/client';
import type { DeploymentSpec } from '../../contract/resources/deployment.ts';
import { PREVIEW_DEPLOYMENT_WORKFLOW, PREVIEW_WORKFLOW } from '../../contract/temporal/names.ts';
import type {
  CloudOperationSubject,
  OperationInput,
  OperationSubject,
  PreviewInput,
} from '../../contract/temporal/operation-input.ts';
import type { ClusterNetwork, Ledger, ResourceSpec } from '../../contract/resources/graph.ts';
import { isMemoOf } from '../../contract/guards.ts';
import type { Operation, ProgressResource } from '../../contract/operations/operation.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { RESOURCE_KINDS } from '../../contract/vocabulary.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import { readLedger } from '../entities/ledger.ts';
import {
  isClusterInput,
  isDeploymentInput,
  isNetworkInput,
  type CloudInput,
  type DeploymentInput,
} from '../temporal/operation-input.ts';
import { planned } from './preview-workflow.ts';
import { findEntity } from '../entities/resources.ts';
import type { Urls } from '../read/view.ts';

/** A plan may have to wait until all that was asked for before can be seen. */
const MAX_MS = 25_000;
/** A module's providers may have to come from their registry first. */
const MAX_DEPLOYMENT_MS = 55_000;

export interface Previewer {
  /** Throws `invalid_request` with what only a worker can find out, `no_worker` and `cloud_unavailable`. */
  preview(operationId: string, input: OperationInput): Promise<Operation>;
}

export function createPreviewer(options: {
  client: Client;
  taskQueue: string;
  urls: Urls;
  /** Where the files of deployments are kept. */
  blobs: BlobStore;
  now(): Date;
}): Previewer {
  const { client, taskQueue, urls, blobs, now } = options;

  async function networkOf(
    { organizationId, memberId }: CloudOperationSubject,
    networkId: string | undefined,
  ): Promise<ClusterNetwork> {
    if (networkId === undefined) return { own: true };
    const entity = await findEntity(client, { organizationId, memberId }, 'network', networkId);
    return { own: false, networkId, outputs: entity?.memo.record.outputs ?? {} };
  }

  async function ledgerOf(subject: CloudOperationSubject): Promise<Ledger> {
    const { resourceType: type, resourceId, resourceUid } = subject;
    if (type !== 'cluster' && type !== 'network') return {};
    const entity = await findEntity(client, subject, type, resourceId);
    // Of a lost record the ledger is in the cloud's tags.
    if (entity === undefined || entity.lost || entity.memo.record.uid !== resourceUid) return {};
    return readLedger(client, subject.organizationId, type, resourceId);
  }

  async function targetOf(input: CloudInput): Promise<PreviewInput['target']> {
    const { subject } = input;
    const resource = await specOf(input);
    if (subject.operation === 'discover_instance_types') return { kind: 'none' };
    if (subject.operation === 'verify_connection') return { kind: 'verify' };
    const ledger = await ledgerOf(subject);
    if (resource === undefined) return { kind: 'delete', ledger };
    const kind = subject.operation === 'recover_cluster' ? 'recover' : 'change';
    return { kind, resource, ledger };
  }

  async function specOf(input: CloudInput): Promise<ResourceSpec | undefined> {
    if (isNetworkInput(input)) return { resourceType: 'network', spec: input.spec };
    if (!isClusterInput(input)) return undefined;
    const network = await networkOf(input.subject, input.networkId);
    return { resourceType: 'cluster', spec: input.spec, network };
  }

  /** Its files are taken away whatever becomes of it. */
  async function planDeployment(
    operationId: string,
    input: DeploymentInput,
  ): Promise<ProgressResource[]> {
    const { subject, timings, engineTimeoutMs } = input;
    const { resourceUid = '' } = subject;
    const { previewSource } = deploymentKeys(subject.organizationId, resourceUid);
    const destroy = !('spec' in input);
    try {
      return await planned(client, {
        type: PREVIEW_DEPLOYMENT_WORKFLOW,
        workflowId: workflowIdOf(operationId),
        taskQueue,
        input: {
          operationId,
          subject,
          spec: destroy ? await specThere(client, subject) : input.spec,
          destroy,
          engineTimeoutMs,
          timings,
        },
        longestMs: MAX_DEPLOYMENT_MS,
        summary: summaryOf(subject),
      });
    } finally {
      await blobs.remove(previewSource(operationId));
    }
  }

  async function planResource(operationId: string, input: CloudInput): Promise<ProgressResource[]> {
    const { subject, timings, connectionId } = input;
    return planned(client, {
      type: PREVIEW_WORKFLOW,
      workflowId: workflowIdOf(operationId),
      taskQueue,
      input: {
        subject,
        timings,
        target: await targetOf(input),
        ...(connectionId !== undefined && { connectionId }),
      },
      longestMs: MAX_MS,
      summary: summaryOf(subject),
    });
  }

  return {
    async preview(operationId, input) {
      const resources = isDeploymentInput(input)
        ? await planDeployment(operationId, input)
        : await planResource(operationId, input);
      return previewed(operationId, input.subject, resources, urls, now());
    },
  };
}

async function specThere(client: Client, subject: OperationSubject): Promise<DeploymentSpec> {
  const entity = await findEntity(client, subject, 'deployment', subject.resourceId);
  if (entity !== undefined && isMemoOf(entity.memo, 'deployment')) return entity.memo.record.spec;
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
  subject: OperationSubject,
  resources: ProgressResource[],
  { basePath }: Urls,
  now: Date,
): Operation {
  const { organizationId, memberId, operation, resourceType, resourceId, resourceUid } = subject;
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
    ...(subject.retryOf !== undefined && { retryOf: subject.retryOf }),
    links: {
      ...(hasPage && {
        resource: `${basePath}/${RESOURCE_KINDS[resourceType].collection}/${resourceId}`,
      }),
    },
  };
}
