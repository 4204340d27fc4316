/** Deployments: submit, read, list, change, destroy; and the confirmation of a plan. */
import {
  deploymentsQuerySchema,
  resourceOperationsQuerySchema,
} from '../../../contract/operations/list-query.ts';
import {
  accepted,
  body,
  json,
  notModified,
  page,
  submitted,
  submitParameters,
} from '../responses.ts';
import { headerRefs, parameterRef } from '../headers.ts';
import { QUERY_DESCRIPTIONS } from '../field-descriptions.ts';
import { problemResponses, READ_PROBLEMS, BODY_PROBLEMS, SUBMIT_PROBLEMS } from '../problems.ts';
import { queryParameters } from '../schemas.ts';

const REQUEST_ID = parameterRef('X-Request-Id');
const ID = parameterRef('deploymentId');
const TAGS = ['Deployments'];
const PATCH = json('UpdateDeploymentRequest', 'updateDeployment');

export function deploymentPaths(): Record<string, object> {
  return {
    '/deployments': {
      get: {
        operationId: 'listDeployments',
        tags: TAGS,
        summary: 'List deployments',
        description: 'Newest first; may lag a moment behind. Unknown parameters are refused.',
        parameters: [REQUEST_ID, ...queryParameters(deploymentsQuerySchema, QUERY_DESCRIPTIONS)],
        responses: { ...page('DeploymentList', 'deployments'), ...problemResponses(READ_PROBLEMS) },
      },
      post: {
        operationId: 'createDeployment',
        tags: TAGS,
        summary: 'Deploy a module',
        description:
          'Plans an OpenTofu or Terraform module, has the plan confirmed if that is asked for, and applies it. Each resource of the module is one of `progress.resources`.',
        parameters: submitParameters(),
        requestBody: body('CreateDeploymentRequest', 'createDeployment', true),
        responses: {
          ...submitted('The deployment is started.'),
          ...problemResponses([
            ...SUBMIT_PROBLEMS,
            'already_exists',
            'record_lost',
            'connection_not_active',
          ]),
        },
      },
    },
    '/deployments/{deploymentId}': {
      get: {
        operationId: 'getDeployment',
        tags: TAGS,
        summary: 'Read a deployment',
        description: 'Answers from the instant of the 202 on.',
        parameters: [ID, parameterRef('If-None-Match'), REQUEST_ID],
        responses: read('Deployment', 'deployment', 'The deployment.'),
      },
      patch: {
        operationId: 'updateDeployment',
        tags: TAGS,
        summary: 'Change a deployment',
        description:
          'A merge patch (RFC 7396): what is null is taken away, of files and variables too. The module is planned and applied anew.',
        parameters: [ID, parameterRef('If-Match'), ...submitParameters()],
        requestBody: {
          required: true,
          content: { ...PATCH, 'application/merge-patch+json': PATCH['application/json'] },
        },
        responses: {
          ...submitted('The change is started.'),
          ...problemResponses([
            ...SUBMIT_PROBLEMS,
            'not_found',
            'precondition_failed',
            'resource_busy',
          ]),
        },
      },
      delete: {
        operationId: 'deleteDeployment',
        tags: TAGS,
        summary: 'Destroy a deployment',
        description: 'Takes no body. Asks for no confirmation.',
        parameters: [ID, parameterRef('If-Match'), ...submitParameters()],
        responses: {
          ...submitted('The destruction is started.'),
          ...problemResponses([
            ...SUBMIT_PROBLEMS,
            'not_found',
            'precondition_failed',
            'resource_busy',
          ]),
        },
      },
    },
    '/deployments/{deploymentId}/outputs': {
      get: {
        operationId: 'getDeploymentOutputs',
        tags: TAGS,
        summary: 'Read the outputs of a deployment',
        description: 'As the last apply left them. Sensitive ones are named and not shown.',
        parameters: [ID, parameterRef('If-None-Match'), REQUEST_ID],
        responses: read('DeploymentOutputs', 'deploymentOutputs', 'The outputs.'),
      },
    },
    '/deployments/{deploymentId}/operations': {
      get: {
        operationId: 'listDeploymentOperations',
        tags: TAGS,
        summary: 'List the operations of a deployment',
        description:
          'Newest first, those of earlier incarnations of the name too; also of a deployment that is gone. May lag a moment behind.',
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
    '/operations/{operationId}/confirm': decision(
      'confirmOperation',
      'Confirm a plan',
      'While the stage is `awaiting_confirmation`: what the plan shows is applied, and nothing else.',
    ),
    '/operations/{operationId}/discard': decision(
      'discardOperation',
      'Discard a plan',
      'While the stage is `awaiting_confirmation`: nothing is changed, and the operation ends as `canceled`.',
    ),
  };
}

function read(
  schema: 'Deployment' | 'DeploymentOutputs',
  example: 'deployment' | 'deploymentOutputs',
  description: string,
): Record<string, object> {
  return {
    '200': {
      description,
      headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control']),
      content: json(schema, example),
    },
    ...notModified(),
    ...problemResponses([...READ_PROBLEMS, 'not_found']),
  };
}

function decision(operationId: string, summary: string, description: string): object {
  return {
    post: {
      operationId,
      tags: ['Operations'],
      summary,
      description: `${description} Takes no body, and needs a worker.`,
      parameters: [parameterRef('operationId'), REQUEST_ID],
      responses: {
        ...accepted('It is decided.'),
        ...problemResponses([...BODY_PROBLEMS, 'not_found', 'not_awaiting_confirmation']),
      },
    },
  };
}
