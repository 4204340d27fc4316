/** Waits until the nodes of a cluster are ready and its system pods run. */
import type { Owner, ResourceSpec } from '../../contract/resources/graph.ts';
import type { KubernetesCheck } from '../../contract/operations/operation.ts';
import type { CloudResource, Provider } from '../../providers/provider.ts';
import type { ActivityDeps } from '../deps.ts';
import { pollUntil, type WaitPolicy } from '../nodes/poll-until.ts';

const LOOK_AGAIN_MS = 1_000;
/** For operations that were started by an earlier version, which knew no such wait. */
const DEFAULT_WAIT: WaitPolicy = { deadlineMs: 3 * 60_000, retryIntervalMs: 500 };

/**
 * Resolves when the cluster is healthy, or at once if it cannot be checked. Until then, throws as `pollUntil`
 * does; the final failure names nodes and pods.
 */
export function untilHealthy(
  deps: ActivityDeps,
  provider: Provider,
  request: {
    owner: Owner;
    spec: Extract<ResourceSpec, { resourceType: 'cluster' }>['spec'];
    nodes: readonly CloudResource[];
    wait?: WaitPolicy;
  },
): Promise<KubernetesCheck> {
  const { owner, spec, nodes, wait = DEFAULT_WAIT } = request;
  return pollUntil<KubernetesCheck>(deps, {
    ...wait,
    doing: `Verifying ${owner.resourceType} ${owner.resourceId}`,
    waitingFor: `the nodes and the system pods of ${owner.resourceType} ${owner.resourceId} to run`,
    async poll(signal) {
      const health = await provider.health(owner, spec, nodes, { signal });
      switch (health.state) {
        case 'healthy':
          return { done: { checked: true, message: healthyMessage(health) } };
        case 'unchecked':
          return { done: { checked: false, message: `Not checked: ${health.why}.` } };
        case 'unhealthy':
          return { state: 'pending', lookAgainMs: LOOK_AGAIN_MS, message: health.why };
      }
    },
  });
}

function healthyMessage({ nodes, pods }: { nodes: number; pods: number }): string {
  const count = (number: number, one: string, many: string) =>
    `${number} ${number === 1 ? one : many}`;
  return `${count(nodes, 'node is', 'nodes are')} Ready, and ${count(pods, 'system pod runs', 'system pods run')}.`;
}
