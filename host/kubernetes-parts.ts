/** Where the programs of real control planes are in the cache, and whether they are there. */
import path from 'node:path';
import { isExecutable } from './executable.ts';
import { firstFault, programAt } from './installed-program.ts';

/** The release of Kubernetes whose programs run the control planes. */
export const KUBERNETES_RELEASE = '1.34.3';
export const KINE_RELEASE = '0.17.5';
export const KWOK_RELEASE = '0.7.0';

/** The programs in the file of Kubernetes. The name with which the file is started selects one. */
export const KUBERNETES_PROGRAMS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
] as const;

export interface KubernetesParts {
  /** The folder with one link for each of `KUBERNETES_PROGRAMS`. */
  programs: string;
  /** The file that the links name. */
  kubernetes: string;
  /** The store of an API server. */
  kine: string;
  /** Runs the nodes and their pods. */
  kwok: string;
}

/** Returns where the parts are after their installation. */
export function kubernetesParts(cacheDir: string): KubernetesParts {
  const programs = path.join(cacheDir, `kubernetes-${KUBERNETES_RELEASE}`);
  return {
    programs,
    kubernetes: path.join(programs, 'kubernetes'),
    kine: path.join(cacheDir, `kine-${KINE_RELEASE}`, 'kine'),
    kwok: path.join(cacheDir, `kwok-${KWOK_RELEASE}`, 'kwok'),
  };
}

/** Returns true if every part exists. Does not read the files, so that it takes no time. */
export function hasKubernetes({ programs, kine, kwok }: KubernetesParts): boolean {
  const links = KUBERNETES_PROGRAMS.map((name) => path.join(programs, name));
  return [...links, kine, kwok].every(isExecutable);
}

/** Returns the fault of the first part that was changed after its installation; undefined if there is none. */
export function kubernetesFault(parts: KubernetesParts): Promise<string | undefined> {
  return firstFault([parts.kubernetes, parts.kine, parts.kwok].map(programAt));
}
