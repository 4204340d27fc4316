/** Where the programs of real control planes are in the cache, and whether they are there. */
import path from 'node:path';
import { isExecutable } from './executable.ts';
import { firstFault, programAt } from './installed-program.ts';

/** The release of Kubernetes whose programs run the control planes. It can also offer the APIs of earlier versions. */
export const KUBERNETES_RELEASE = '1.34.3';
/** The releases that can be built as well. Their programs run the control planes of their own version. */
export const EARLIER_RELEASES: Readonly<Record<string, string>> = { '1.33': '1.33.13' };
export const KINE_RELEASE = '0.17.5';
export const KWOK_RELEASE = '0.7.0';

/** The programs in the file of Kubernetes. The name with which the file is started selects one. */
export const KUBERNETES_PROGRAMS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
] as const;

/** One release of Kubernetes. */
export interface ReleaseParts {
  /** The folder with one link for each of `KUBERNETES_PROGRAMS`. */
  programs: string;
  /** The file that the links name. */
  kubernetes: string;
}

export interface KubernetesParts extends ReleaseParts {
  /** The earlier releases by their version, for example `1.33`. They need not be there. */
  earlier: Readonly<Record<string, ReleaseParts>>;
  /** The store of an API server. */
  kine: string;
  /** Runs the nodes and their pods. */
  kwok: string;
}

/** Returns where the parts are after their installation. */
export function kubernetesParts(cacheDir: string): KubernetesParts {
  const release = (name: string): ReleaseParts => {
    const programs = path.join(cacheDir, `kubernetes-${name}`);
    return { programs, kubernetes: path.join(programs, 'kubernetes') };
  };
  const earlier = Object.entries(EARLIER_RELEASES).map(([version, it]): [string, ReleaseParts] => [
    version,
    release(it),
  ]);
  return {
    ...release(KUBERNETES_RELEASE),
    earlier: Object.fromEntries(earlier),
    kine: path.join(cacheDir, `kine-${KINE_RELEASE}`, 'kine'),
    kwok: path.join(cacheDir, `kwok-${KWOK_RELEASE}`, 'kwok'),
  };
}

/** Returns true if every part exists. Does not read the files, so that it takes no time. */
export function hasKubernetes(parts: KubernetesParts): boolean {
  return hasRelease(parts) && [parts.kine, parts.kwok].every(isExecutable);
}

/** Returns the release for a version: its own if it was built, or the one that can offer the version's APIs. */
export function releaseFor(parts: KubernetesParts, version: string): ReleaseParts {
  const own = parts.earlier[version];
  return own !== undefined && hasRelease(own) ? own : parts;
}

/** Returns the fault of the first part that was changed after its installation; undefined if there is none. */
export function kubernetesFault(parts: KubernetesParts): Promise<string | undefined> {
  const earlier = Object.values(parts.earlier).filter(hasRelease);
  const releases = [parts, ...earlier].map(({ kubernetes }) => kubernetes);
  return firstFault([...releases, parts.kine, parts.kwok].map(programAt));
}

function hasRelease({ programs }: ReleaseParts): boolean {
  return KUBERNETES_PROGRAMS.every((name) => isExecutable(path.join(programs, name)));
}
