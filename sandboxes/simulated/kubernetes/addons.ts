/** The add-ons of a cluster as Kubernetes objects. Their pods run on the simulated nodes. */
import type { Kubectl } from './kubectl.ts';

const NAMESPACE = 'kube-system';
const ADDON_LABEL = 'cloud.example/addon';

interface Workload {
  name: string;
  /** `node` means one pod on every node. A number is the number of replicas. */
  pods: 'node' | number;
  cpu: string;
}

/** The workloads of each add-on. An add-on that is not in the table is one Deployment of its name. */
const WORKLOADS: Readonly<Record<string, readonly Workload[]>> = {
  'vpc-cni': [{ name: 'aws-node', pods: 'node', cpu: '50m' }],
  'kube-proxy': [{ name: 'kube-proxy', pods: 'node', cpu: '100m' }],
  'eks-pod-identity-agent': [{ name: 'eks-pod-identity-agent', pods: 'node', cpu: '0' }],
  coredns: [{ name: 'coredns', pods: 2, cpu: '100m' }],
  'aws-ebs-csi-driver': [
    { name: 'ebs-csi-node', pods: 'node', cpu: '30m' },
    { name: 'ebs-csi-controller', pods: 2, cpu: '60m' },
  ],
};

export async function applyAddon(kubectl: Kubectl, addon: string): Promise<void> {
  await kubectl(['apply', '--server-side', '--force-conflicts', '--filename', '-'], {
    input: addonManifest(addon),
  });
}

export async function removeAddon(kubectl: Kubectl, addon: string): Promise<void> {
  const selector = ['--namespace', NAMESPACE, '--selector', `${ADDON_LABEL}=${addon}`];
  await kubectl(['delete', 'deployments,daemonsets', ...selector, '--wait=false']);
}

/** Returns the objects of an add-on, as a list in JSON. */
export function addonManifest(addon: string): string {
  const workloads = WORKLOADS[addon] ?? [{ name: addon, pods: 1, cpu: '50m' }];
  const items = workloads.map((workload) => manifest(addon, workload));
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

function manifest(addon: string, { name, pods, cpu }: Workload): object {
  const labels = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/managed-by': 'cloud.example',
  };
  const onEveryNode = pods === 'node';
  return {
    apiVersion: 'apps/v1',
    kind: onEveryNode ? 'DaemonSet' : 'Deployment',
    metadata: { name, namespace: NAMESPACE, labels: { ...labels, [ADDON_LABEL]: addon } },
    spec: {
      ...(!onEveryNode && { replicas: pods }),
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: onEveryNode ? 'system-node-critical' : 'system-cluster-critical',
          ...(onEveryNode && { tolerations: [{ operator: 'Exists' }] }),
          containers: [
            { name, image: `registry.cloud.example/${name}`, resources: { requests: { cpu } } },
          ],
        },
      },
    },
  };
}
