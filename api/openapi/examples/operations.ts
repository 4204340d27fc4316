/** Operations and their timeline, in different states of one create. */
import type { ListedOperation, Operation } from '../../../contract/operations/operation.ts';
import type { LogLine } from '../../../contract/operations/log.ts';
import type { OperationPlan } from '../../../contract/operations/plan.ts';
import type { Timeline } from '../../../contract/operations/timeline.ts';
import { CREATED_AT, OPERATION_ID, RESOURCE_UID } from './ids.ts';

export const submitted: Operation = {
  id: OPERATION_ID,
  organizationId: 'local',
  memberId: 'developer',
  operation: 'create_cluster',
  status: 'pending',
  progress: {
    stage: 'queued',
    message: 'Waiting for a worker',
    resources: [],
    summary: { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, unchanged: 0 },
  },
  resourceType: 'cluster',
  resourceId: 'demo',
  resourceUid: RESOURCE_UID,
  createdAt: CREATED_AT,
  updatedAt: CREATED_AT,
  version: 0,
  cancelable: true,
  links: {
    self: `/operations/${OPERATION_ID}`,
    events: `/operations/${OPERATION_ID}/events`,
    cancel: `/operations/${OPERATION_ID}/cancel`,
    resource: '/clusters/demo',
  },
};

export const running: Operation = {
  ...submitted,
  status: 'running',
  progress: {
    stage: 'provisioning',
    message: '1 of 2 resources done; working on control plane main',
    resources: [
      {
        urn: 'urn:slipway:local:clusters:demo:vpc/main',
        type: 'vpc',
        name: 'main',
        operation: 'create',
        status: 'succeeded',
        startedAt: '2026-11-24T05:18:25.157Z',
        duration: 1137,
      },
      {
        urn: 'urn:slipway:local:clusters:demo:control_plane/main',
        type: 'control_plane',
        name: 'main',
        operation: 'create',
        status: 'running',
        startedAt: '2026-11-24T05:18:27.459Z',
      },
    ],
    summary: { total: 2, pending: 0, running: 1, succeeded: 1, failed: 0, unchanged: 0 },
  },
  startedAt: '2026-11-24T05:18:24.640Z',
  updatedAt: '2026-11-24T05:18:27.459Z',
  version: 12,
};

const {
  progress: { resources: _resources, ...listedProgress },
  ...listedRest
} = running;

/** Lists leave out the resources of the progress. */
export const listed: ListedOperation = { ...listedRest, progress: listedProgress };

export const preview: Operation = {
  ...listedRest,
  operation: 'update_cluster',
  status: 'pending',
  progress: {
    stage: 'planning',
    message: 'Preview: nothing was changed. 1 of 2 resources would change.',
    resources: [
      {
        urn: 'urn:slipway:local:clusters:demo:vpc/main',
        type: 'vpc',
        name: 'main',
        operation: 'same',
        status: 'unchanged',
      },
      {
        urn: 'urn:slipway:local:clusters:demo:node_group/default',
        type: 'node_group',
        name: 'default',
        operation: 'update',
        status: 'pending',
      },
    ],
    summary: { total: 2, pending: 1, running: 0, succeeded: 0, failed: 0, unchanged: 1 },
  },
  plan: {
    spec: [{ path: 'nodeGroups.default.desiredSize', before: { json: '2' }, after: { json: '4' } }],
    resources: [
      {
        address: 'node_group/default',
        type: 'node_group',
        name: 'default',
        operation: 'update',
        attributes: [{ path: 'desiredSize', before: { json: '2' }, after: { json: '4' } }],
      },
    ],
    outputs: [],
  },
  version: 0,
  cancelable: false,
  links: { resource: '/clusters/demo' },
};

export const timeline: Timeline = {
  items: [
    { sequence: 1, at: CREATED_AT, type: 'operation.accepted', message: 'create cluster demo' },
    {
      sequence: 14,
      at: '2026-11-24T05:18:25.157Z',
      type: 'step.started',
      urn: 'urn:slipway:local:clusters:demo:vpc/main',
      message: 'create vpc main',
    },
  ],
};

export const plan: OperationPlan = {
  resources: [
    {
      address: 'terraform_data.site',
      type: 'terraform_data',
      name: 'site',
      operation: 'update',
      attributes: [
        { path: 'input', before: { json: '"release-1"' }, after: { json: '"release-2"' } },
        { path: 'output', before: { json: '"release-1"' }, after: { hidden: 'unknown' } },
      ],
    },
  ],
  outputs: [{ path: 'release', before: { json: '"1"' }, after: { json: '"2"' } }],
};

export const logLine: LogLine = {
  sequence: 12,
  at: '2026-01-31T12:00:03.250Z',
  phase: 'plan',
  level: 'warn',
  message: 'Warning: Check block assertion failed\nThe service is not healthy.',
  diagnostic: {
    severity: 'warning',
    summary: 'Check block assertion failed',
    detail: 'The service is not healthy.',
    file: 'main.tf',
    line: 6,
    snippet: '    condition     = data.http.health.status_code == 200',
  },
};
