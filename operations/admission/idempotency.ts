/**
 * Derives the id of an operation from the idempotency key of its request. Temporal accepts an id only
 * once, so that duplicates are found however many API processes there are.
 */
import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { derivedId } from '../../contract/ids.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { findOperation } from '../read/describe.ts';
import type { Principal } from '../temporal/calls.ts';

/** A request that may be repeated. */
export interface KeyedRequest {
  key: string;
  method: string;
  /** The path with its ids and without the base path, for example `/clusters/demo`. */
  path: string;
  query: unknown;
  /**
   * The body as sent, without defaults, so that a request and its retry stay equal when a default
   * changes.
   */
  body?: unknown;
}

/** Identifies a submitted request before its operation exists. */
export interface Identity {
  operationId: string;
  /** Hash of the request; absent without an idempotency key. */
  fingerprint?: string;
}

/**
 * Returns an id that is scoped to organization, member, method and path, and a hash of the request.
 */
export function identify(
  { organizationId, memberId }: Principal,
  { key, method, path, query, body }: KeyedRequest,
): Required<Identity> {
  return {
    operationId: derivedId(sha256([organizationId, memberId, method, path, key])),
    fingerprint: sha256([path, query, body ?? null]).toString('base64url'),
  };
}

/**
 * Whether the operation of this request already exists.
 * Throws `idempotency_key_reused` when it was started by another request.
 */
export async function wasAdmitted(
  client: Client,
  principal: Principal,
  { operationId, fingerprint }: Required<Identity>,
): Promise<boolean> {
  const operation = await findOperation(client, principal, operationId);
  if (operation === undefined) return false;
  if (operation.memo.subject.fingerprint !== fingerprint) throw keyReused();
  return true;
}

export function keyReused(): RequestError {
  return new RequestError(
    'idempotency_key_reused',
    'This Idempotency-Key was sent before with another body. Repeat that request unchanged, or use a new key.',
  );
}

function sha256(value: unknown): Buffer {
  return createHash('sha256').update(canonicalJson(value)).digest();
}

/** Returns JSON with sorted keys, so that the order of an object's keys does not matter. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
