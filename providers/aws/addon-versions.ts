/** The versions of EKS's add-ons for a version of Kubernetes. */
import type { ClusterSpec } from '../../contract/resources/cluster.ts';
import type { Aws } from './client/access.ts';
import { allPages } from './client/pages.ts';

interface AddonVersions {
  /** Newest first. Empty if EKS has no such add-on for the version of Kubernetes. */
  versions: string[];
  defaultVersion?: string;
}

interface Wanted {
  version?: string | undefined;
  kubernetesVersion?: string | undefined;
}

async function addonVersionsOf(
  { eks }: Pick<Aws, 'eks'>,
  addonName: string,
  kubernetesVersion: string | undefined,
): Promise<AddonVersions> {
  const addons = await allPages(async (nextToken) => {
    const page = await eks.describeAddonVersions({ addonName, kubernetesVersion, nextToken });
    return { items: page.addons, next: page.nextToken };
  });
  const found = addons.flatMap((addon) => addon.addonVersions ?? []);
  const preferred = found.find(({ compatibilities = [] }) =>
    compatibilities.some(
      ({ clusterVersion, defaultVersion }) =>
        defaultVersion === true && clusterVersion === kubernetesVersion,
    ),
  );
  return {
    versions: found.map(({ addonVersion = '' }) => addonVersion),
    ...(preferred?.addonVersion !== undefined && { defaultVersion: preferred.addonVersion }),
  };
}

/**
 * Returns the version that an add-on should have: the one of its spec, or the default for the version of
 * Kubernetes. A newer version than the default stays, if it supports that version of Kubernetes.
 *
 * @param current the version of the existing add-on
 */
export async function wantedAddonVersion(
  aws: Pick<Aws, 'eks'>,
  addonName: string,
  { version, kubernetesVersion }: Wanted,
  current: string,
): Promise<string> {
  if (version !== undefined) return version;
  if (kubernetesVersion === undefined) return current;
  const { versions, defaultVersion } = await addonVersionsOf(aws, addonName, kubernetesVersion);
  if (defaultVersion === undefined) return current;
  const at = versions.indexOf(current);
  return at >= 0 && at < versions.indexOf(defaultVersion) ? current : defaultVersion;
}

/** Returns why EKS cannot install the add-ons of a spec, by the path of the field. */
export async function addonFaults(
  aws: Pick<Aws, 'eks'>,
  { addons, addonSettings = {} }: Pick<ClusterSpec, 'addons' | 'addonSettings'>,
  kubernetesVersion: string | undefined,
): Promise<Record<string, string>> {
  const faults = await Promise.all(
    addons.map(async (name, index): Promise<[string, string][]> => {
      const { versions } = await addonVersionsOf(aws, name, kubernetesVersion);
      const place = kubernetesVersion === undefined ? '' : ` for Kubernetes ${kubernetesVersion}`;
      if (versions.length === 0) return [[`addons.${index}`, `EKS has no add-on ${name}${place}`]];
      const version = addonSettings[name]?.version;
      if (version === undefined || versions.includes(version)) return [];
      const some = versions.slice(0, 3).join(', ');
      const fault = `EKS has no such version of ${name}${place}; the newest are ${some}`;
      return [[`addonSettings.${name}.version`, fault]];
    }),
  );
  return Object.fromEntries(faults.flat());
}
