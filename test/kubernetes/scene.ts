/** A cluster with a real Kubernetes API, and what tests look at in it. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { AppsV1Api, CoreV1Api, KubeConfig, PolicyV1Api } from '@kubernetes/client-node';
import { hasKubernetes, kubernetesParts } from '../../host/kubernetes-parts.ts';
import type { Stack } from '../support/stack/stack.ts';

const cacheDir =
  process.env['SLIPWAY_CACHE_DIR'] ??
  path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'slipway');

const parts = kubernetesParts(cacheDir);
/** False on a machine where `npm run kubernetes` has not run or could not build the programs. */
export const canHostKubernetes = hasKubernetes(parts);

const run = promisify(execFile);

export interface Access {
  kubeconfig: string;
  core: CoreV1Api;
  apps: AppsV1Api;
  policy: PolicyV1Api;
  /** Runs kubectl and returns its standard output. */
  kubectl(...args: string[]): Promise<string>;
}

/** Reads the kubeconfig of a cluster from the API. */
export async function accessTo(stack: Stack, cluster: string): Promise<Access> {
  const { body } = await stack.api.get(`/clusters/${cluster}/kubeconfig`);
  const text = String(body);
  const file = path.join(stack.dataDirectory, `${cluster}.kubeconfig`);
  writeFileSync(file, text, { mode: 0o600 });
  const config = new KubeConfig();
  config.loadFromString(text);
  return {
    kubeconfig: file,
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    policy: config.makeApiClient(PolicyV1Api),
    async kubectl(...args) {
      const program = path.join(parts.programs, 'kubectl');
      const { stdout } = await run(program, ['--kubeconfig', file, ...args], { timeout: 60_000 });
      return stdout;
    },
  };
}

/** The running programs of the control planes in a data directory. */
export function programsIn(dataDirectory: string): { pid: number; name: string }[] {
  const root = path.join(dataDirectory, 'simulator', 'kubernetes');
  return readdirSync('/proc').flatMap((entry) => {
    try {
      if (!readlinkSync(`/proc/${entry}/cwd`).startsWith(root)) return [];
      const [program = ''] = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
      const name = path.basename(program);
      return name === '' || name === 'kubectl' ? [] : [{ pid: Number(entry), name }];
    } catch {
      return [];
    }
  });
}
