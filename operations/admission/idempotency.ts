/**
 * The idempotency key of a request. The operation's id follows from it, so that duplicates meet in
 * Temporal itself, however many API processes there are.
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
  /** With its ids, and without the base path, for example `/clusters/demo`. */
  path: string;
  query: unknown;
  /** As it was sent, so that a new default does not turn the retry of yesterday's request into another one. */
  body?: unknown;
}

/** What a submit stands for, before anything of it exists. */
export interface Identity {
  operationId: string;
  /** Of the request; only with a key. */
  fingerprint?: string;
}

/** The id is scoped to organization, member, method and path; the fingerprint is the request's. */
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
 * Whether the operation of this request is there already.
 * Throws `idempotency_key_reused` when it is another request's.
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
    'This Idempotency-Key was sent before with another body. Repeat that request as it was, or take a new key.',
  );
}

function sha256(value: unknown): Buffer {
  return createHash('sha256').update(canonicalJson(value)).digest();
}

/** The order of an object's keys does not matter. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
