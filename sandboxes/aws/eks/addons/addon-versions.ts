/**
 * The versions of the add-ons. Each minor version of Kubernetes brings a version of every add-on that is its
 * default. This version fits the two minor versions before and the one after, so that an add-on that is never
 * updated blocks the second upgrade of its cluster.
 */
import { errorAnswer, jsonAnswer } from '../../proxy/answers.ts';
import type { Answer, Call } from '../../proxy/call.ts';
import { minorOf } from '../versions.ts';

const OLDEST_MINOR = 26;
const NEWEST_MINOR = 45;
const FITS = { before: 2, after: 1 };

/** The major and minor number of each add-on's version for Kubernetes 1.0, and its type. */
const ADDONS: Readonly<Record<string, { major: number; type: string; needsIam: boolean }>> = {
  'vpc-cni': { major: 1, type: 'networking', needsIam: true },
  'kube-proxy': { major: 1, type: 'networking', needsIam: false },
  coredns: { major: 1, type: 'networking', needsIam: false },
  'eks-pod-identity-agent': { major: 1, type: 'security', needsIam: false },
  'aws-ebs-csi-driver': { major: 1, type: 'storage', needsIam: true },
  'aws-efs-csi-driver': { major: 2, type: 'storage', needsIam: true },
  'snapshot-controller': { major: 8, type: 'storage', needsIam: false },
  'metrics-server': { major: 0, type: 'observability', needsIam: false },
  'eks-node-monitoring-agent': { major: 1, type: 'observability', needsIam: false },
};

function versionFor(name: string, minor: number): string {
  return `v${ADDONS[name]?.major ?? 1}.${minor}.0-eksbuild.1`;
}

function minorOfAddon(version: string): number {
  return Number(/^v\d+\.(\d+)\./.exec(version)?.[1] ?? Number.NaN);
}

/** Returns true if a version of an add-on supports clusters of a Kubernetes version. */
export function fits(addonVersion: string, kubernetesVersion: string): boolean {
  const gap = minorOf(kubernetesVersion) - minorOfAddon(addonVersion);
  return gap >= -FITS.before && gap <= FITS.after;
}

/** @returns the default version of an add-on for a Kubernetes version; undefined for an unknown add-on */
export function defaultVersion(name: string, kubernetesVersion: string): string | undefined {
  return name in ADDONS ? versionFor(name, minorOf(kubernetesVersion)) : undefined;
}

/** @returns the refusal of a version that the add-on does not have or the cluster does not support */
export function addonRefusal(
  call: Call,
  name: string,
  version: string,
  kubernetesVersion: string,
): Answer | undefined {
  if (name in ADDONS && version === versionFor(name, minorOfAddon(version))) {
    if (fits(version, kubernetesVersion)) return undefined;
  }
  return errorAnswer(
    call,
    'InvalidParameterException',
    `Addon version specified is not supported: ${name} ${version} with Kubernetes ${kubernetesVersion}`,
  );
}

/** Answers `GET /addons/supported-versions`. */
export function describeAddonVersions(call: Call): Answer {
  const query = new URL(call.path, 'http://localhost').searchParams;
  const name = query.get('addonName');
  const kubernetesVersion = query.get('kubernetesVersion');
  const names = Object.keys(ADDONS).filter((it) => name === null || it === name);
  return jsonAnswer({
    addons: names.map((addonName) => ({
      addonName,
      type: ADDONS[addonName]?.type,
      publisher: 'eks',
      owner: 'aws',
      addonVersions: versionsOf(addonName, kubernetesVersion),
    })),
  });
}

/** The versions of an add-on, newest first, with the Kubernetes versions that they support. */
function versionsOf(name: string, kubernetesVersion: string | null) {
  const minors = Array.from(
    { length: NEWEST_MINOR - OLDEST_MINOR + 1 },
    (_, index) => NEWEST_MINOR - index,
  );
  return minors.flatMap((minor) => {
    const addonVersion = versionFor(name, minor);
    const compatibilities = minors
      .map((it) => `1.${it}`)
      .filter((it) => fits(addonVersion, it) && (kubernetesVersion ?? it) === it)
      .map((clusterVersion) => ({
        clusterVersion,
        platformVersions: ['*'],
        defaultVersion: minorOf(clusterVersion) === minor,
      }));
    if (compatibilities.length === 0) return [];
    return {
      addonVersion,
      architecture: ['amd64', 'arm64'],
      computeTypes: ['ec2', 'auto', 'hybrid'],
      compatibilities,
      requiresConfiguration: false,
      requiresIamPermissions: ADDONS[name]?.needsIam ?? false,
    };
  });
}
