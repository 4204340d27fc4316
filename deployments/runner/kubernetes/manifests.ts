/**
 * The objects with which a run of an engine will be isolated in Kubernetes: a Job for each run, and once for the
 * namespace a service account without rights and a network policy. These are pure functions. Nothing creates the
 * objects yet, and `SLIPWAY_RUNNER` does not accept `kubernetes`.
 */
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Container, PodSpec, Secret, ServiceAccount } from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { NetworkPolicy } from 'kubernetes-types/networking/v1.js';

export interface KubernetesSettings {
  namespace: string;
  /** The image with Node.js, the engines and the mirror of providers. It should be named by its digest. */
  image: string;
  /** The labels of the pods of the proxy through which engines reach the network, in the same namespace. */
  proxyLabels: Record<string, string>;
  proxyPort: number;
  limits: {
    /** In CPUs, for example `0.5`. */
    cpu: number;
    memoryMib: number;
    /** The size of the run's files, which include downloaded providers. */
    diskMib: number;
  };
  /** How long a finished Job is kept, in seconds, so that its logs can be read. */
  keepSeconds: number;
}

export interface KubernetesRun {
  /** The id of the operation. */
  operationId: string;
  organizationId: string;
  /** The number of the command within the operation, which makes the name of the Job unique. */
  command: number;
  /** The time limit of the run, including the grace period, in milliseconds. */
  timeoutMs: number;
  /** The job of the runner as text. It contains the secrets and credentials of this run alone. */
  job: string;
}

const SERVICE_ACCOUNT = 'slipway-engine';
const POD_LABELS = { 'app.kubernetes.io/name': 'slipway-engine' };
/** Any number but 0: nothing in the pod is root. */
const USER = 1000;
const RUN = '/slipway/run';
const JOB = '/slipway/job';
const DNS_PORT = 53;

/** The account of the pods. It has no roles, and no pod gets its token. */
export function serviceAccountOf({ namespace }: KubernetesSettings): ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: SERVICE_ACCOUNT, namespace },
    automountServiceAccountToken: false,
  };
}

/** Pods of runs receive no connections, and make none except to DNS and to the proxy. */
export function networkPolicyOf(settings: KubernetesSettings): NetworkPolicy {
  const { namespace, proxyLabels, proxyPort } = settings;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: SERVICE_ACCOUNT, namespace },
    spec: {
      podSelector: { matchLabels: POD_LABELS },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: [
            { protocol: 'UDP', port: DNS_PORT },
            { protocol: 'TCP', port: DNS_PORT },
          ],
        },
        {
          to: [{ podSelector: { matchLabels: proxyLabels } }],
          ports: [{ protocol: 'TCP', port: proxyPort }],
        },
      ],
    },
  };
}

/** The secret with the runner's job. Only the pod of this run mounts it. */
export function secretOf(settings: KubernetesSettings, run: KubernetesRun): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadataOf(settings, run),
    type: 'Opaque',
    immutable: true,
    data: { 'job.json': Buffer.from(run.job).toString('base64') },
  };
}

/** The Job of a run. It is never repeated: only the operation decides whether to run a command again. */
export function jobOf(settings: KubernetesSettings, run: KubernetesRun): Job {
  const metadata = metadataOf(settings, run);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      backoffLimit: 0,
      completions: 1,
      parallelism: 1,
      activeDeadlineSeconds: Math.ceil(run.timeoutMs / 1000),
      ttlSecondsAfterFinished: settings.keepSeconds,
      template: {
        metadata: { labels: metadata.labels ?? {} },
        spec: podOf(settings, metadata.name ?? ''),
      },
    },
  };
}

function metadataOf(
  { namespace }: KubernetesSettings,
  { operationId, organizationId, command }: KubernetesRun,
): ObjectMeta {
  return {
    // Ids of operations are in upper case, and names in Kubernetes are not.
    name: `engine-${operationId.toLowerCase()}-${command}`,
    namespace,
    labels: {
      ...POD_LABELS,
      'slipway.dev/operation': operationId,
      'slipway.dev/organization': organizationId,
    },
  };
}

function podOf(settings: KubernetesSettings, secretName: string): PodSpec {
  return {
    restartPolicy: 'Never',
    serviceAccountName: SERVICE_ACCOUNT,
    automountServiceAccountToken: false,
    // Variables with the addresses of all services would tell the module about the cluster.
    enableServiceLinks: false,
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [containerOf(settings)],
    volumes: [
      { name: 'run', emptyDir: { sizeLimit: `${settings.limits.diskMib}Mi` } },
      { name: 'job', secret: { secretName, defaultMode: 0o440 } },
    ],
  };
}

function containerOf({ image, limits }: KubernetesSettings): Container {
  const resources = {
    cpu: String(limits.cpu),
    memory: `${limits.memoryMib}Mi`,
    'ephemeral-storage': `${limits.diskMib}Mi`,
  };
  return {
    name: 'engine',
    image,
    args: [`${JOB}/job.json`],
    workingDir: RUN,
    env: [
      { name: 'HOME', value: RUN },
      { name: 'TMPDIR', value: RUN },
    ],
    // With equal requests and limits, a run is not the first to be evicted.
    resources: { requests: resources, limits: resources },
    securityContext: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'run', mountPath: RUN },
      { name: 'job', mountPath: JOB, readOnly: true },
    ],
  };
}
