/** Entity tags and the requests that name them (RFC 9110, section 13). */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { isNewer, outlives, parseRevision, revisionText } from '../../operations/read/revision.ts';
import type { Revision } from '../../operations/read/revision.ts';

/** What `If-None-Match` names: any state at all, or these tags, without quotes. */
export type EntityTags = 'any' | readonly string[];

const TAG = /^(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;

/** undefined: the request is not conditional. What is no tag matches nothing. */
export function ifNoneMatchTags(request: Request): EntityTags | undefined {
  const header = request.get('If-None-Match');
  if (header === undefined) return undefined;
  if (header.trim() === '*') return 'any';
  return header.split(',').flatMap((part) => TAG.exec(part.trim())?.[1] ?? []);
}

/**
 * What `If-Match` names, compared strongly: a weak tag matches nothing. undefined: the request is not
 * conditional.
 */
export function ifMatchPredicate(request: Request): ((body: string) => boolean) | undefined {
  const header = request.get('If-Match');
  if (header === undefined) return undefined;
  const tags = header.split(',').map((tag) => tag.trim());
  return (body) => header.trim() === '*' || tags.includes(contentTag(body));
}

export function entityTag(revision: Revision): string {
  return `"${revisionText(revision)}"`;
}

/** Strong, over a content that has no revision of its own. */
export function contentTag(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** Whether a tag (with its quotes) is among those that are held. */
export function includesTag(held: EntityTags | undefined, tag: string): boolean {
  return held === 'any' || (held?.includes(tag.slice(1, -1)) ?? false);
}

/** The tag by which the client has this state of the operation already, or a better view of it. */
export function matchingTag(held: EntityTags, now: Revision): string | undefined {
  const tag = entityTag(now);
  if (includesTag(held, tag)) return tag;
  const better = revisionsIn(held).find((revision) => outlives(revision, now));
  return better && entityTag(better);
}

/** The newest state of this operation that the client has; undefined: none. */
export function newestRevision(held: EntityTags, now: Revision): Revision | undefined {
  if (held === 'any') return now;
  return revisionsIn(held)
    .filter(({ runId }) => runId === now.runId)
    .reduce<Revision | undefined>(
      (newest, revision) => (newest && !isNewer(revision, newest) ? newest : revision),
      undefined,
    );
}

function revisionsIn(held: EntityTags): Revision[] {
  if (held === 'any') return [];
  return held.flatMap((tag) => parseRevision(tag) ?? []);
}
