/** Connections: have one verified, read, list, delete; and how kubectl gets to a cluster. */
import {
  resourceOperationsQuerySchema,
  resourcesQuerySchema,
} from '../../../contract/operations/list-query.ts';
import { body, json, notModified, page, submitted, submitParameters } from '../responses.ts';
import { EXAMPLES } from '../examples.ts';
import { headerRefs, parameterRef } from '../headers.ts';
import { QUERY_DESCRIPTIONS } from '../field-descriptions.ts';
import { problemResponses, READ_PROBLEMS, BODY_PROBLEMS, SUBMIT_PROBLEMS } from '../problems.ts';
import { queryParameters } from '../schemas.ts';

const REQUEST_ID = parameterRef('X-Request-Id');
const ID = parameterRef('connectionId');
const TAGS = ['Connections'];

export function connectionPaths(): Record<string, object> {
  return {
    '/connections': {
      get: {
        operationId: 'listConnections',
        tags: TAGS,
        summary: 'List connections',
        description:
          'Newest first; may lag a moment behind. Without the built-in ones, which stand for the own credentials of the workers. Unknown parameters are refused.',
        parameters: [REQUEST_ID, ...queryParameters(resourcesQuerySchema, QUERY_DESCRIPTIONS)],
        responses: { ...page('ConnectionList', 'connections'), ...problemResponses(READ_PROBLEMS) },
      },
      post: {
        operationId: 'createConnection',
        tags: TAGS,
        summary: 'Connect an account',
        description:
          'Verifies that the role can be assumed, leads to the account, may do what a cluster needs, and that the quotas leave room for one. It can be used when the operation has succeeded; when that fails, the name is free again.',
        parameters: submitParameters(),
        requestBody: body('CreateConnectionRequest', 'createConnection', true),
        responses: {
          ...submitted('The verification is started.'),
          ...problemResponses([...SUBMIT_PROBLEMS, 'already_exists', 'record_lost']),
        },
      },
    },
    '/connections/{connectionId}': {
      get: {
        operationId: 'getConnection',
        tags: TAGS,
        summary: 'Read a connection',
        description: 'Answers from the instant of the 202 on.',
        parameters: [ID, parameterRef('If-None-Match'), REQUEST_ID],
        responses: {
          '200': {
            description: 'The connection.',
            headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control']),
            content: json('Connection', 'connection'),
          },
          ...notModified(),
          ...problemResponses([...READ_PROBLEMS, 'not_found']),
        },
      },
      delete: {
        operationId: 'deleteConnection',
        tags: TAGS,
        summary: 'Delete a connection',
        description:
          'Takes no body. Nothing of it is in a cloud, so it is gone at once, and there is no operation. Needs a worker.',
        parameters: [ID, parameterRef('If-Match'), REQUEST_ID],
        responses: {
          '204': { description: 'It is gone.', headers: headerRefs(['X-Request-Id']) },
          ...problemResponses([
            ...BODY_PROBLEMS,
            'not_found',
            'precondition_failed',
            'resource_busy',
            'in_use',
            'no_worker',
          ]),
        },
      },
    },
    '/connections/{connectionId}/operations': {
      get: {
        operationId: 'listConnectionOperations',
        tags: TAGS,
        summary: 'List the operations of a connection',
        description:
          'Its verification, and what was discovered through it; newest first, also of a connection that is gone. May lag a moment behind.',
        parameters: [
          ID,
          REQUEST_ID,
          ...queryParameters(resourceOperationsQuerySchema, QUERY_DESCRIPTIONS),
        ],
        responses: {
          ...page('OperationList', 'operations'),
          ...problemResponses([...READ_PROBLEMS, 'not_found']),
        },
      },
    },
    '/clusters/{clusterId}/kubeconfig': {
      get: {
        operationId: 'getClusterKubeconfig',
        tags: ['Clusters'],
        summary: 'Read the kubeconfig of a cluster',
        description:
          'Without a secret: kubectl runs a command that gets it a credential of whoever runs it. That of a simulated cluster says that nothing answers there.',
        parameters: [parameterRef('clusterId'), parameterRef('If-None-Match'), REQUEST_ID],
        responses: {
          '200': {
            description: 'The file.',
            headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control']),
            content: {
              'application/yaml': {
                schema: { type: 'string' },
                examples: { kubeconfig: { value: EXAMPLES.kubeconfig } },
              },
            },
          },
          ...notModified(),
          ...problemResponses([...READ_PROBLEMS, 'not_found', 'cluster_not_ready']),
        },
      },
    },
  };
}
