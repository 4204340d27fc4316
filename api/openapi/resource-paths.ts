/** Clusters and networks: submit, read, list, delete; and the recovery of a cluster's record. */
import { resourceOperationsQuerySchema, resourcesQuerySchema } from '../../contract/list-query.ts';
import { body, json, notModified, page, submitted } from './answers.ts';
import { headerRefs, parameterRef } from './headers.ts';
import { QUERY_MEANINGS } from './meanings.ts';
import { problemResponses, READING, SUBMITTING } from './problems.ts';
import { queryParameters } from './schemas.ts';

const REQUEST_ID = parameterRef('X-Request-Id');

const COLLECTIONS = {
  clusters: {
    one: 'cluster',
    id: 'clusterId',
    tag: 'Clusters',
    name: 'Cluster',
    create: { schema: 'CreateClusterRequest', example: 'createCluster' },
    createProblems: ['network_not_active'],
    removeProblems: [],
  },
  networks: {
    one: 'network',
    id: 'networkId',
    tag: 'Networks',
    name: 'Network',
    create: { schema: 'CreateNetworkRequest', example: 'createNetwork' },
    createProblems: [],
    removeProblems: ['in_use'],
  },
} as const;
type Collection = keyof typeof COLLECTIONS;

export function resourcePaths(): Record<string, object> {
  return {
    ...collectionPaths('clusters'),
    '/clusters/{clusterId}:recover': {
      post: {
        operationId: 'recoverCluster',
        tags: ['Clusters'],
        summary: 'Rebuild a lost record',
        description:
          'For a cluster with `statusReason` `record_lost`: finds what exists by its tags in the cloud. Takes no body.',
        parameters: [parameterRef('clusterId'), parameterRef('Idempotency-Key'), REQUEST_ID],
        responses: {
          ...submitted('The recovery is started.'),
          ...problemResponses([...SUBMITTING, 'not_found', 'not_lost', 'resource_busy']),
        },
      },
    },
    ...collectionPaths('networks'),
  };
}

function collectionPaths(collection: Collection): Record<string, object> {
  const { one, id, tag, name, create, createProblems, removeProblems } = COLLECTIONS[collection];
  return {
    [`/${collection}`]: {
      get: {
        operationId: `list${name}s`,
        tags: [tag],
        summary: `List ${collection}`,
        description: 'Newest first; may lag a moment behind. Unknown parameters are refused.',
        parameters: [REQUEST_ID, ...queryParameters(resourcesQuerySchema, QUERY_MEANINGS)],
        responses: {
          ...page(`${name}List`, collection),
          ...problemResponses(READING),
        },
      },
      post: {
        operationId: `create${name}`,
        tags: [tag],
        summary: `Create a ${one}`,
        description: `The ${one} exists at once, as \`creating\`; it can be used when the operation has succeeded.`,
        parameters: [parameterRef('Idempotency-Key'), REQUEST_ID],
        requestBody: body(create.schema, create.example, true),
        responses: {
          ...submitted('The creation is started.'),
          ...problemResponses([
            ...SUBMITTING,
            'invalid_request',
            'already_exists',
            'record_lost',
            ...createProblems,
          ]),
        },
      },
    },
    [`/${collection}/{${id}}`]: {
      get: {
        operationId: `get${name}`,
        tags: [tag],
        summary: `Read a ${one}`,
        description: 'Answers from the instant of the 202 on.',
        parameters: [parameterRef(id), parameterRef('If-None-Match'), REQUEST_ID],
        responses: {
          '200': {
            description: `The ${one}.`,
            headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control']),
            content: json(name, one),
          },
          ...notModified(),
          ...problemResponses([...READING, 'not_found']),
        },
      },
      delete: {
        operationId: `delete${name}`,
        tags: [tag],
        summary: `Delete a ${one}`,
        description: 'Takes no body.',
        parameters: [parameterRef(id), parameterRef('Idempotency-Key'), REQUEST_ID],
        responses: {
          ...submitted('The deletion is started.'),
          ...problemResponses([...SUBMITTING, 'not_found', 'resource_busy', ...removeProblems]),
        },
      },
    },
    [`/${collection}/{${id}}/operations`]: {
      get: {
        operationId: `list${name}Operations`,
        tags: [tag],
        summary: `List the operations of a ${one}`,
        description: `Newest first, those of earlier incarnations of the name too; also of a ${one} that is gone. May lag a moment behind.`,
        parameters: [
          parameterRef(id),
          REQUEST_ID,
          ...queryParameters(resourceOperationsQuerySchema, QUERY_MEANINGS),
        ],
        responses: {
          ...page('OperationList', 'operations'),
          ...problemResponses([...READING, 'not_found']),
        },
      },
    },
  };
}
