/**
 * A marker says where a page of a list ended. It is opaque to clients, which send it back for the
 * next page.
 */
import { createHash } from 'node:crypto';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Position } from './page.ts';

const HASH_CHARACTERS = 16;

/**
 * @param bound identifies the list: the marker is only valid for the same list with the same filters
 */
export function encodeMarker<At extends number | string>(
  { at, id }: Position<At>,
  bound: readonly unknown[],
): string {
  return Buffer.from(JSON.stringify([at, id, hashOf(bound)])).toString('base64url');
}

/** Whether a marker's first part is a time, by which lists are sorted that need no other order. */
export function isTime(at: unknown): at is number {
  return typeof at === 'number' && Number.isSafeInteger(at) && at >= 0;
}

/** Whether a marker's first part is the text by which a list is sorted. */
export function isText(at: unknown): at is string {
  return typeof at === 'string';
}

/** Throws `invalid_query` unless the text is a marker of this list with these filters. */
export function decodeMarker<At extends number | string>(
  marker: string,
  bound: readonly unknown[],
  isAt: (at: unknown) => at is At,
): Position<At> {
  const [at, id, hash] = parts(marker);
  if (!isAt(at) || typeof id !== 'string') {
    throw refused('is not a marker that a list has answered');
  }
  if (hash !== hashOf(bound)) {
    throw refused('belongs to a list with other filters; keep them the same from page to page');
  }
  return { at, id };
}

function parts(marker: string): unknown[] {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(marker, 'base64url').toString());
    return Array.isArray(decoded) ? decoded : [];
  } catch {
    return [];
  }
}

/** Equal filters give equal JSON, because filters are built in a fixed order with sorted values. */
function hashOf(bound: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(bound));
  return hash.digest('base64url').slice(0, HASH_CHARACTERS);
}

function refused(detail: string): RequestError {
  return new RequestError('invalid_query', `The marker ${detail}.`, {
    faults: [{ pointer: '/marker', detail }],
  });
}
