/** The objects that isolate a run in Kubernetes. The compiler checks their fields against Kubernetes' own types. */
import { expect, test } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import {
  jobOf,
  networkPolicyOf,
  secretOf,
  serviceAccountOf,
  type KubernetesRun,
  type KubernetesSettings,
} from '../../deployments/runner/kubernetes/manifests.ts';

const SETTINGS: KubernetesSettings = {
  namespace: 'engines',
  image: 'registry.example/engine@sha256:0',
  proxyLabels: { app: 'proxy' },
  proxyPort: 3128,
  limits: { cpu: 0.5, memoryMib: 2048, diskMib: 1024 },
  keepSeconds: 600,
};
const SECRET = 'marmalade-7741';
const RUN: KubernetesRun = {
  operationId: '01M8M2RGE0VEQR2SPTV0A4MMCP',
  organizationId: 'local',
  command: 3,
  timeoutMs: 90_500,
  job: JSON.stringify({ env: { TOKEN: SECRET } }),
};
const job = jobOf(SETTINGS, RUN);
const pod = job.spec?.template.spec;

test('a run is not repeated, and ends in time', () => {
  expect(job.spec).toMatchObject({
    backoffLimit: 0,
    activeDeadlineSeconds: 91,
    ttlSecondsAfterFinished: 600,
  });
  expect(pod?.restartPolicy).toBe('Never');
});

test('names follow the rules of Kubernetes, and differ between commands', () => {
  expect(job.metadata?.name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  expect(jobOf(SETTINGS, { ...RUN, command: 4 }).metadata?.name).not.toBe(job.metadata?.name);
});

test('the pod has no rights, no root, no way to write but its own files, and limits', () => {
  expect(pod).toMatchObject({
    serviceAccountName: serviceAccountOf(SETTINGS).metadata?.name,
    automountServiceAccountToken: false,
    hostNetwork: false,
    hostPID: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    volumes: [{ emptyDir: { sizeLimit: '1024Mi' } }, { secret: { defaultMode: 0o440 } }],
  });
  expect(pod?.containers).toHaveLength(1);
  expect(pod?.containers[0]).toMatchObject({
    image: SETTINGS.image,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    resources: { limits: { cpu: '0.5', memory: '2048Mi', 'ephemeral-storage': '1024Mi' } },
  });
  expect(serviceAccountOf(SETTINGS).automountServiceAccountToken).toBe(false);
});

test('the secrets of a run are only in a secret that only its pod mounts', () => {
  const secret = secretOf(SETTINGS, RUN);
  expect(JSON.stringify(job)).not.toContain(SECRET);
  expect(Buffer.from(secret.data?.['job.json'] ?? '', 'base64').toString()).toBe(RUN.job);
  expect(pod?.volumes?.[1]?.secret?.secretName).toBe(secret.metadata?.name);
});

test('the network policy selects the pods, and allows DNS and the proxy', () => {
  const { spec } = networkPolicyOf(SETTINGS);
  expect(job.spec?.template.metadata?.labels).toMatchObject(spec?.podSelector.matchLabels ?? {});
  expect(spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'], ingress: [] });
  expect(spec?.egress?.map(({ ports }) => ports?.map(({ port }) => port))).toEqual([
    [53, 53],
    [3128],
  ]);
  expect(spec?.egress?.every(({ to }) => (to ?? []).length > 0)).toBe(true);
});

test('the setting does not accept a runner that cannot run yet', () => {
  expect(() => readSettings({ SLIPWAY_RUNNER: 'kubernetes' })).toThrow(
    'must be one of auto, bubblewrap, process',
  );
});
