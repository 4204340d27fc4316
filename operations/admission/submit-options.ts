/** The options of a request that are independent of its command. */
import { claimRefused } from '../../contract/problems/claim-problem.ts';
import type { ResourceRecord } from '../../contract/resources/schemas.ts';
import type { ResourceType } from '../../contract/vocabulary.ts';
import type { KeyedRequest } from './idempotency.ts';

export interface SubmitOptions {
  /** Present when the request has an idempotency key. */
  keyed?: KeyedRequest;
  /** The request is a preview: it starts no operation. */
  validateOnly?: boolean;
  /** How long a preview may take, in milliseconds, if not as long as a client waits. */
  maxPreviewMs?: number;
  /** With `If-Match`: whether the resource is still in the state that the client has seen. */
  isExpected?: (record: ResourceRecord) => boolean;
}

/**
 * The state that the operation must find unchanged when it claims the resource. Throws
 * `precondition_failed` when the resource has changed already.
 */
export function preconditionOf(
  type: ResourceType,
  record: ResourceRecord,
  { isExpected }: Pick<SubmitOptions, 'isExpected'>,
): { unchangedSince?: string } {
  if (isExpected === undefined) return {};
  if (isExpected(record)) return { unchangedSince: record.updatedAt };
  throw claimRefused(`${type} ${record.id}`, { granted: false, code: 'changed' });
}
