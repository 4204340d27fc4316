import { CloudError, notFound } from './cloud-error.ts';
import { createFaults, type Disturbance } from './faults.ts';
import { createHosting } from '../kubernetes/hosting.ts';
import type { KubernetesHost } from '../kubernetes/host.ts';
import { mergePatch } from './merge-patch.ts';
import { pageToken, type CreateRequest, type UpdateRequest } from './requests.ts';
import type { Filter } from '../store/resource-store.ts';
import {
  limitCode,
  RESOURCE_TYPE_NAMES,
  RESOURCE_TYPES,
  type ResourceTypeName,
} from './resource-types.ts';
import {
  effectiveProperties,
  fingerprintOf,
  stateOf,
  wantedProperties,
  type StoredResource,
} from './resource.ts';
import { resourceView } from './resource-view.ts';
import type { State } from './state.ts';

const SLOW_FACTOR = 5;
const ID_HEX_DIGITS = 17;

/** A response of the API, and the fault that disturbs its delivery. */
export interface Answer {
  status: number;
  body: object;
  disturbance?: Disturbance | undefined;
}

export type Cloud = ReturnType<typeof createCloud>;

/**
 * The rules of the simulated cloud, without HTTP. Errors are thrown as CloudError. A requested fault
 * only hits calls that would succeed without it, so that a run with faults is reproducible.
 */
export function createCloud(options: {
  state: State;
  /** Milliseconds since the epoch. */
  clock: () => number;
  speed: number;
  random: (bytes: number) => Uint8Array;
  visibilityDelayMs: number;
  /** Hosts real control planes. Absent if clusters have no Kubernetes API. */
  host?: Pick<KubernetesHost, 'follow' | 'waitsFor'> | undefined;
}) {
  const { state, clock, speed, random } = options;
  const { resources } = state;
  const faults = createFaults(state, speed);
  const hosting = createHosting(state, options.host);

  const lookup = (id: string) => resources.get(id);
  const view = (resource: StoredResource) =>
    resourceView(resource, clock(), lookup, hosting.waitsFor(resource));

  const existing = (id: string): StoredResource => {
    resources.sweep(clock());
    const resource = resources.get(id);
    if (resource === undefined) throw notFound(id);
    return resource;
  };

  const commit = (resource: StoredResource): StoredResource => {
    state.commit({ kind: 'resource', resource });
    hosting.follow(resource);
    return resource;
  };

  const isVisible = (resource: StoredResource) => clock() >= resource.visibleAt;

  const newId = (type: ResourceTypeName) => {
    const hex = Buffer.from(random(Math.ceil(ID_HEX_DIGITS / 2))).toString('hex');
    return `${RESOURCE_TYPES[type].idPrefix}-${hex.slice(0, ID_HEX_DIGITS)}`;
  };

  const checkReferences = (request: CreateRequest) => {
    const needsAvailable: readonly string[] = RESOURCE_TYPES[request.type].needsAvailable;
    for (const id of request.references) {
      const resource = resources.get(id);
      if (resource === undefined || resource.deletion !== undefined) {
        throw new CloudError(400, 'InvalidReference', `The resource ${id} does not exist`);
      }
      const { state: current } = stateOf(resource, clock());
      if (needsAvailable.includes(resource.type) && current !== 'available') {
        throw new CloudError(409, 'ReferenceNotReady', `The resource ${id} is ${current}`);
      }
    }
  };

  const checkQuota = ({ region, type }: CreateRequest) => {
    const limit = state.quota(region, type);
    if (resources.count(region, type) >= limit) {
      throw new CloudError(400, limitCode(type), `At most ${limit} of type ${type} in ${region}`);
    }
  };

  const make = (request: CreateRequest): StoredResource => {
    const now = clock();
    const fault = faults.inProgress('ready', request);
    const latency = RESOURCE_TYPES[request.type].ready / speed;
    const isHosted = hosting.isHosted(request) && typeof fault !== 'object';
    const resource: StoredResource = {
      ...request,
      id: newId(request.type),
      sequence: resources.nextSequence(),
      fingerprint: fingerprintOf(request),
      createdAt: now,
      visibleAt: now + options.visibilityDelayMs / speed,
      readyAt:
        isHosted || fault === 'hang' ? null : now + latency * (fault === 'slow' ? SLOW_FACTOR : 1),
      ...(typeof fault === 'object' && { failure: fault.failure }),
      ...(isHosted && { hosted: { isStuck: fault === 'hang' } }),
    };
    return commit(resource);
  };

  const change = (
    resource: StoredResource,
    properties: NonNullable<UpdateRequest['properties']>,
  ): StoredResource => {
    const now = clock();
    const fault = faults.inProgress('updated', resource);
    const latency = RESOURCE_TYPES[resource.type].update / speed;
    const isHosted = hosting.isActive(resource) && typeof fault !== 'object';
    return {
      ...resource,
      properties: mergePatch(wantedProperties(resource, now), properties),
      update: {
        since: now,
        until:
          isHosted || fault === 'hang'
            ? null
            : now + latency * (fault === 'slow' ? SLOW_FACTOR : 1),
        previous: effectiveProperties(resource, now),
        ...(typeof fault === 'object' && { failure: fault.failure }),
        ...(isHosted && fault === 'hang' && { isHeld: true }),
      },
      // An update that works also helps a resource that was never ready.
      ...(isHosted && fault !== 'hang' && { hosted: { ...resource.hosted, isStuck: false } }),
    };
  };

  return {
    create(request: CreateRequest): Answer {
      resources.sweep(clock());
      const { clientToken } = request;
      const made = clientToken === undefined ? undefined : resources.byToken(clientToken);
      if (made === undefined) {
        checkReferences(request);
        checkQuota(request);
        hosting.checkVersion(request.properties);
      } else if (made.fingerprint !== fingerprintOf(request)) {
        const message = 'The client token was used with other parameters';
        throw new CloudError(400, 'IdempotentParameterMismatch', message);
      }
      const disturbance = faults.atCall('create', request);
      const status = made === undefined ? 201 : 200;
      return { status, body: view(made ?? make(request)), disturbance };
    },

    /** The properties of a resource for the call log; empty if it does not exist. */
    subject(id: string): { type?: string; name?: string } {
      const resource = resources.get(id);
      return resource === undefined ? {} : { type: resource.type, name: resource.name };
    },

    read(id: string): Answer {
      const resource = existing(id);
      if (!isVisible(resource)) throw notFound(id);
      const disturbance = faults.atCall('read', resource);
      return { status: 200, body: view(resource), disturbance };
    },

    list(query: Filter & { limit: number; nextToken?: number | undefined }): Answer {
      resources.sweep(clock());
      const { limit, nextToken = 0 } = query;
      const found = resources.find(query).filter((it) => it.sequence > nextToken && isVisible(it));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const more = last !== undefined && found.length > limit;
      return {
        status: 200,
        body: { items: page.map(view), ...(more && { nextToken: pageToken(last.sequence) }) },
      };
    },

    /** New tags apply immediately, new properties when the update is done. */
    update(id: string, request: UpdateRequest): Answer {
      const resource = existing(id);
      const { state: current } = stateOf(resource, clock());
      if (current === 'creating' || current === 'deleting') {
        throw new CloudError(409, 'InvalidState', `The resource ${id} is ${current}`);
      }
      const tagged = { ...resource, tags: mergePatch(resource.tags, request.tags ?? {}) };
      if (request.properties !== undefined) hosting.checkVersion(request.properties);
      const disturbance = faults.atCall('update', tagged);
      const changed = commit(
        request.properties === undefined ? tagged : change(tagged, request.properties),
      );
      return { status: 202, body: view(changed), disturbance };
    },

    remove(id: string): Answer {
      const resource = existing(id);
      const blockers = resources.dependentsOf(id).map((it) => ({
        id: it.id,
        type: it.type,
        name: it.name,
      }));
      if (blockers.length > 0) {
        const message = `The resource ${id} is referenced by ${blockers.map((it) => it.id).join(', ')}`;
        throw new CloudError(409, 'DependencyViolation', message, { blockers });
      }
      const disturbance = faults.atCall('delete', resource);
      if (resource.deletion !== undefined) {
        return { status: 202, body: view(resource), disturbance };
      }
      const now = clock();
      const { delete: latency } = RESOURCE_TYPES[resource.type];
      const until = hosting.isActive(resource) ? null : now + latency / speed;
      const deleting = commit({ ...resource, deletion: { since: now, until } });
      return { status: 202, body: view(deleting), disturbance };
    },

    /** The limit and the number of existing resources of each type in a region. */
    quotas({ region }: Pick<CreateRequest, 'region'>): Answer {
      resources.sweep(clock());
      const items = RESOURCE_TYPE_NAMES.map((type) => ({
        type,
        limit: state.quota(region, type),
        used: resources.count(region, type),
      }));
      return { status: 200, body: { items } };
    },

    /** All existing resources, including invisible ones; with `all` also deleted ones. */
    inspect(query: { tags: Record<string, string>; all: boolean }): object[] {
      resources.sweep(clock());
      const wanted = Object.entries(query.tags);
      const dead = query.all ? resources.tombstones() : [];
      return [
        ...dead.filter((it) => wanted.every(([key, value]) => it.tags[key] === value)),
        ...resources.find({ tags: query.tags }),
      ].map(view);
    },
  };
}
