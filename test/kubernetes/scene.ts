/** A cluster with a real Kubernetes API, and what tests look at in it. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { AppsV1Api, CoreV1Api, KubeConfig, PolicyV1Api } from '@kubernetes/client-node';
import { isExecutable } from '../../host/executable.ts';
import {
  EARLIER_RELEASES,
  hasKubernetes,
  kubernetesParts,
  releaseFor,
} from '../../host/kubernetes-parts.ts';
import { helmProgram } from '../../tools/test/helm.ts';
import { eventually } from '../support/eventually.ts';
import type { Stack } from '../support/stack/stack.ts';

const cacheDir =
  process.env['SLIPWAY_CACHE_DIR'] ??
  path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'slipway');

const parts = kubernetesParts(cacheDir);
/** False on a machine where `npm run kubernetes` has not run or could not build the programs. */
export const canHostKubernetes = hasKubernetes(parts);

/** What the API server of a version says: its own release where that was built, or the version that it offers. */
export function servedVersion(version: string): object {
  const isOwn = releaseFor(parts, version) === parts.earlier[version];
  const [major, minor] = version.split('.');
  return isOwn
    ? { gitVersion: `v${EARLIER_RELEASES[version]}` }
    : { emulationMajor: major, emulationMinor: minor };
}

const helm = helmProgram(cacheDir);
export const hasHelm = isExecutable(helm);

const run = promisify(execFile);

export interface Access {
  kubeconfig: string;
  endpoint: string;
  core: CoreV1Api;
  apps: AppsV1Api;
  policy: PolicyV1Api;
  /** Runs kubectl and returns its standard output. */
  kubectl(...args: string[]): Promise<string>;
  /** Runs Helm and returns its standard output. Its own files are in the data directory of the stack. */
  helm(...args: string[]): Promise<string>;
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
    endpoint: config.getCurrentCluster()?.server ?? '',
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    policy: config.makeApiClient(PolicyV1Api),
    async kubectl(...args) {
      const program = path.join(parts.programs, 'kubectl');
      const { stdout } = await run(program, ['--kubeconfig', file, ...args], { timeout: 60_000 });
      return stdout;
    },
    async helm(...args) {
      const home = path.join(stack.dataDirectory, 'helm');
      const env = {
        ...process.env,
        HELM_CACHE_HOME: home,
        HELM_CONFIG_HOME: home,
        HELM_DATA_HOME: home,
      };
      const { stdout } = await run(helm, ['--kubeconfig', file, ...args], { env, timeout: 60_000 });
      return stdout;
    },
  };
}

/** Writes a chart with one Deployment, whose number of pods and label are values. Returns its folder. */
export function writeChart(folder: string): string {
  const chart = path.join(folder, 'chart');
  mkdirSync(path.join(chart, 'templates'), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(path.join(chart, file), text);
  write('Chart.yaml', 'apiVersion: v2\nname: small\nversion: 0.1.0\n');
  write('values.yaml', 'replicas: 1\ncolour: red\n');
  write(
    'templates/deployment.yaml',
    `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels: { colour: {{ .Values.colour }} }
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: {{ .Release.Name }} } }
  template:
    metadata: { labels: { app: {{ .Release.Name }} } }
    spec:
      containers: [{ name: small, image: small }]
`,
  );
  return chart;
}

/** Follows the number of ready pods of an app until `end` is called, which returns the lowest number seen. */
export function watchReadyPods(access: Access, app: string): { end: () => Promise<number> } {
  const ended = new AbortController();
  let lowest = Infinity;
  const look = async () => {
    // Without an answer there is nothing to count: an upgrade starts the API server again.
    const found = await access.core
      .listNamespacedPod({ namespace: 'default', labelSelector: `app=${app}` })
      .catch(() => undefined);
    if (found === undefined) return;
    const ready = found.items.filter(
      ({ metadata, status }) =>
        metadata?.deletionTimestamp === undefined &&
        status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
    );
    lowest = Math.min(lowest, ready.length);
  };
  const watched = eventually(
    async () => {
      await look();
      return ended.signal.aborted;
    },
    { timeoutMs: 600_000, intervalMs: 250 },
  );
  return {
    async end() {
      ended.abort();
      await watched;
      return lowest;
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
