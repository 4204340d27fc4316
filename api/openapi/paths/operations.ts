/** The paths of operations (read, wait, follow, list, cancel), and the path of the discovery. */
import {
  logQuerySchema,
  operationsQuerySchema,
  timelineQuerySchema,
} from '../../../contract/operations/list-query.ts';
import { waitQuerySchema } from '../../http/long-poll.ts';
import {
  accepted,
  body,
  json,
  named,
  notModified,
  operationResponse,
  page,
  submitted,
  submitParameters,
} from '../responses.ts';
import { logText } from '../../../contract/operations/log-text.ts';
import { EXAMPLES } from '../examples.ts';
import { headerRefs, parameterRef } from '../headers.ts';
import { problemResponses, READ_PROBLEMS, BODY_PROBLEMS, SUBMIT_PROBLEMS } from '../problems.ts';
import { QUERY_DESCRIPTIONS } from '../query-descriptions.ts';
import { queryParameters, schemaRef } from '../schemas.ts';

const REQUEST_ID = parameterRef('X-Request-Id');
const OPERATION_ID = parameterRef('operationId');

const WAIT_MEANINGS = {
  wait: 'The same as `Prefer: wait=N`: how many seconds to wait for something new.',
};

export function operationPaths(): Record<string, object> {
  return {
    '/operations': {
      get: {
        operationId: 'listOperations',
        tags: ['Operations'],
        summary: 'List operations',
        description:
          'Newest first; may lag a moment behind. Unknown parameters are refused. Items leave out `result` and `progress.resources`.',
        parameters: [REQUEST_ID, ...queryParameters(operationsQuerySchema, QUERY_DESCRIPTIONS)],
        responses: {
          ...page(json('OperationList', 'operations')),
          ...problemResponses(READ_PROBLEMS),
        },
      },
    },
    '/operations/{operationId}': {
      get: {
        operationId: 'getOperation',
        tags: ['Operations'],
        summary: 'Read an operation, or wait for news of it',
        description:
          'Answers 200 whatever the outcome of the operation: poll `status`, at the pace of `Retry-After`. A client that goes away cancels nothing.',
        parameters: [
          OPERATION_ID,
          ...queryParameters(waitQuerySchema, WAIT_MEANINGS),
          parameterRef('Prefer'),
          parameterRef('If-None-Match'),
          REQUEST_ID,
        ],
        responses: {
          ...operationResponse('The operation. `Retry-After` is absent once it is terminal.', [
            'Retry-After',
            'Preference-Applied',
            'Vary',
          ]),
          '303': {
            description: 'To the page for people: the client prefers `text/html` to JSON.',
            headers: headerRefs(['X-Request-Id', 'Location', 'Cache-Control', 'Vary']),
          },
          ...notModified('Progress-Source', 'Retry-After', 'Preference-Applied', 'Vary'),
          ...problemResponses([...READ_PROBLEMS, 'not_found']),
        },
      },
    },
    '/operations/{operationId}/events': { get: events() },
    '/operations/{operationId}/log': { get: log() },
    '/operations/{operationId}/cancel': {
      post: {
        operationId: 'cancelOperation',
        tags: ['Operations'],
        summary: 'Cancel an operation',
        description:
          'Graceful: calls in flight finish, then everything that the operation made is undone. It may still succeed when the cancel comes too late. Asking again changes nothing.',
        parameters: [OPERATION_ID, REQUEST_ID],
        requestBody: body('DecisionRequest', 'cancel', false),
        responses: {
          ...operationResponse('It was canceled already.'),
          ...accepted('The cancel is accepted.'),
          ...problemResponses([
            ...BODY_PROBLEMS,
            'not_found',
            'operation_terminal',
            'invalid_request',
          ]),
        },
      },
    },
    '/operations/{operationId}/retry': {
      post: {
        operationId: 'retryOperation',
        tags: ['Operations'],
        summary: 'Do again what has failed or was canceled',
        description:
          'Starts a new operation (`retryOf`) that wants the same, starts from what is there, and adopts it. The body may be left out.',
        parameters: [OPERATION_ID, ...submitParameters()],
        requestBody: body('DecisionRequest', 'retry', false),
        responses: {
          ...submitted('The new operation is started.'),
          ...problemResponses([
            ...SUBMIT_PROBLEMS,
            'not_found',
            'not_retryable',
            'superseded',
            'already_exists',
            'role_taken',
            'deployments_not_offered',
            'record_lost',
            'resource_busy',
          ]),
        },
      },
    },
    '/instance-types:discover': {
      post: {
        operationId: 'discoverInstanceTypes',
        tags: ['Instance types'],
        summary: 'Find instance types',
        description:
          'Starts an operation whose `result.items` are all types that fit the question, and whose `result.metadata` says what the pods of the system take away.',
        parameters: submitParameters(),
        requestBody: body('DiscoverRequest', 'discover', true),
        responses: {
          ...submitted('The discovery is started.'),
          ...problemResponses([...SUBMIT_PROBLEMS, 'connection_not_active']),
        },
      },
    },
  };
}

function events(): object {
  return {
    operationId: 'getOperationEvents',
    tags: ['Operations'],
    summary: 'Follow an operation, or read its timeline',
    description:
      '`Accept: text/event-stream` follows it: `operation.progress` events that carry the operation as JSON under `id:` its `version`, a comment every 15 s, `operation.completed` last, then the stream ends. A lost stream goes on from `Last-Event-ID` at any API process. `Accept: application/json` reads the timeline, oldest first. The stream has no query.',
    parameters: [
      OPERATION_ID,
      ...queryParameters(timelineQuerySchema, QUERY_DESCRIPTIONS),
      parameterRef('Last-Event-ID'),
      REQUEST_ID,
    ],
    responses: {
      '200': {
        description: 'The timeline, or the stream.',
        headers: headerRefs(['X-Request-Id', 'Cache-Control', 'Vary']),
        content: {
          'application/json': { schema: schemaRef('Timeline'), examples: named(['timeline']) },
          'text/event-stream': {
            schema: {
              type: 'string',
              description: 'The `data:` of each event is an Operation.',
              contentMediaType: 'text/event-stream',
            },
            example:
              'event: operation.progress\nid: 12\ndata: {"id":"01M85ZVC0FWGZ5V2BRCVY6G1ZY",…}\n\n',
          },
        },
      },
      '204': {
        description: 'The client has the outcome already: it need not come again.',
        headers: headerRefs(['X-Request-Id', 'Vary']),
      },
      ...problemResponses([...READ_PROBLEMS, 'not_found', 'not_acceptable']),
    },
  };
}

const LOG_QUERY = {
  after: 'The `sequence` of the last line that the client has. The log continues after it.',
  follow: '`true` waits for new lines until the operation has ended, at most for an hour.',
  limit:
    'The largest number of lines in an answer. If there are as many, continue with `after`. With `follow` and in a stream, there is no limit.',
  resource:
    'Only the lines about this cloud resource: its URN, the end of its URN such as `vpc/main`, or its address in the module.',
};

function log(): object {
  const lines = { schema: schemaRef('LogLine'), examples: named(['logLine']) };
  return {
    operationId: 'getOperationLog',
    tags: ['Operations'],
    summary: 'Read or follow the log of an operation',
    description:
      'What the engine of a deployment has said in each phase, without secrets, line by line. The log of an operation without an engine, or whose engine has not run, has its stages, steps, failed attempts, waits and decisions. While the operation runs, lines with `live` say what its steps are doing now; they are not kept. Each line is a JSON document of the schema. `Accept: text/event-stream` follows the log: `log.line` events with the line as JSON under `id:` its `sequence`, a comment every 15 s, `log.completed` last. A lost stream goes on from `Last-Event-ID`. If the log of an engine reaches its limit (`SLIPWAY_DEPLOYMENT_LOG_KIB`), its beginning and its end are kept, and a line between them says how much is left out. The logs of the last 20 operations of a deployment are kept, and for 30 days after its end.',
    parameters: [
      OPERATION_ID,
      ...queryParameters(logQuerySchema, LOG_QUERY),
      parameterRef('Last-Event-ID'),
      REQUEST_ID,
    ],
    responses: {
      '200': {
        description: 'The log.',
        headers: headerRefs(['X-Request-Id', 'Cache-Control', 'Vary']),
        content: {
          'application/jsonl': lines,
          'application/x-ndjson': lines,
          'text/plain': {
            schema: { type: 'string' },
            examples: { logText: { value: logText(EXAMPLES.logLine) } },
          },
          'text/event-stream': {
            schema: {
              type: 'string',
              description: 'The `data:` of each event is a LogLine.',
              contentMediaType: 'text/event-stream',
            },
            example: 'event: log.line\nid: 12\ndata: {"sequence":12,…}\n\n',
          },
        },
      },
      '204': {
        description: 'The operation has ended, and the client has its whole log.',
        headers: headerRefs(['X-Request-Id', 'Vary']),
      },
      ...problemResponses([...READ_PROBLEMS, 'not_found', 'not_acceptable', 'too_many_requests']),
    },
  };
}
