/** The paths that only one kind of resource has. */
import { EXAMPLES } from '../examples.ts';
import { planText } from '../../../contract/operations/plan-text.ts';
import { headerRefs, parameterRef } from '../headers.ts';
import { BODY_PROBLEMS, CHANGE_PROBLEMS, problemResponses, READ_PROBLEMS } from '../problems.ts';
import { accepted, body, json, notModified, submitParameters, submitted } from '../responses.ts';

const REQUEST_ID = parameterRef('X-Request-Id');

/** Returns the requests by path, then by method. */
export function specialPaths(): Record<string, Record<string, object>> {
  return {
    '/connections/{connectionId}': {
      delete: {
        operationId: 'deleteConnection',
        tags: ['Connections'],
        summary: 'Delete a connection',
        description:
          'Takes no body. Nothing of a connection is in a cloud, so it is deleted at once, without an operation. A worker must be running.',
        parameters: [parameterRef('connectionId'), parameterRef('If-Match'), REQUEST_ID],
        responses: {
          '204': {
            description: 'The connection is deleted.',
            headers: headerRefs(['X-Request-Id']),
          },
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
    '/archives/{sha256}': {
      put: {
        operationId: 'uploadArchive',
        tags: ['Deployments'],
        summary: 'Upload the files of a module',
        description:
          'Stores a tar archive that is compressed with gzip, under its SHA-256 digest. Deployments refer to it as `source.archive`. It is kept while a deployment has it as its source, and for 30 days after its last use. Refused are links, devices, paths that lead out, and states.',
        parameters: [parameterRef('sha256'), REQUEST_ID],
        requestBody: {
          required: true,
          content: { 'application/gzip': { schema: { type: 'string', format: 'binary' } } },
        },
        responses: {
          '200': archiveResponse('The archive is stored already.'),
          '201': archiveResponse('The archive is stored.'),
          ...problemResponses([...ARCHIVE_PROBLEMS, 'payload_too_large', 'invalid_request']),
        },
      },
      get: {
        operationId: 'getArchive',
        tags: ['Deployments'],
        summary: 'Read whether an archive is stored',
        description: 'This counts as a use of the archive.',
        parameters: [parameterRef('sha256'), REQUEST_ID],
        responses: {
          '200': archiveResponse('The archive is stored.'),
          ...problemResponses([...ARCHIVE_PROBLEMS, 'invalid_request', 'not_found']),
        },
      },
    },
    '/deployments/{deploymentId}:refreshSource': {
      post: {
        operationId: 'refreshDeploymentSource',
        tags: ['Deployments'],
        summary: 'Deploy the current commit of a branch',
        description:
          'Finds the commit that `source.git.ref` names now, fetches its files, and plans and applies them like an update. Takes no body. A deployment whose source is not in a git repository is refused with `invalid_request`.',
        parameters: [parameterRef('deploymentId'), parameterRef('If-Match'), ...submitParameters()],
        responses: {
          ...submitted('The operation that changes the resource has started.'),
          ...problemResponses([...CHANGE_PROBLEMS, 'deployments_not_offered']),
        },
      },
    },
    '/deployments/{deploymentId}/outputs': {
      get: {
        operationId: 'getDeploymentOutputs',
        tags: ['Deployments'],
        summary: 'Read the outputs of a deployment',
        description:
          'The outputs after the last apply. Sensitive outputs are listed by name, without their values.',
        parameters: [parameterRef('deploymentId'), parameterRef('If-None-Match'), REQUEST_ID],
        responses: {
          '200': {
            description: 'The outputs.',
            headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control']),
            content: json('DeploymentOutputs', 'deploymentOutputs'),
          },
          ...notModified(),
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
          'Contains no secret: kubectl runs a command that gets a credential for the user who runs it. The kubeconfig of a simulated cluster leads to no server.',
        parameters: [parameterRef('clusterId'), parameterRef('If-None-Match'), REQUEST_ID],
        responses: {
          '200': {
            description: 'The kubeconfig.',
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
    '/operations/{operationId}/plan': {
      get: {
        operationId: 'getOperationPlan',
        tags: ['Operations'],
        summary: 'Read the plan of an operation',
        description:
          'The plan of an operation on a cluster, network or deployment with the attributes that it changes, as soon as the operation has planned, and also while it waits for its confirmation. Operations that plan nothing, such as a recovery, have none. `Accept: text/plain` reads it as text. Sensitive values are hidden. The last 20 plans of a deployment are kept until it is deleted.',
        parameters: [parameterRef('operationId'), parameterRef('If-None-Match'), REQUEST_ID],
        responses: {
          '200': {
            description: 'The plan.',
            headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control', 'Vary']),
            content: {
              ...json('OperationPlan', 'plan'),
              'text/plain': {
                schema: { type: 'string' },
                examples: { planText: { value: planText(EXAMPLES.plan) } },
              },
            },
          },
          ...notModified('Vary'),
          ...problemResponses([...READ_PROBLEMS, 'not_found', 'not_acceptable']),
        },
      },
    },
    '/operations/{operationId}/confirm': {
      post: decision(
        'confirmOperation',
        'Confirm a plan',
        'While the status is `awaiting_confirmation`: the operation applies the plan, and nothing else.',
      ),
    },
    '/operations/{operationId}/discard': {
      post: decision(
        'discardOperation',
        'Discard a plan',
        'While the status is `awaiting_confirmation`: nothing is changed, and the operation ends as `canceled`.',
      ),
    },
  };
}

/** Archives need no Temporal. */
const ARCHIVE_PROBLEMS = READ_PROBLEMS.filter((code) => code !== 'temporal_unavailable');

function archiveResponse(description: string): object {
  return {
    description,
    headers: headerRefs(['X-Request-Id', 'Cache-Control']),
    content: json('Archive', 'archive'),
  };
}

function decision(operationId: string, summary: string, description: string): object {
  return {
    operationId,
    tags: ['Operations'],
    summary,
    description: `${description} The body may be left out. If no worker answers within 5 s, Temporal keeps the decision for the next one, and the message of the operation says so.`,
    parameters: [parameterRef('operationId'), REQUEST_ID],
    requestBody: body('DecisionRequest', 'decide', false),
    responses: {
      ...accepted('The decision is accepted.'),
      ...problemResponses([
        ...BODY_PROBLEMS,
        'not_found',
        'not_awaiting_confirmation',
        'invalid_request',
      ]),
    },
  };
}
