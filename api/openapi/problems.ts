/** The error responses of a path: one for each status, with an example of each problem code. */
import { PROBLEMS, type ProblemCode } from '../../contract/problems/problem-codes.ts';
import type { Problem } from '../../contract/problems/problem.ts';
import { headerRefs } from './headers.ts';
import { schemaRef } from './schemas.ts';

/** Problems of every request that reaches Temporal. */
export const READ_PROBLEMS: readonly ProblemCode[] = [
  'invalid_host',
  'host_not_allowed',
  'cross_site_request',
  'invalid_query',
  'too_many_requests',
  'temporal_unavailable',
  'internal_error',
];
/** Problems of every request that may have a body, even if the path needs none. */
export const BODY_PROBLEMS: readonly ProblemCode[] = [
  ...READ_PROBLEMS,
  'malformed_json',
  'payload_too_large',
  'unsupported_media_type',
];

/** Problems of every request that starts an operation. */
export const SUBMIT_PROBLEMS: readonly ProblemCode[] = [
  ...BODY_PROBLEMS,
  'invalid_idempotency_key',
  'idempotency_key_reused',
  // Only with `validateOnly`: no worker can make the plan, or the cloud refuses it.
  'invalid_request',
  'no_worker',
  'cloud_unavailable',
];

/** Problems of every request that changes a resource. */
export const CHANGE_PROBLEMS: readonly ProblemCode[] = [
  ...SUBMIT_PROBLEMS,
  'not_found',
  'precondition_failed',
  'resource_busy',
];

/** Codes whose responses have a `Retry-After`. */
const WITH_RETRY_AFTER: readonly ProblemCode[] = [
  'network_not_active',
  'connection_not_active',
  'cluster_not_ready',
  'too_many_requests',
  'temporal_unavailable',
  'no_worker',
  'cloud_unavailable',
  'draining',
];

export function problemResponses(codes: readonly ProblemCode[]): Record<string, object> {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].toSorted(
    (a, b) => a - b,
  );
  return Object.fromEntries(
    statuses.map((status) => {
      const these = codes.filter((code) => PROBLEMS[code].status === status);
      const hasRetryAfter = these.some((code) => WITH_RETRY_AFTER.includes(code));
      return [
        String(status),
        {
          description: these.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
          headers: headerRefs([
            'X-Request-Id',
            ...(hasRetryAfter ? (['Retry-After'] as const) : []),
          ]),
          content: {
            'application/problem+json': {
              schema: schemaRef('Problem'),
              examples: Object.fromEntries(
                these.map((code) => [code, { value: exampleProblem(code) }]),
              ),
            },
          },
        },
      ];
    }),
  );
}

const HOLDER = '01M85ZVC0FWGZ5V2BRCVY6G1ZY';
const EXAMPLE_DETAILS: Partial<Record<ProblemCode, Partial<Problem>>> = {
  invalid_request: {
    detail: 'The body has a fault: /nodeGroups/0/desiredSize must not be above maxSize (3)',
    fieldErrors: { 'nodeGroups.0.desiredSize': 'must not be above maxSize (3)' },
    errors: [{ pointer: '/nodeGroups/0/desiredSize', detail: 'must not be above maxSize (3)' }],
  },
  resource_busy: {
    detail: `Operation ${HOLDER} is working on cluster demo. Wait for it, or cancel it.`,
    conflictingOperationId: HOLDER,
    links: { cancel: `/operations/${HOLDER}/cancel` },
  },
  in_use: {
    detail: 'Network base is in use by these clusters: demo. Delete them first.',
    attachments: ['demo'],
  },
};

function exampleProblem(code: ProblemCode): Problem {
  const { status, errorType, title, ...kind } = PROBLEMS[code];
  return {
    type: `urn:slipway:problem:${code}`,
    title,
    status,
    detail: `${title}.`,
    instance: '/clusters',
    code,
    errorType,
    requestId: '7a1f6c0e-5c1b-4d3e-9f52-1f0d5c1f6a11',
    retryable: 'retryable' in kind,
    ...EXAMPLE_DETAILS[code],
  };
}
