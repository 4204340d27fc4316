/** The paths of the stored states of deployments. */
import { DIFF_WORDS, planText } from '../../../contract/operations/plan-text.ts';
import { stateDiffQuerySchema } from '../../../contract/resources/state.ts';
import { EXAMPLES } from '../examples.ts';
import { headerRefs, parameterRef } from '../headers.ts';
import { problemResponses, READ_PROBLEMS } from '../problems.ts';
import { json, notModified, page } from '../responses.ts';
import { queryParameters } from '../schemas.ts';

const REQUEST_ID = parameterRef('X-Request-Id');
const STATE = '/deployments/{deploymentId}/state';
const PROBLEMS = [...READ_PROBLEMS, 'not_found', 'state_elsewhere'] as const;
/** State files need no Temporal. */
const FILE_PROBLEMS = READ_PROBLEMS.filter((code) => code !== 'temporal_unavailable');
const VERSION = {
  name: 'version',
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^[1-9][0-9]{0,8}$' },
  example: '3',
};
const OUTPUT = {
  name: 'outputName',
  in: 'path',
  required: true,
  schema: { type: 'string', minLength: 1 },
  example: 'connection_string',
};

/** Returns the requests by path, then by method. */
export function statePaths(): Record<string, Record<string, object>> {
  return {
    '/state-files/{sha256}': {
      put: {
        operationId: 'uploadState',
        tags: ['Deployments'],
        summary: 'Upload a state',
        description:
          'Stores a state file of the format version 4, at most 64 MiB, under its SHA-256 digest. Deployments adopt it as `state.file`. It is kept for 30 days after its last use.',
        parameters: [parameterRef('sha256'), REQUEST_ID],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object' } } },
        },
        responses: {
          '200': fileResponse('The state is stored.'),
          ...problemResponses([...FILE_PROBLEMS, 'payload_too_large', 'invalid_request']),
        },
      },
      get: {
        operationId: 'getStateFile',
        tags: ['Deployments'],
        summary: 'Read what is known of an uploaded state',
        description: 'This counts as a use of the file.',
        parameters: [parameterRef('sha256'), REQUEST_ID],
        responses: {
          '200': fileResponse('The state is stored.'),
          ...problemResponses([...FILE_PROBLEMS, 'invalid_request', 'not_found']),
        },
      },
    },
    '/state-files/{sha256}/download': {
      get: {
        operationId: 'downloadStateFile',
        tags: ['Deployments'],
        summary: 'Download a state file',
        description:
          'For example that of a deployment that was given up. Refused unless the service allows reading states (`SLIPWAY_DEPLOYMENT_STATE_READ`).',
        parameters: [parameterRef('sha256'), REQUEST_ID],
        responses: {
          '200': {
            description: 'The state.',
            headers: headerRefs(['X-Request-Id', 'Cache-Control']),
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          ...problemResponses([
            ...FILE_PROBLEMS,
            'invalid_request',
            'not_found',
            'state_read_refused',
          ]),
        },
      },
    },
    '/deployments/{deploymentId}/outputs/{outputName}': {
      get: {
        operationId: 'getDeploymentOutput',
        tags: ['Deployments'],
        summary: 'Read one output of a deployment',
        description:
          'Also a sensitive or large one, from the current state. `Accept: text/plain` reads the bare value: a string as it is, other values as JSON. Refused unless the service allows reading states (`SLIPWAY_DEPLOYMENT_STATE_READ`).',
        parameters: [parameterRef('deploymentId'), OUTPUT, REQUEST_ID],
        responses: {
          '200': {
            description: 'The output.',
            headers: headerRefs(['X-Request-Id', 'Cache-Control', 'Vary']),
            content: {
              ...json('OutputValue', 'outputValue'),
              'text/plain': {
                schema: { type: 'string' },
                examples: { text: { value: EXAMPLES.outputValue.value } },
              },
            },
          },
          ...problemResponses([
            ...PROBLEMS,
            'state_read_refused',
            'state_encrypted',
            'not_acceptable',
          ]),
        },
      },
    },
    [`${STATE}/versions`]: {
      get: {
        operationId: 'listStateVersions',
        tags: ['Deployments'],
        summary: 'List the versions of a state',
        description:
          'The current state and the states before the last 20 runs, newest first, on one page: who wrote each of them, in which operation.',
        parameters: [parameterRef('deploymentId'), REQUEST_ID],
        responses: {
          ...page(json('StateVersions', 'stateVersions')),
          ...problemResponses(PROBLEMS),
        },
      },
    },
    [`${STATE}/versions/{version}`]: {
      get: {
        operationId: 'getStateVersion',
        tags: ['Deployments'],
        summary: 'Read what is known of a version',
        parameters: [
          parameterRef('deploymentId'),
          VERSION,
          parameterRef('If-None-Match'),
          REQUEST_ID,
        ],
        responses: {
          '200': {
            description: 'The version, without its content.',
            headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control']),
            content: json('StateVersion', 'stateVersion'),
          },
          ...notModified(),
          ...problemResponses([...PROBLEMS, 'invalid_request']),
        },
      },
    },
    [`${STATE}/versions/{version}/download`]: {
      get: {
        operationId: 'downloadState',
        tags: ['Deployments'],
        summary: 'Download a version of a state',
        description:
          'The bytes that the engine has written, secrets included. Refused unless the service allows it (`SLIPWAY_DEPLOYMENT_STATE_READ`).',
        parameters: [parameterRef('deploymentId'), VERSION, REQUEST_ID],
        responses: {
          '200': {
            description: 'The state.',
            headers: headerRefs(['X-Request-Id', 'Cache-Control']),
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          ...problemResponses([...PROBLEMS, 'invalid_request', 'state_read_refused']),
        },
      },
    },
    [`${STATE}/diff`]: {
      get: {
        operationId: 'diffStates',
        tags: ['Deployments'],
        summary: 'Compare two versions of a state',
        description:
          'Object by object, in the form of a plan. `Accept: text/plain` reads it as text. Sensitive values are hidden. Unless the service allows reading states, all values are hidden, and so are the keys in addresses.',
        parameters: [
          parameterRef('deploymentId'),
          ...queryParameters(stateDiffQuerySchema, {
            from: 'The version before; by default the one before `to`.',
            to: 'The version afterwards; by default the current one.',
          }),
          parameterRef('If-None-Match'),
          REQUEST_ID,
        ],
        responses: {
          '200': {
            description: 'What differs.',
            headers: headerRefs(['X-Request-Id', 'ETag', 'Cache-Control', 'Vary']),
            content: {
              ...json('StateDiff', 'stateDiff'),
              'text/plain': {
                schema: { type: 'string' },
                examples: { text: { value: planText(EXAMPLES.stateDiff, DIFF_WORDS) } },
              },
            },
          },
          ...notModified('Vary'),
          ...problemResponses([...PROBLEMS, 'state_encrypted', 'not_acceptable']),
        },
      },
    },
  };
}

function fileResponse(description: string): object {
  return {
    description,
    headers: headerRefs(['X-Request-Id', 'Cache-Control']),
    content: json('StateFile', 'stateFile'),
  };
}
