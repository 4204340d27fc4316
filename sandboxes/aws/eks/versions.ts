/** The Kubernetes versions of EKS, which age: 14 months of standard support, then 12 of extended support. */
import { errorAnswer, jsonAnswer } from '../proxy/answers.ts';
import type { Answer, Call } from '../proxy/call.ts';

/** The days of the release and of the two ends of support, as AWS answers and announces them. */
const KNOWN: Readonly<Record<number, readonly [string, string, string]>> = {
  28: ['2023-09-26', '2024-11-26', '2025-11-26'],
  29: ['2024-01-23', '2025-03-23', '2026-03-23'],
  30: ['2024-05-23', '2025-07-23', '2026-07-23'],
  31: ['2024-09-26', '2025-11-26', '2026-11-26'],
  32: ['2025-01-23', '2026-03-23', '2027-03-23'],
  33: ['2025-05-29', '2026-07-29', '2027-07-29'],
  34: ['2025-10-02', '2026-12-02', '2027-12-02'],
  35: ['2026-01-28', '2027-03-27', '2028-03-27'],
};
const LAST_KNOWN = 35;
/** Later versions follow AWS's rule: a release every four months. */
const MONTHS = { betweenReleases: 4, standard: 14, extended: 12 };
const FIRST = 28;

type VersionStatus = 'STANDARD_SUPPORT' | 'EXTENDED_SUPPORT' | 'UNSUPPORTED';

interface Release {
  version: string;
  releasedAt: number;
  standardUntil: number;
  extendedUntil: number;
}

/** The minor version of a Kubernetes version, for example 34 of `1.34`; NaN if it is not one. */
export function minorOf(version: string): number {
  return /^1\.\d+$/.test(version) ? Number(version.slice(2)) : Number.NaN;
}

/**
 * Creates the catalogue of versions.
 *
 * @param today the date by which versions age, in milliseconds since the epoch
 */
export function createVersions(today: () => number) {
  const statusOf = ({ standardUntil, extendedUntil }: Release): VersionStatus => {
    if (today() < standardUntil) return 'STANDARD_SUPPORT';
    return today() < extendedUntil ? 'EXTENDED_SUPPORT' : 'UNSUPPORTED';
  };

  /** The released versions, newest first. */
  function releases(): Release[] {
    const all: Release[] = [];
    for (let minor = FIRST; ; minor++) {
      const release = releaseOf(minor);
      if (release.releasedAt > today()) return all.toReversed();
      all.push(release);
    }
  }

  const newest = () => releases()[0]?.version ?? `1.${FIRST}`;

  function viewOf(release: Release) {
    const status = statusOf(release);
    return {
      clusterVersion: release.version,
      clusterType: 'eks',
      defaultPlatformVersion: 'eks.1',
      defaultVersion: release.version === newest(),
      releaseDate: release.releasedAt / 1000,
      endOfStandardSupportDate: release.standardUntil / 1000,
      endOfExtendedSupportDate: release.extendedUntil / 1000,
      status: status.toLowerCase().replace('_', '-'),
      versionStatus: status,
      kubernetesPatchVersion: `${release.version}.1`,
    };
  }

  return {
    /** The version of a cluster whose create names none. */
    newest,
    /** @returns the status of a released version; undefined if EKS does not know the version */
    status(version: string): VersionStatus | undefined {
      const release = releases().find((it) => it.version === version);
      return release && statusOf(release);
    },
    /** Answers `GET /cluster-versions`. */
    describe(call: Call): Answer {
      const query = new URL(call.path, 'http://localhost').searchParams;
      const named = query.getAll('clusterVersions');
      const status = query.get('versionStatus');
      const isAsked = (view: ReturnType<typeof viewOf>) =>
        (named.length === 0 || named.includes(view.clusterVersion)) &&
        (status === null || view.versionStatus === status) &&
        (query.get('defaultOnly') !== 'true' || view.defaultVersion) &&
        (query.get('includeAll') === 'true' ||
          status !== null ||
          named.length > 0 ||
          view.versionStatus !== 'UNSUPPORTED');
      return jsonAnswer({ clusterVersions: releases().map(viewOf).filter(isAsked) });
    },
    /** @returns the refusal of a version and a support type that EKS does not accept together */
    refusal(call: Call, version: string, supportType: string): Answer | undefined {
      const release = releases().find((it) => it.version === version);
      const status = release && statusOf(release);
      if (status === undefined || status === 'UNSUPPORTED') {
        return errorAnswer(
          call,
          'InvalidParameterException',
          `unsupported Kubernetes version ${version}`,
        );
      }
      if (status === 'STANDARD_SUPPORT' || supportType === 'EXTENDED') return undefined;
      return errorAnswer(
        call,
        'InvalidParameterException',
        `Kubernetes version ${version} is in extended support, and the upgrade policy of the cluster is STANDARD.`,
      );
    },
  };
}
export type Versions = ReturnType<typeof createVersions>;

function releaseOf(minor: number): Release {
  const version = `1.${minor}`;
  const days = KNOWN[minor];
  if (days !== undefined) {
    const [releasedAt, standardUntil, extendedUntil] = days.map((day) => Date.parse(day));
    return {
      version,
      releasedAt: releasedAt ?? 0,
      standardUntil: standardUntil ?? 0,
      extendedUntil: extendedUntil ?? 0,
    };
  }
  const last = Date.parse(KNOWN[LAST_KNOWN]?.[0] ?? '');
  const releasedAt = plusMonths(last, (minor - LAST_KNOWN) * MONTHS.betweenReleases);
  const standardUntil = plusMonths(releasedAt, MONTHS.standard);
  const extendedUntil = plusMonths(standardUntil, MONTHS.extended);
  return { version, releasedAt, standardUntil, extendedUntil };
}

function plusMonths(from: number, months: number): number {
  const date = new Date(from);
  return date.setUTCMonth(date.getUTCMonth() + months);
}
