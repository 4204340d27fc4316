/** The versions of Kubernetes that a cloud offers, and the version that a cluster gets. */
import type { ClusterSpec } from '../../contract/resources/cluster.ts';
import type { Ledger } from '../../contract/resources/graph.ts';
import { minorOf, newerOf } from '../../contract/resources/kubernetes-version.ts';
import type { Adoption, CloudResource } from '../provider.ts';
import { controlPlaneIn } from './cluster-layout.ts';

export interface OfferedVersion {
  version: string;
  /** True for the version that a cluster gets when its request names none. */
  isDefault: boolean;
  support: 'standard' | 'extended' | 'none';
}

/**
 * Returns why the cluster cannot have its version, by the path of the field.
 *
 * @param current the version of the existing control plane; undefined for a new cluster
 */
export function versionFaults(
  { kubernetesVersion, upgradePolicy = 'standard' }: ClusterSpec,
  current: string | undefined,
  offered: readonly OfferedVersion[],
): Record<string, string> {
  if (kubernetesVersion === undefined) return {};
  // A control plane keeps its version, or a newer one, for as long as the cloud runs it.
  if (current !== undefined && minorOf(kubernetesVersion) <= minorOf(current)) return {};
  const supported = offered.filter(({ support }) => support !== 'none');
  const it = supported.find(({ version }) => version === kubernetesVersion);
  if (it === undefined) {
    const fault = `is not offered; the provider has ${inWords(supported)}`;
    return { kubernetesVersion: fault };
  }
  // An upgrade always leads away from the end of the support.
  if (it.support === 'standard' || upgradePolicy === 'extended' || current !== undefined) return {};
  const standard = supported.filter(({ support }) => support === 'standard');
  return {
    kubernetesVersion: `is in extended support, which costs more: set upgradePolicy to "extended", or choose ${inWords(standard)}`,
  };
}

function inWords(versions: readonly OfferedVersion[]): string {
  const sorted = versions.toSorted((a, b) => minorOf(a.version) - minorOf(b.version));
  return sorted.map(({ version }) => version).join(', ') || 'none';
}

/**
 * Fills in the version of a cluster, which is never older than that of its control plane: a cloud upgrades
 * a control plane by itself when its version leaves the support.
 *
 * @param offered reads the versions of the cloud, for a new cluster without a version
 */
export async function adoptVersion(
  { resource, ledger, found }: Adoption,
  offered: () => Promise<readonly OfferedVersion[]>,
): Promise<Omit<Adoption, 'found'>> {
  if (resource.resourceType !== 'cluster') return { resource, ledger };
  const current = versionOf(found);
  const kubernetesVersion =
    newerOf(resource.spec.kubernetesVersion, current) ??
    (await offered()).find(({ isDefault }) => isDefault)?.version;
  const spec = { ...resource.spec, ...(kubernetesVersion && { kubernetesVersion }) };
  return { resource: { ...resource, spec }, ledger: adoptInLedger(ledger, current) };
}

/** Returns the version of the control plane among these resources. */
export function versionOf(found: readonly CloudResource[]): string | undefined {
  return controlPlaneIn(found)?.outputs['version'] || undefined;
}

/** Returns the ledger with a newer version of the control plane, so that no undo takes it back. */
function adoptInLedger(ledger: Ledger, current: string | undefined): Ledger {
  const entry = controlPlaneIn(Object.values(ledger));
  const known = entry?.properties['kubernetesVersion'];
  if (entry === undefined || current === undefined || typeof known !== 'string') return ledger;
  if (entry.status !== 'present' || minorOf(known) >= minorOf(current)) return ledger;
  const properties = { ...entry.properties, kubernetesVersion: current };
  return { ...ledger, [entry.urn]: { ...entry, properties } };
}
