/** The versions of Kubernetes that EKS offers in a region. */
import type { VersionStatus } from '@aws-sdk/client-eks';
import type { OfferedVersion } from '../kubernetes/versions.ts';
import type { Aws } from './client/access.ts';
import { allPages } from './client/pages.ts';
import { createRegionCache, type RegionCache } from './region-cache.ts';

/** A version changes its support a few times a year. */
const KEPT_MS = 10 * 60_000;

const SUPPORT = {
  STANDARD_SUPPORT: 'standard',
  EXTENDED_SUPPORT: 'extended',
  UNSUPPORTED: 'none',
} as const satisfies Record<VersionStatus, OfferedVersion['support']>;

export type Versions = RegionCache<readonly OfferedVersion[]>;

/** Loads each region at most once in ten minutes. @param clock milliseconds since the epoch */
export function createVersions(clock: () => number): Versions {
  return createRegionCache(readVersions, KEPT_MS, clock);
}

async function readVersions({ eks }: Pick<Aws, 'eks'>): Promise<OfferedVersion[]> {
  const versions = await allPages(async (nextToken) => {
    const page = await eks.describeClusterVersions({ nextToken });
    return { items: page.clusterVersions, next: page.nextToken };
  });
  return versions.map(({ clusterVersion = '', defaultVersion = false, versionStatus }) => ({
    version: clusterVersion,
    isDefault: defaultVersion,
    support: SUPPORT[versionStatus ?? 'UNSUPPORTED'],
  }));
}
