/** Checks that the nodes of a cluster are ready, and that its system pods run. */
import type { ClusterHealth } from '../results.ts';
import {
  isSystem,
  nodeProblem,
  nodeSchema,
  podProblem,
  podSchema,
  workloadProblem,
  workloadSchema,
  type Node,
  type Pod,
  type Workload,
} from './objects.ts';
import { createKubernetesReader, KubernetesReadError, type KubernetesAccess } from './reader.ts';

const SYSTEM = 'namespaces/kube-system';
const MAX_PROBLEMS = 3;

export interface ExpectedNodes {
  /** The label that the cloud gives to the nodes of node groups. Other nodes are not checked. */
  groupLabel: string;
  /** How many nodes the node groups have at least. */
  minNodes: number;
}

export interface ClusterObjects {
  nodes: readonly Node[];
  /** The Deployments and DaemonSets, and the pods, in `kube-system`. */
  workloads: readonly Workload[];
  pods: readonly Pod[];
}

/**
 * Reads the objects once and judges them.
 *
 * @param expected.mustAnswer true if the API server can certainly be reached from here, so that silence is a
 *   fault of the cluster and not of the way to it
 */
export async function checkHealth(
  access: KubernetesAccess,
  expected: ExpectedNodes & { mustAnswer: boolean },
  signal: AbortSignal,
): Promise<ClusterHealth> {
  const reader = createKubernetesReader(access);
  try {
    const [nodes, deployments, daemonSets, pods] = await Promise.all([
      reader.list('/api/v1/nodes', nodeSchema, signal),
      reader.list(`/apis/apps/v1/${SYSTEM}/deployments`, workloadSchema, signal),
      reader.list(`/apis/apps/v1/${SYSTEM}/daemonsets`, workloadSchema, signal),
      reader.list(`/api/v1/${SYSTEM}/pods`, podSchema, signal),
    ]);
    return judge({ nodes, workloads: [...deployments, ...daemonSets], pods }, expected);
  } catch (error) {
    if (!(error instanceof KubernetesReadError)) throw error;
    const { kind, message } = error;
    if (kind === 'denied')
      return { state: 'unchecked', why: `${message} to Slipway's credentials` };
    const isUnhealthy = kind === 'failed' || expected.mustAnswer;
    return isUnhealthy
      ? { state: 'unhealthy', why: message }
      : { state: 'unchecked', why: `${message} from the worker` };
  } finally {
    await reader.close();
  }
}

/** Without any node, system pods have nowhere to run, and are not expected to. */
export function judge(
  { nodes, workloads, pods }: ClusterObjects,
  { groupLabel, minNodes }: ExpectedNodes,
): ClusterHealth {
  const own = nodes.filter(({ metadata }) => metadata.labels[groupLabel] !== undefined);
  const ownNames = new Set(own.map(({ metadata }) => metadata.name));
  // The pods of a node that was deleted stay for about a minute, until Kubernetes collects them.
  const mayCount = ({ spec: { nodeName } }: Pod) =>
    nodeName === undefined ? nodes.length > 0 : ownNames.has(nodeName);
  const system = pods.filter((pod) => isSystem(pod) && mayCount(pod));
  const missing = minNodes - own.length;
  const problems = [
    ...(missing > 0 ? [`${missing} of ${minNodes} nodes have not joined the cluster`] : []),
    ...own.map(nodeProblem),
    ...(nodes.length > 0 ? workloads.filter(isSystem).map(workloadProblem) : []),
    ...system.map(podProblem),
  ].filter((problem) => problem !== undefined);
  if (problems.length === 0) return { state: 'healthy', nodes: own.length, pods: system.length };
  const others = problems.length - MAX_PROBLEMS;
  const shown = problems.slice(0, MAX_PROBLEMS).join('; ');
  return { state: 'unhealthy', why: others > 0 ? `${shown}; and ${others} more` : shown };
}
