/** Clusters and networks: submit, read, list, delete; and the recovery of a cluster's record. */
import { pageQuerySchema } from '../page.ts';
import { accepted, body, json, notModified } from './answers.ts';
import { headerRefs, parameterRef } from './headers.ts';
import { PAGE_MEANINGS } from './operation-paths.ts';
import { problemResponses, READING, SENDING } from './problems.ts';
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
        parameters: [parameterRef('clusterId'), REQUEST_ID],
        responses: {
          ...accepted('The recovery is started.'),
          ...problemResponses([...SENDING, 'not_found', 'not_lost', 'resource_busy']),
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
        parameters: [REQUEST_ID, ...queryParameters(pageQuerySchema, PAGE_MEANINGS)],
        responses: {
          '200': {
            description: `The ${collection}.`,
            headers: headerRefs(['X-Request-Id']),
            content: json(`${name}List`, collection),
          },
          ...problemResponses(READING),
        },
      },
      post: {
        operationId: `create${name}`,
        tags: [tag],
        summary: `Create a ${one}`,
        description: `The ${one} exists at once, as \`creating\`; it can be used when the operation has succeeded.`,
        parameters: [REQUEST_ID],
        requestBody: body(create.schema, create.example, true),
        responses: {
          ...accepted('The creation is started.'),
          ...problemResponses([
            ...SENDING,
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
        parameters: [parameterRef(id), REQUEST_ID],
        responses: {
          ...accepted('The deletion is started.'),
          ...problemResponses([...SENDING, 'not_found', 'resource_busy', ...removeProblems]),
        },
      },
    },
  };
}
