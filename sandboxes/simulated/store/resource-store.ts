import { DeadlineQueue } from './deadline-queue.ts';
import type { ResourceTypeName } from '../cloud/resource-types.ts';
import type { StoredResource } from '../cloud/resource.ts';

const MAX_TOMBSTONES = 20_000;
/** Clients filter mostly by Slipway's own tags, which name a resource's owner. */
const isIndexed = (key: string) => key.startsWith('slipway:') && key !== 'slipway:simulation';
const tagKey = (key: string, value: string) => `${key}=${value}`;

export interface Filter {
  tags: Record<string, string>;
  type?: ResourceTypeName | undefined;
  name?: string | undefined;
}

/**
 * Keeps all resources in memory. Indexes make the cost of a call independent of the number of
 * resources. A deleted resource stays as a tombstone, because its client token must stay used, until
 * 20,000 newer tombstones exist.
 */
export class ResourceStore {
  readonly #existing = new Map<string, StoredResource>();
  readonly #tombstones = new Map<string, StoredResource>();
  readonly #idByToken = new Map<string, string>();
  readonly #idsByTag = new Map<string, Set<string>>();
  readonly #dependents = new Map<string, Set<string>>();
  readonly #counts = new Map<string, number>();
  #deletions = new DeadlineQueue();
  #lastSequence = 0;

  nextSequence(): number {
    return this.#lastSequence + 1;
  }

  /** Adds a resource, or replaces its earlier version. */
  put(resource: StoredResource): void {
    const before = this.#existing.get(resource.id);
    if (before !== undefined) this.#unindexTags(before);
    else this.#add(resource);
    this.#existing.set(resource.id, resource);
    for (const [key, value] of Object.entries(resource.tags)) {
      if (isIndexed(key)) addTo(this.#idsByTag, tagKey(key, value), resource.id);
    }
    const until = resource.deletion?.until ?? null;
    if (until !== null && (before?.deletion?.until ?? null) === null) {
      this.#deletions.push(resource.id, until);
    }
  }

  /** Turns resources that are deleted at `now` into tombstones. Call it before any other access. */
  sweep(now: number): void {
    for (let id = this.#deletions.popDue(now); id; id = this.#deletions.popDue(now)) {
      const resource = this.#existing.get(id);
      if (resource !== undefined) this.#bury(resource);
    }
  }

  get(id: string): StoredResource | undefined {
    return this.#existing.get(id);
  }

  /** The resource that was created with a client token, even if it is deleted. */
  byToken(clientToken: string): StoredResource | undefined {
    const id = this.#idByToken.get(clientToken);
    return id === undefined ? undefined : (this.#existing.get(id) ?? this.#tombstones.get(id));
  }

  /** The resources that reference `id`. */
  dependentsOf(id: string): StoredResource[] {
    return this.#resolve(this.#dependents.get(id) ?? []);
  }

  count(region: string, type: ResourceTypeName): number {
    return this.#counts.get(`${region}/${type}`) ?? 0;
  }

  /** Existing resources that match, oldest first. */
  find(filter: Filter): StoredResource[] {
    const wanted = Object.entries(filter.tags);
    const found = this.#candidates(wanted).filter(
      (it) =>
        (filter.type === undefined || it.type === filter.type) &&
        (filter.name === undefined || it.name === filter.name) &&
        wanted.every(([key, value]) => it.tags[key] === value),
    );
    return found.toSorted((a, b) => a.sequence - b.sequence);
  }

  tombstones(): StoredResource[] {
    return [...this.#tombstones.values()];
  }

  clear(): void {
    for (const index of [
      this.#existing,
      this.#tombstones,
      this.#idByToken,
      this.#idsByTag,
      this.#dependents,
      this.#counts,
    ]) {
      index.clear();
    }
    this.#deletions = new DeadlineQueue();
  }

  /** The smallest set of resources that the indexes offer for these tags. */
  #candidates(tags: [string, string][]): StoredResource[] {
    let smallest: Set<string> | undefined;
    for (const [key, value] of tags) {
      if (!isIndexed(key)) continue;
      const ids = this.#idsByTag.get(tagKey(key, value));
      if (ids === undefined) return [];
      if (smallest === undefined || ids.size < smallest.size) smallest = ids;
    }
    return smallest === undefined ? [...this.#existing.values()] : this.#resolve(smallest);
  }

  #resolve(ids: Iterable<string>): StoredResource[] {
    return [...ids].flatMap((id) => this.#existing.get(id) ?? []);
  }

  #add(resource: StoredResource): void {
    this.#lastSequence = Math.max(this.#lastSequence, resource.sequence);
    if (resource.clientToken !== undefined) this.#idByToken.set(resource.clientToken, resource.id);
    for (const reference of resource.references) addTo(this.#dependents, reference, resource.id);
    this.#addToCount(resource, 1);
  }

  #bury(resource: StoredResource): void {
    this.#existing.delete(resource.id);
    this.#unindexTags(resource);
    for (const reference of resource.references) {
      removeFrom(this.#dependents, reference, resource.id);
    }
    this.#addToCount(resource, -1);
    this.#tombstones.set(resource.id, resource);
    if (this.#tombstones.size <= MAX_TOMBSTONES) return;
    for (const oldest of this.#tombstones.values()) {
      this.#tombstones.delete(oldest.id);
      if (oldest.clientToken !== undefined) this.#idByToken.delete(oldest.clientToken);
      return;
    }
  }

  #unindexTags(resource: StoredResource): void {
    for (const [key, value] of Object.entries(resource.tags)) {
      if (isIndexed(key)) removeFrom(this.#idsByTag, tagKey(key, value), resource.id);
    }
  }

  #addToCount(resource: StoredResource, difference: number): void {
    const key = `${resource.region}/${resource.type}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + difference);
  }
}

function addTo(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}

function removeFrom(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}
