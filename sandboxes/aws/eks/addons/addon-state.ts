/** The state of an add-on as EKS describes it. */
import type { Delays } from '../../proxy/delays.ts';

/** Add-ons that run on nodes, and are degraded without nodes. */
const NEEDS_NODES: ReadonlySet<string> = new Set(['coredns', 'aws-ebs-csi-driver']);

/** @param at.hasNodes true if the cluster has an active node group */
export function addonState(
  name: string,
  at: { state: ReturnType<Delays['stateOf']>; isUpdating: boolean; hasNodes: boolean },
) {
  const isDegraded = NEEDS_NODES.has(name) && !at.hasNodes;
  const status = {
    creating: isDegraded ? 'DEGRADED' : 'CREATING',
    ready: at.isUpdating ? 'UPDATING' : isDegraded ? 'DEGRADED' : 'ACTIVE',
    failed: 'CREATE_FAILED',
    deleting: 'DELETING',
    gone: 'DELETING',
  }[at.state];
  const issues =
    at.state === 'failed'
      ? [{ code: 'AdmissionRequestDenied', message: 'The sandbox injects this failure.' }]
      : isDegraded
        ? [{ code: 'InsufficientNumberOfReplicas', message: 'The cluster has no nodes.' }]
        : [];
  return { status, health: { issues } };
}
