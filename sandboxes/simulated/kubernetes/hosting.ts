/** Which resources exist in a real Kubernetes API. Without a host, there are none. */
import { KUBERNETES_RELEASE } from '../../../host/kubernetes-parts.ts';
import { CloudError } from '../cloud/cloud-error.ts';
import type { CreateRequest } from '../cloud/requests.ts';
import type { Properties, StoredResource } from '../cloud/resource.ts';
import type { State } from '../cloud/state.ts';
import type { KubernetesHost } from './host.ts';
import { afterWork, hostedType, workOf } from './work.ts';

/** A release of Kubernetes can also offer the APIs of three earlier minor versions. */
const EARLIER_VERSIONS = 3;

export interface Hosting {
  /** Returns true if the host takes care of a resource that is being created. */
  isHosted(request: Pick<CreateRequest, 'type' | 'references'>): boolean;
  /** Returns true if the host takes care of an existing resource. */
  isActive(resource: StoredResource): boolean;
  /** @throws CloudError if the host has no program for the version of Kubernetes in the properties */
  checkVersion(properties: Properties): void;
  follow(resource: StoredResource): void;
  /** Returns what the host waits for; undefined if it does not work on the resource. */
  waitsFor(resource: StoredResource): string | undefined;
}

export function createHosting(
  state: State,
  host: Pick<KubernetesHost, 'follow' | 'waitsFor'> | undefined,
): Hosting {
  return {
    isHosted({ type, references }) {
      if (host === undefined || hostedType(type) === undefined) return false;
      const isHosted = (id: string) => state.resources.get(id)?.hosted !== undefined;
      return type === 'control_plane' || references.some(isHosted);
    },
    isActive: ({ hosted }) => host !== undefined && hosted !== undefined,
    checkVersion({ kubernetesVersion }) {
      if (host === undefined || typeof kubernetesVersion !== 'string') return;
      const versions = hostedVersions();
      if (versions.includes(kubernetesVersion)) return;
      throw new CloudError(
        400,
        'UnsupportedKubernetesVersion',
        `This cloud can host Kubernetes ${versions.join(', ')}, and not ${kubernetesVersion}`,
      );
    },
    follow: (resource) => host?.follow(resource),
    waitsFor: ({ id }) => host?.waitsFor(id),
  };
}

/** Returns the versions that the host can offer, for example `1.34`, the oldest first. */
export function hostedVersions(release = KUBERNETES_RELEASE): string[] {
  const [major, minor] = release.split('.').map(Number);
  return Array.from(
    { length: EARLIER_VERSIONS + 1 },
    (_, index) => `${major}.${(minor ?? 0) - EARLIER_VERSIONS + index}`,
  );
}

/** Ends what a host has begun. For a cloud that runs without the host from now on. */
export function endHostedWork(state: State, now: number): void {
  for (const resource of state.resources.find({ tags: {} })) {
    const work = workOf(resource);
    if (work === undefined || (resource.hosted?.isStuck === true && work !== 'delete')) continue;
    state.commit({ kind: 'resource', resource: afterWork(resource, work, now, {}) });
  }
}
