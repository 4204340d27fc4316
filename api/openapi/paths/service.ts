/** The paths of the service itself: health and this documentation. */
import { headerRefs, parameterRef } from '../headers.ts';
import { notModified } from '../responses.ts';
import { problemResponses } from '../problems.ts';

const REQUEST_ID = parameterRef('X-Request-Id');
const STATUSES = {
  '/healthz': {
    operationId: 'getHealth',
    summary: 'Whether the process lives',
    description: 'Asks nobody else.',
    properties: { status: { const: 'ok' } },
  },
  '/readyz': {
    operationId: 'getReadiness',
    summary: 'Whether Temporal answers and can write, and whether a worker polls',
    description:
      'Ready means that reads and submits work; operations go on when a worker polls. Not ready when Temporal stores nothing, for example because its disk is full. A write is tried at most every 5 seconds while it succeeds.',
    properties: {
      status: { const: 'ready' },
      temporal: { const: 'reachable' },
      worker: {
        enum: ['polling', 'absent'],
        description: 'Reads work without one; operations wait for it.',
      },
      engines: {
        enum: ['polling', 'absent'],
        description: 'Whether a worker runs engines; operations of deployments wait for it.',
      },
    },
  },
} as const;

export function servicePaths(): Record<string, object> {
  return {
    '/healthz': { get: status('/healthz', {}) },
    '/readyz': {
      get: status(
        '/readyz',
        problemResponses(['temporal_unavailable', 'draining', 'internal_error']),
      ),
    },
    '/openapi.json': {
      get: {
        operationId: 'getOpenApi',
        tags: ['Service'],
        summary: 'This document',
        description: 'Made from the schemas that validate.',
        parameters: [parameterRef('If-None-Match'), REQUEST_ID],
        responses: {
          '200': {
            description: 'OpenAPI 3.1.',
            headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control']),
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          ...notModified(),
          ...problemResponses(['invalid_query']),
        },
      },
    },
    '/docs': {
      get: {
        operationId: 'getDocs',
        tags: ['Service'],
        summary: 'This document as a page to browse',
        description: 'With its scripts and styles beside it, below `/docs/`.',
        parameters: [REQUEST_ID],
        responses: {
          ...htmlPage('It loads nothing from elsewhere.'),
          ...problemResponses(['invalid_query']),
        },
      },
    },
    '/ui': {
      get: {
        operationId: 'getOperationsPage',
        tags: ['Service'],
        summary: 'The live page for people',
        description:
          'Shows the operations. Below it, at the paths of the API, are the pages of operations and resources, for example `/ui/clusters` and `/ui/clusters/demo`, and its scripts and styles.',
        parameters: [REQUEST_ID],
        responses: htmlPage('It shows what `GET /operations` says.'),
      },
    },
    '/ui/operations/{operationId}': {
      get: {
        operationId: 'getOperationPage',
        tags: ['Service'],
        summary: 'One operation as a live page for people',
        description: 'The page itself says whether there is such an operation.',
        parameters: [parameterRef('shownOperationId'), REQUEST_ID],
        responses: htmlPage('It shows what `GET /operations/{operationId}` says.'),
      },
    },
  };
}

function htmlPage(description: string): Record<string, object> {
  return {
    '200': {
      description,
      headers: headerRefs(['X-Request-Id']),
      content: { 'text/html': { schema: { type: 'string' } } },
    },
  };
}

function status(path: keyof typeof STATUSES, problems: Record<string, object>): object {
  const { properties, ...subject } = STATUSES[path];
  const schema = { type: 'object', properties, required: Object.keys(properties) };
  return {
    ...subject,
    tags: ['Service'],
    parameters: [REQUEST_ID],
    responses: {
      '200': {
        description: 'Yes.',
        headers: headerRefs(['X-Request-Id']),
        content: { 'application/json': { schema } },
      },
      ...problems,
    },
  };
}
