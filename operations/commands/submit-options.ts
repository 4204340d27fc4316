/** How a request wants to be treated, beside what it asks for. */
import type { ResourceRecord } from '../../contract/resources/schemas.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { KeyedRequest } from '../admission/idempotency.ts';

export interface Ask {
  /** It has an idempotency key. */
  keyed?: KeyedRequest;
  /** Nothing is to happen: what would? */
  validateOnly?: boolean;
  /** With `If-Match`: whether a resource is in the state that the client has seen. */
  isExpected?: (record: ResourceRecord) => boolean;
}

/**
 * What an operation has to find unchanged. Throws `precondition_failed` when it is not so any more; what
 * changes after that is seen when the operation claims the resource.
 */
export function preconditionOf(
  record: ResourceRecord,
  { isExpected }: Ask,
): { unchangedSince?: string } {
  if (isExpected === undefined) return {};
  if (isExpected(record)) return { unchangedSince: record.updatedAt };
  throw new RequestError(
    'precondition_failed',
    `${record.id} is not in the state that If-Match names. Read it again, and decide anew.`,
  );
}
