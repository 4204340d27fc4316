/**
 * The formats of all ids, URNs and names of nodes. This file imports only the vocabulary, so that
 * workflows can use it.
 */
import { RESOURCE_KINDS, type ProviderName, type ResourceType } from './vocabulary.ts';

/** Crockford's base32: no I, L, O or U. https://www.crockford.com/base32.html */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;
/** All characters of a derived id but the first, which holds 3 bits only. */
const DERIVED_CHARACTERS = 25;

export const OPERATION_ID_PATTERN = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
/** A label of RFC 1123: a valid name for a Kubernetes object or a DNS host. */
export const DNS_LABEL_PATTERN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Returns a new id of 26 characters in Crockford's base32. The first 10 are the time in milliseconds
 * and the last 16 are random, so that ids sort by time (the layout of a ULID).
 *
 * @param now milliseconds since the epoch
 * @param random 16 or more bytes; 5 bits of each are used
 */
export function timeSortedId(now: number, random: Uint8Array): string {
  let rest = now;
  let time = '';
  for (let i = 0; i < TIME_CHARACTERS; i++) {
    time = CROCKFORD.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  return time + base32(random, RANDOM_CHARACTERS);
}

/**
 * Returns the lowest id of a millisecond. No `timeSortedId` of that time or later sorts before it.
 */
export function firstIdOf(time: number): string {
  return timeSortedId(time, new Uint8Array(1));
}

/** Returns the time at which a time-sorted id was made, in milliseconds since the epoch. */
export function timeOfId(id: string): number {
  let time = 0;
  for (const character of id.slice(0, TIME_CHARACTERS)) {
    time = time * 32 + CROCKFORD.indexOf(character);
  }
  return time;
}

/**
 * Returns an id that is derived from a hash. It looks like any other id, but does not sort by time.
 *
 * @param hash 26 or more bytes; 5 bits of each are used, 3 of the first, which makes 128
 */
export function derivedId(hash: Uint8Array): string {
  return CROCKFORD.charAt((hash[0] ?? 0) & 7) + base32(hash.subarray(1), DERIVED_CHARACTERS);
}

function base32(bytes: Uint8Array, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += CROCKFORD.charAt((bytes[i % bytes.length] ?? 0) & 31);
  return text;
}

/**
 * Returns the external id of a connection: `slipway:{organization}:{128 random bits in hex}`. It names the
 * organization, and nobody can guess it.
 *
 * @param random 16 bytes
 */
export function externalIdOf(organizationId: string, random: Uint8Array): string {
  const hex = Array.from(random.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0'));
  return `slipway:${organizationId}:${hex.join('')}`;
}

/** Returns the workflow id of a resource's entity. */
export function entityWorkflowId(
  organizationId: string,
  resourceType: ResourceType,
  resourceId: string,
): string {
  return `${organizationId}/${RESOURCE_KINDS[resourceType].collection}/${resourceId}`;
}

/**
 * Returns the workflow id of the claim on a role. AWS does not tell the names of roles apart by their case.
 * No entity has this id, because the name of an organization contains no colon.
 */
export function roleClaimWorkflowId(roleArn: string): string {
  return `role:${roleArn.toLowerCase()}`;
}

/** Returns the id of the workflow that keeps how long the resources of a region take. */
export function durationsWorkflowId(provider: ProviderName, region: string): string {
  return `durations:${provider}:${region}`;
}

/**
 * Returns the workflow id for the events of one branch, or one pull request, of a repository.
 *
 * @param subject for example `branch/main` or `pull/12`
 */
export function repositoryEventsWorkflowId(
  organizationId: string,
  repositoryKey: string,
  subject: string,
): string {
  return `repository:${organizationId}:${repositoryKey}:${subject}`;
}

/** Returns true if both ARNs name the same role. */
export function isSameRole(a: string, b: string): boolean {
  return roleClaimWorkflowId(a) === roleClaimWorkflowId(b);
}

/**
 * Returns the URN of one node of a plan:
 * `urn:slipway:{organization}:{collection}:{resource}:{type}/{name}`.
 */
export function nodeUrn(
  owner: { organizationId: string; resourceType: ResourceType; resourceId: string },
  type: string,
  name: string,
): string {
  return `urn:slipway:${owner.organizationId}:${RESOURCE_KINDS[owner.resourceType].collection}:${owner.resourceId}:${type}/${name}`;
}

/** Returns the name of a node for people, for example `control plane main`. */
export function nodeWords({ type, name }: { type: string; name: string }): string {
  return `${type.replaceAll('_', ' ')} ${name}`;
}

export const URN_PATTERN =
  /^urn:slipway:[a-z0-9-]+:[a-z]+:[a-z0-9-]+:[a-z][a-z0-9_]*\/[A-Za-z0-9._-]+$/;
