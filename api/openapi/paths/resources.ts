/** Clusters and networks: submit, read, list, delete; and the recovery of a cluster's record. */
import {
  resourceOperationsQuerySchema,
  resourcesQuerySchema,
} from '../../../contract/operations/list-query.ts';
import { body, json, notModified, page, submitted, submitParameters } from '../responses.ts';
import { headerRefs, parameterRef } from '../headers.ts';
import { QUERY_DESCRIPTIONS } from '../field-descriptions.ts';
import { problemResponses, READ_PROBLEMS, SUBMIT_PROBLEMS } from '../problems.ts';
import { queryParameters } from '../schemas.ts';

const REQUEST_ID = parameterRef('X-Request-Id');

const COLLECTIONS = {
  clusters: {
    one: 'cluster',
    id: 'clusterId',
    tag: 'Clusters',
    name: 'Cluster',
    create: { schema: 'CreateClusterRequest', example: 'createCluster' },
    createProblems: ['connection_not_active', 'network_not_active'],
    removeProblems: [],
  },
  networks: {
    one: 'network',
    id: 'networkId',
    tag: 'Networks',
    name: 'Network',
    create: { schema: 'CreateNetworkRequest', example: 'createNetwork' },
    createProblems: ['connection_not_active'],
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
        parameters: [parameterRef('clusterId'), ...submitParameters()],
        responses: {
          ...submitted('The recovery is started.'),
          ...problemResponses([...SUBMIT_PROBLEMS, 'not_found', 'not_lost', 'resource_busy']),
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
        parameters: [REQUEST_ID, ...queryParameters(resourcesQuerySchema, QUERY_DESCRIPTIONS)],
        responses: {
          ...page(`${name}List`, collection),
          ...problemResponses(READ_PROBLEMS),
        },
      },
      post: {
        operationId: `create${name}`,
        tags: [tag],
        summary: `Create a ${one}`,
        description: `The ${one} exists at once, as \`creating\`; it can be used when the operation has succeeded.`,
        parameters: submitParameters(),
        requestBody: body(create.schema, create.example, true),
        responses: {
          ...submitted('The creation is started.'),
          ...problemResponses([
            ...SUBMIT_PROBLEMS,
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
          ...problemResponses([...READ_PROBLEMS, 'not_found']),
        },
      },
      ...(collection === 'clusters' && { patch: updateCluster() }),
      delete: {
        operationId: `delete${name}`,
        tags: [tag],
        summary: `Delete a ${one}`,
        description: 'Takes no body.',
        parameters: [parameterRef(id), parameterRef('If-Match'), ...submitParameters()],
        responses: {
          ...submitted('The deletion is started.'),
          ...problemResponses([
            ...SUBMIT_PROBLEMS,
            'not_found',
            'precondition_failed',
            'resource_busy',
            ...removeProblems,
          ]),
        },
      },
    },
    [`/${collection}/{${id}}/resources`]: {
      get: {
        operationId: `list${name}Resources`,
        tags: [tag],
        summary: `List what a ${one} consists of`,
        description:
          'Every cloud resource that its ledger names, whole and in one page. Needs a worker.',
        parameters: [parameterRef(id), REQUEST_ID],
        responses: {
          ...page('Ledger', 'ledger'),
          ...problemResponses([...READ_PROBLEMS, 'not_found', 'record_lost', 'no_worker']),
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
          ...queryParameters(resourceOperationsQuerySchema, QUERY_DESCRIPTIONS),
        ],
        responses: {
          ...page('OperationList', 'operations'),
          ...problemResponses([...READ_PROBLEMS, 'not_found']),
        },
      },
    },
  };
}

function updateCluster(): object {
  const content = json('UpdateClusterRequest', 'updateCluster');
  return {
    operationId: 'updateCluster',
    tags: ['Clusters'],
    summary: 'Change a cluster',
    description:
      'A JSON merge patch (RFC 7396): what it leaves out stays as it is, null takes a field back to its default, arrays are replaced whole. The operation works only on what differs. `name`, `provider`, `region`, `networkId` and `connectionId` cannot be changed; `kubernetesVersion` goes up one minor version at a time.',
    parameters: [parameterRef('clusterId'), parameterRef('If-Match'), ...submitParameters()],
    requestBody: {
      required: true,
      content: { ...content, 'application/merge-patch+json': content['application/json'] },
    },
    responses: {
      ...submitted('The update is started.'),
      ...problemResponses([
        ...SUBMIT_PROBLEMS,
        'not_found',
        'record_lost',
        'precondition_failed',
        'resource_busy',
      ]),
    },
  };
}
