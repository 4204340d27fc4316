export interface CloudErrorDetails {
  /** The pause before a retry, in whole seconds; also sent as the header `Retry-After`. */
  retryAfter?: number;
  /** The same pause in milliseconds, because seconds are too coarse for a fast simulator. */
  retryAfterMs?: number;
  /** The resources that reference a resource and so prevent its deletion. */
  blockers?: { id: string; type: string; name: string }[];
  /** The problems of an invalid request. */
  faults?: { path: string; message: string }[];
}

/** An error response of the simulated cloud. */
export class CloudError extends Error {
  override readonly name = 'CloudError';
  readonly status: number;
  readonly code: string;
  readonly details: CloudErrorDetails;

  constructor(status: number, code: string, message: string, details: CloudErrorDetails = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export function notFound(id: string): CloudError {
  return new CloudError(404, 'ResourceNotFound', `The resource ${id} does not exist`);
}
