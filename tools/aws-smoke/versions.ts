import type { ClusterVersionInformation } from '@aws-sdk/client-eks';

/** The version that a run creates, and the next one, to which it upgrades. */
export interface VersionPair {
  from: string;
  /** Undefined if AWS offers no two versions in a row in standard support. */
  to: string | undefined;
}

/**
 * Chooses among the versions in standard support, because extended support costs six times as much. Prefers an
 * upgrade to the version that AWS creates by default.
 *
 * @param offered the answer of `DescribeClusterVersions`
 * @returns undefined if no version is in standard support
 */
export function chooseVersions(
  offered: readonly ClusterVersionInformation[],
): VersionPair | undefined {
  const standard = offered
    .filter(({ versionStatus }) => versionStatus === 'STANDARD_SUPPORT')
    .flatMap(({ clusterVersion }) => clusterVersion ?? [])
    .toSorted((one, other) => minorOf(one) - minorOf(other));
  const byDefault =
    offered.find(({ defaultVersion }) => defaultVersion === true)?.clusterVersion ??
    standard.at(-1);
  if (byDefault === undefined) return undefined;
  const before = standard.find((version) => minorOf(version) === minorOf(byDefault) - 1);
  if (before !== undefined) return { from: before, to: byDefault };
  const after = standard.find((version) => minorOf(version) === minorOf(byDefault) + 1);
  return { from: byDefault, to: after };
}

/** The minor version, for example 34 of `1.34`. */
function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
