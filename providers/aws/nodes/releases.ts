/** The releases of node images that the groups of a cluster get. */
import type { ClusterSpec, NodeGroup } from '../../../contract/resources/cluster.ts';
import type { LedgerEntry } from '../../../contract/resources/graph.ts';
import { DEFAULT_AMI_FAMILY, LATEST } from '../../../contract/providers/aws-node-group.ts';
import { invalidSpec } from '../../node-errors.ts';
import type { Adoption, CloudResource } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { imageOf, newestRelease } from './images.ts';
import { factsOf } from './instance-facts.ts';

/** `1.34.2-20260115` of Amazon Linux begins with the version of Kubernetes, `1.50.0-0a1b2c3d` of Bottlerocket with its own. */
const RELEASE = /^(\d+)\.(\d+)\.(\d+)-(.+)$/;
const DATED = /^\d{8}$/;

/** Returns true if the first release is newer than the second one. */
export function isNewerRelease(release: string, than: string): boolean {
  const [a, b] = [RELEASE.exec(release), RELEASE.exec(than)];
  if (a === null || b === null) return false;
  for (const part of [1, 2, 3, 4]) {
    const [left = '', right = ''] = [a[part], b[part]];
    // The last part is a date, or a digest without an order.
    if (part === 4 && !(DATED.test(left) && DATED.test(right))) return false;
    if (Number(left) !== Number(right)) return Number(left) > Number(right);
  }
  return false;
}

/** Returns true if nodes of that version of Kubernetes can have the release. */
export function fitsVersion(release: string, kubernetesVersion: string): boolean {
  const isOfAmazonLinux = DATED.test(RELEASE.exec(release)?.[4] ?? '');
  return !isOfAmazonLinux || release.startsWith(`${kubernetesVersion}.`);
}

/**
 * Fills in the releases that the spec asks for. A plan looks for the newest release. Afterwards, when there is no
 * ledger to compare with, the spec gets what the groups run.
 */
export async function adoptReleases(
  aws: Aws,
  { resource, ledger }: Omit<Adoption, 'found'>,
  found: readonly CloudResource[],
): Promise<Omit<Adoption, 'found'>> {
  if (resource.resourceType !== 'cluster') return { resource, ledger };
  const { spec } = resource;
  if (spec.nodeGroups.every(({ release }) => release === undefined)) return { resource, ledger };
  const isPlan = Object.keys(ledger).length > 0 || found.length === 0;
  const nodeGroups = await Promise.all(
    spec.nodeGroups.map(async (group, index) => {
      if (group.release === undefined) return group;
      const running = releaseOf(found, group.name);
      if (!isPlan && running !== undefined) return { ...group, release: running };
      const wanted = await wantedRelease(aws, spec, group, index);
      // EKS takes no group back to an earlier release.
      const isKept = running !== undefined && staysBeside(running, wanted, spec);
      return { ...group, release: isKept ? running : wanted };
    }),
  );
  return {
    resource: { ...resource, spec: { ...spec, nodeGroups } },
    ledger: Object.fromEntries(
      Object.entries(ledger).map(([urn, entry]) => [urn, withRunning(entry, found, nodeGroups)]),
    ),
  };
}

function staysBeside(running: string, wanted: string, { kubernetesVersion = '' }: ClusterSpec) {
  return fitsVersion(running, kubernetesVersion) && isNewerRelease(running, wanted);
}

/** The ledger knows which release was requested, but not which one EKS or somebody else has chosen. */
function withRunning(
  entry: LedgerEntry,
  found: readonly CloudResource[],
  nodeGroups: readonly NodeGroup[],
): LedgerEntry {
  const group = nodeGroups.find(({ name }) => name === entry.name);
  const releaseVersion = releaseOf(found, entry.name);
  const isFollowed = entry.type === 'node_group' && group?.release !== undefined;
  if (!isFollowed || releaseVersion === undefined || entry.status !== 'present') return entry;
  return { ...entry, properties: { ...entry.properties, releaseVersion } };
}

function releaseOf(found: readonly CloudResource[], name: string): string | undefined {
  const newest = found
    .filter((it) => it.type === 'node_group' && it.name === name)
    .toSorted((a, b) => b.generation - a.generation)[0];
  return newest?.outputs['release'] || undefined;
}

/** A release of another version is that of an earlier request: the group follows its version. */
async function wantedRelease(
  aws: Aws,
  { kubernetesVersion }: ClusterSpec,
  { release = LATEST, instanceTypes, aws: settings }: NodeGroup,
  index: number,
): Promise<string> {
  if (kubernetesVersion === undefined) return release;
  if (release !== LATEST && fitsVersion(release, kubernetesVersion)) return release;
  const [first] = await factsOf(aws, instanceTypes);
  const family = settings?.amiFamily ?? DEFAULT_AMI_FAMILY;
  const image = first && imageOf(family, first);
  const newest = image && (await newestRelease(aws, image, kubernetesVersion));
  if (newest !== undefined) return newest;
  const fault = `EKS has no image of ${family} for these instance types and Kubernetes ${kubernetesVersion}`;
  throw invalidSpec({ [`nodeGroups.${index}.release`]: fault });
}
