/** Entity tags and conditional requests (RFC 9110, section 13). */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { isNewer, outlives, parseRevision, revisionText } from '../../operations/read/revision.ts';
import type { Revision } from '../../operations/read/revision.ts';

/** The value of `If-None-Match` or `If-Match`: `any` for `*`, otherwise the tags without their quotes. */
export type EntityTags = 'any' | readonly string[];

const TAG = /^(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;

/** Parses `If-None-Match`; undefined when the header is absent. Malformed tags are ignored. */
export function ifNoneMatchTags(request: Request): EntityTags | undefined {
  const header = request.get('If-None-Match');
  return header === undefined ? undefined : tagsOf(header);
}

/** A proxy that compresses a body may add this to its tag. */
const CODING = /[-;:](?:gzip|br|deflate|zstd)$/;

/**
 * A proxy that compresses a body makes a strong tag weak, or adds the name of the coding to it. All tags of
 * Slipway are strong, so either form still names one exact state.
 */
function tagsOf(header: string): EntityTags {
  if (header.trim() === '*') return 'any';
  return header.split(',').flatMap((part) => {
    const tag = TAG.exec(part.trim())?.[1];
    return tag === undefined ? [] : [tag, tag.replace(CODING, '')];
  });
}

/**
 * Returns a function that says whether a body matches the request's `If-Match`; undefined when the header
 * is absent. Malformed tags match nothing.
 */
export function ifMatchPredicate(request: Request): ((body: string) => boolean) | undefined {
  const header = request.get('If-Match');
  if (header === undefined) return undefined;
  const tags = tagsOf(header);
  return (body) => includesTag(tags, contentTag(body));
}

export function entityTag(revision: Revision): string {
  return `"${revisionText(revision)}"`;
}

/** Returns a strong entity tag for content that has no revision number: a hash of its text. */
export function contentTag(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** Says whether `tag`, with its quotes, is one of the tags. */
export function includesTag(tags: EntityTags | undefined, tag: string): boolean {
  return tags === 'any' || (tags?.includes(tag.slice(1, -1)) ?? false);
}

/**
 * Returns the tag with which the client already has the current state of the operation, or a more detailed
 * view of this state; undefined when the client needs the current state.
 */
export function matchingTag(tags: EntityTags, current: Revision): string | undefined {
  const tag = entityTag(current);
  if (includesTag(tags, tag)) return tag;
  const better = revisionsIn(tags).find((revision) => outlives(revision, current));
  return better && entityTag(better);
}

/** Returns the newest revision of this operation that the client has; undefined when it has none. */
export function newestRevision(tags: EntityTags, current: Revision): Revision | undefined {
  if (tags === 'any') return current;
  return revisionsIn(tags)
    .filter(({ runId }) => runId === current.runId)
    .reduce<Revision | undefined>(
      (newest, revision) => (newest && !isNewer(revision, newest) ? newest : revision),
      undefined,
    );
}

function revisionsIn(tags: EntityTags): Revision[] {
  if (tags === 'any') return [];
  return tags.flatMap((tag) => parseRevision(tag) ?? []);
}
