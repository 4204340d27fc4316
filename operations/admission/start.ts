/**
 * Starts the workflows of a request that is admitted. A request is accepted only once Temporal has
 * stored it, so that no accepted request is lost. A create starts the entity, which reserves the name,
 * and then the operation. If the process dies in between, the request was not accepted, and the
 * reservation ends by itself.
 */
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
} from '@temporalio/client';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  type SearchAttributePair,
} from '@temporalio/common';
import type { ResourceInput, ResourceMemo } from '../../contract/temporal/entity.ts';
import {
  operationWorkflow,
  RESOURCE_WORKFLOW,
  SEARCH_ATTRIBUTES,
} from '../../contract/temporal/names.ts';
import type { OperationSubject, OperationInput } from '../../contract/temporal/operation-input.ts';
import type { OperationMemo } from '../../contract/temporal/operation-memo.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { entityWorkflowId } from '../../contract/ids.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { ResourceStatus } from '../../contract/vocabulary.ts';
import { withDeadline } from '../temporal/calls.ts';

const MAX_RECORD_BYTES = 16 * 1024;

export interface Starter {
  /** Reserves a name by starting its entity. Resolves to false when the name is taken. */
  reserve(memo: ResourceMemo, continued?: ResourceInput['continued']): Promise<boolean>;
  /** Resolves to false when an operation with this id exists or existed. */
  startOperation(operationId: string, input: OperationInput): Promise<boolean>;
}

export function createStarter(options: {
  client: Client;
  taskQueue: string;
  timings: Timings;
}): Starter {
  const { client, taskQueue, timings } = options;
  return {
    async reserve(memo, continued) {
      const { record, resourceType } = memo;
      const input: ResourceInput = { ...memo, timings, ...(continued && { continued }) };
      refuseTooLarge(memo);
      const name = `${resourceType} ${record.id}`;
      return unlessTaken(() =>
        withDeadline(client, () =>
          client.workflow.start(RESOURCE_WORKFLOW, {
            workflowId: entityWorkflowId(record.organizationId, resourceType, record.id),
            taskQueue,
            args: [input],
            memo: { ...memo },
            workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
            workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
            priority: { fairnessKey: record.organizationId },
            staticSummary: `The ${name} of ${record.organizationId}`,
            staticDetails:
              `The record, the ledger and the lock of the ${name} (${[...placeOf(record), `uid ${record.uid}`].join(', ')}). ` +
              `It lives as long as the ${resourceType} does; its operations are workflows of their own.`,
            typedSearchAttributes: attributes({
              organization: record.organizationId,
              status: record.status satisfies ResourceStatus,
              resourceType,
              resource: record.id,
              resourceUid: record.uid,
              ...('provider' in record && { provider: record.provider, region: record.region }),
            }),
          }),
        ),
      );
    },

    async startOperation(operationId, input) {
      const { subject } = input;
      const memo: OperationMemo = {
        subject,
        state: {
          version: 0,
          status: 'pending',
          stage: 'queued',
          message: 'Waiting for a worker',
          summary: { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, unchanged: 0 },
        },
      };
      return unlessTaken(() =>
        withDeadline(client, () =>
          client.workflow.start(operationWorkflow(subject.operation), {
            workflowId: operationId,
            taskQueue,
            args: [input],
            memo: { ...memo },
            workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
            workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
            priority: { fairnessKey: subject.organizationId },
            staticSummary: summaryOf(subject),
            staticDetails: detailsOf(subject),
            typedSearchAttributes: attributes({
              organization: subject.organizationId,
              member: subject.memberId,
              status: 'pending',
              stage: 'queued',
              resourceType: subject.resourceType,
              resource: subject.resourceId,
              resourceUid: subject.resourceUid,
              provider: subject.provider,
              region: subject.region,
            }),
          }),
        ),
      );
    },
  };
}

function placeOf(record: ResourceMemo['record']): string[] {
  return 'provider' in record ? [record.provider, record.region] : [];
}

/** Resolves to true when the workflow was started, to false when its id is taken. */
async function unlessTaken(start: () => Promise<unknown>): Promise<boolean> {
  try {
    await start();
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

const MAX_NAMED_FIELDS = 3;

/**
 * Throws `invalid_request` with the largest fields of the spec when the record does not fit into a memo. Records
 * are stored in memos, so that reads need no worker, and Temporal requires memos to be small.
 */
export function refuseTooLarge(memo: ResourceMemo): void {
  const bytes = sizeOf(memo);
  if (bytes <= MAX_RECORD_BYTES) return;
  const faults = Object.entries(memo.record.spec)
    .map(([field, value]) => ({ field, size: sizeOf(value) }))
    .toSorted((a, b) => b.size - a.size)
    .slice(0, MAX_NAMED_FIELDS)
    .map(({ field, size }) => ({ pointer: `/${field}`, detail: `takes ${size} bytes` }));
  throw new RequestError(
    'invalid_request',
    `The spec is too large: the record of ${memo.resourceType} ${memo.record.id} would take ${bytes} bytes as JSON, at most ${MAX_RECORD_BYTES}. The largest fields are ` +
      `${faults.map(({ pointer, detail }) => `${pointer}, which ${detail}`).join('; ')}.${memo.resourceType === 'deployment' ? ' Of files, only the names count.' : ''}`,
    { faults },
  );
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

function attributes(
  values: Partial<Record<keyof typeof SEARCH_ATTRIBUTES, string | undefined>>,
): SearchAttributePair[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined || !isAttribute(key)) return [];
    const name = defineSearchAttributeKey(SEARCH_ATTRIBUTES[key], SearchAttributeType.KEYWORD);
    return [{ key: name, value }];
  });
}

function isAttribute(key: string): key is keyof typeof SEARCH_ATTRIBUTES {
  return key in SEARCH_ATTRIBUTES;
}

/** For example "Create cluster demo for local". */
function summaryOf({ operation, organizationId, resourceId, region }: OperationSubject): string {
  const what = operation.replaceAll('_', ' ');
  const named = operation === 'discover_instance_types' ? `in ${region ?? ''}` : resourceId;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} ${named} for ${organizationId}`;
}

/** Short enough for the box in Temporal's Web UI. */
function detailsOf(subject: OperationSubject): string {
  return [
    `- requested by member \`${subject.memberId}\` of organization \`${subject.organizationId}\``,
    ...(subject.provider === undefined
      ? []
      : [`- provider \`${subject.provider}\`, region \`${subject.region}\``]),
    ...(subject.resourceUid === undefined ? [] : [`- resource uid \`${subject.resourceUid}\``]),
    '',
    'To stop it, request cancellation: it then undoes what it made. Terminate undoes nothing.',
  ].join('\n');
}
