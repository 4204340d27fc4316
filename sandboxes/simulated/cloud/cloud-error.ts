export interface CloudErrorDetails {
  /** Whole seconds; also the `Retry-After` header. */
  retryAfter?: number;
  /** The same, exact at any speed. */
  retryAfterMs?: number;
  /** What still references a resource that is to be deleted. */
  blockers?: { id: string; type: string; name: string }[];
  /** Every fault of a request. */
  faults?: { path: string; message: string }[];
}

/** A refusal of the simulated cloud, as its API states it. */
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
