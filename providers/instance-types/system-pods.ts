import type { EksAddon } from '../../contract/providers/eks-addons.ts';
import type { DiscoveryMetadata } from '../../contract/resources/instance-types.ts';
import type { ProviderName } from '../../contract/vocabulary.ts';

/** The pods of one workload, and the CPU request of each in thousandths of a vCPU. */
interface Workload {
  name: string;
  /** `node` means one pod on every node. A number is the number of replicas in the cluster. */
  pods: 'node' | number;
  /** The CPU request of each container, in thousandths of a vCPU. */
  milliCpu: readonly number[];
}

/** The workloads of each add-on, with the requests of its manifest. */
const WORKLOADS = {
  'vpc-cni': [{ name: 'aws-node', pods: 'node', milliCpu: [25, 25] }],
  'kube-proxy': [{ name: 'kube-proxy', pods: 'node', milliCpu: [100] }],
  'eks-pod-identity-agent': [{ name: 'eks-pod-identity-agent', pods: 'node', milliCpu: [0] }],
  coredns: [{ name: 'coredns', pods: 2, milliCpu: [100] }],
  'aws-ebs-csi-driver': [
    { name: 'ebs-csi-node', pods: 'node', milliCpu: [10, 10, 10] },
    { name: 'ebs-csi-controller', pods: 2, milliCpu: [10, 10, 10, 10, 10, 10] },
  ],
} as const satisfies Record<EksAddon, readonly Workload[]>;

const KARPENTER = { replicas: 2, milliCpu: 1000 };
/** The number of system nodes over which replicated pods are spread. */
const SYSTEM_NODES = 2;

export interface SystemPodsOptions {
  provider: ProviderName;
  addons: readonly string[];
  karpenter: boolean;
  /** Pods to keep free on every node, and in the cluster. */
  margins?: { perNode: number; fixed: number };
}

/** The reservations of system pods on every node and in the cluster, derived from the table of add-ons. */
export function systemPods(options: SystemPodsOptions): DiscoveryMetadata {
  const { provider, addons, karpenter, margins = { perNode: 1, fixed: 2 } } = options;
  const workloads: Workload[] = Object.entries(WORKLOADS).flatMap(([addon, its]) =>
    addons.includes(addon) ? [...its] : [],
  );
  const onEveryNode = workloads.filter((it) => it.pods === 'node');
  const replicated = workloads.flatMap((it) =>
    it.pods === 'node' ? [] : [{ replicas: it.pods, milliCpu: sum(it.milliCpu) }],
  );
  const fixed = sum(replicated.map((it) => it.replicas));
  const karpenterReplicas = karpenter ? KARPENTER.replicas : 0;
  return {
    provider,
    systemPodsPerNode: onEveryNode.length,
    systemPodsPerSystemNode:
      onEveryNode.length + Math.ceil((fixed + karpenterReplicas) / SYSTEM_NODES),
    systemPodsFixed: fixed,
    systemPodsPerNodeMargin: margins.perNode,
    systemPodsFixedMargin: margins.fixed,
    systemMilliCPUPerNode: sum(onEveryNode.map((it) => sum(it.milliCpu))),
    systemMilliCPUFixed: sum(replicated.map((it) => it.replicas * it.milliCpu)),
    karpenterMilliCPUPerReplica: karpenter ? KARPENTER.milliCpu : 0,
    karpenterReplicas,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
