import type { ErrorType } from '../vocabulary.ts';

interface ProblemKind {
  status: number;
  errorType: ErrorType;
  title: string;
  retryable?: boolean;
}

/** Every problem that a request can have, with its HTTP status and title. */
export const PROBLEMS = {
  malformed_json: { status: 400, errorType: 'validation', title: 'The body is not JSON' },
  invalid_query: { status: 400, errorType: 'validation', title: 'The query is not valid' },
  invalid_idempotency_key: {
    status: 400,
    errorType: 'validation',
    title: 'The Idempotency-Key is not valid',
  },
  idempotency_key_reused: {
    status: 422,
    errorType: 'validation',
    title: 'The Idempotency-Key belongs to another request',
  },
  invalid_request: { status: 422, errorType: 'validation', title: 'The request is not valid' },
  invalid_host: { status: 400, errorType: 'validation', title: 'The Host header is not valid' },
  host_not_allowed: {
    status: 403,
    errorType: 'permission',
    title: 'The host is not a name of this server',
  },
  cross_site_request: {
    status: 403,
    errorType: 'permission',
    title: 'Pages of other sites must not use this server',
  },
  invalid_signature: {
    status: 403,
    errorType: 'permission',
    title: 'The request is not signed with the secret of the webhook',
  },
  deployments_not_offered: {
    status: 403,
    errorType: 'permission',
    title: 'This service offers no deployments',
  },
  state_read_refused: {
    status: 403,
    errorType: 'permission',
    title: 'This service does not hand out states',
  },
  not_found: { status: 404, errorType: 'not_found', title: 'Not found' },
  method_not_allowed: {
    status: 405,
    errorType: 'validation',
    title: 'The method is not allowed here',
  },
  not_acceptable: {
    status: 406,
    errorType: 'validation',
    title: 'The requested media type is not available',
  },
  already_exists: { status: 409, errorType: 'conflict', title: 'The name is taken' },
  record_lost: { status: 409, errorType: 'conflict', title: 'The record of the resource is lost' },
  resource_busy: {
    status: 409,
    errorType: 'conflict',
    title: 'Another operation works on the resource',
    retryable: true,
  },
  in_use: { status: 409, errorType: 'conflict', title: 'Other resources use this resource' },
  deletion_protected: {
    status: 409,
    errorType: 'conflict',
    title: 'The resource is protected from deletion',
  },
  state_elsewhere: {
    status: 409,
    errorType: 'conflict',
    title: "The state is in the module's own backend",
  },
  lineage_mismatch: {
    status: 409,
    errorType: 'conflict',
    title: 'The state file belongs to other resources',
  },
  serial_not_newer: {
    status: 409,
    errorType: 'conflict',
    title: 'The state file is not newer than the state',
  },
  state_encrypted: {
    status: 409,
    errorType: 'conflict',
    title: 'The state is encrypted',
  },
  role_taken: {
    status: 409,
    errorType: 'conflict',
    title: 'The role belongs to another connection',
  },
  network_not_active: {
    status: 409,
    errorType: 'conflict',
    title: 'The network is not active',
    retryable: true,
  },
  connection_not_active: {
    status: 409,
    errorType: 'conflict',
    title: 'The connection is not active',
    retryable: true,
  },
  cluster_not_ready: {
    status: 409,
    errorType: 'conflict',
    title: 'The cluster is not ready',
    retryable: true,
  },
  operation_terminal: {
    status: 409,
    errorType: 'conflict',
    title: 'The operation has already ended',
  },
  not_retryable: {
    status: 409,
    errorType: 'conflict',
    title: 'The operation has neither failed nor been canceled',
  },
  superseded: {
    status: 409,
    errorType: 'conflict',
    title: 'A later operation has changed the resource',
  },
  precondition_failed: {
    status: 412,
    errorType: 'conflict',
    title: 'The resource was changed in the meantime',
  },
  not_awaiting_confirmation: {
    status: 409,
    errorType: 'conflict',
    title: 'The operation does not wait for a confirmation',
  },
  not_lost: { status: 409, errorType: 'conflict', title: 'The record is not lost' },
  payload_too_large: { status: 413, errorType: 'validation', title: 'The request is too large' },
  unsupported_media_type: {
    status: 415,
    errorType: 'validation',
    title: 'The body must be application/json',
  },
  too_many_requests: {
    status: 429,
    errorType: 'throttling',
    title: 'Too many requests',
    retryable: true,
  },
  temporal_unavailable: {
    status: 503,
    errorType: 'internal',
    title: 'Temporal is unavailable',
    retryable: true,
  },
  no_worker: {
    status: 503,
    errorType: 'internal',
    title: 'No worker answers',
    retryable: true,
  },
  cloud_unavailable: {
    status: 503,
    errorType: 'provider',
    title: 'The cloud is unavailable',
    retryable: true,
  },
  draining: {
    status: 503,
    errorType: 'internal',
    title: 'This process is shutting down',
    retryable: true,
  },
  internal_error: { status: 500, errorType: 'internal', title: 'Internal error' },
} as const satisfies Record<string, ProblemKind>;
export type ProblemCode = keyof typeof PROBLEMS;

export interface RequestFault {
  /** JSON pointer (RFC 6901) into the body, or the name of a parameter. */
  pointer: string;
  detail: string;
}

/** The reason why a request cannot be carried out, with a message for the client. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ProblemCode;
  readonly faults: readonly RequestFault[];
  readonly conflictingOperationId: string | undefined;
  readonly attachments: readonly string[] | undefined;
  /** Whole seconds. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    more: {
      faults?: readonly RequestFault[];
      conflictingOperationId?: string;
      attachments?: readonly string[];
      retryAfter?: number;
      cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: more.cause });
    this.code = code;
    this.faults = more.faults ?? [];
    this.conflictingOperationId = more.conflictingOperationId;
    this.attachments = more.attachments;
    this.retryAfter = more.retryAfter;
  }
}
