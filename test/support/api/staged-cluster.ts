/** The states of a cluster's creation at any moment, computed instead of run. */
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import type { LedgerItem } from '../../../contract/resources/ledger.ts';
import type { Operation, ProgressResource } from '../../../contract/operations/operation.ts';
import type { TimelineItem } from '../../../contract/operations/timeline.ts';
import type { OperationStatus, Stage } from '../../../contract/vocabulary.ts';
import { clusterRows } from '../../../providers/simulated/plan/cluster-plan.ts';
import { toNodes } from '../../../providers/kubernetes/plan-rows.ts';

const ID = '01M85ZVC0FWGZ5V2BRCVY6G1ZY';
/** How long a resource of the type takes to create, in milliseconds. */
const TAKES: Record<string, number> = {
  control_plane: 14_000,
  node_group: 9_000,
  nat_gateway: 5_000,
  addon: 3_000,
};
const TAKES_ELSE = 1_100;
/** Milliseconds until provisioning begins. */
const LEAD_MS = 600;

interface Node {
  urn: string;
  type: string;
  name: string;
  dependsOn: string[];
  from: number;
  to: number;
}

export interface StagedCluster {
  nodes: readonly Node[];
  ledger: LedgerItem[];
  /** The operation `at` milliseconds after its start. */
  at(at: number): Operation;
  /** The operation after a node has failed, with all other nodes undone except for the survivors. */
  failed(type: string, survivors?: readonly string[]): Operation;
  timeline(at: number): TimelineItem[];
}

/** @param startedAt milliseconds since the epoch */
export function stageCluster(name: string, startedAt: number): StagedCluster {
  const nodes = schedule(name);
  const time = (ms: number) => new Date(startedAt + ms).toISOString();
  const end = Math.max(...nodes.map(({ to }) => to));

  function operation(
    now: number,
    status: OperationStatus,
    stage: Stage,
    resources: ProgressResource[],
    message: string,
  ): Operation {
    const summary = { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, unchanged: 0 };
    for (const resource of resources) {
      summary.total += 1;
      summary[resource.status] += 1;
    }
    const self = `/operations/${ID}`;
    const ended = stage === 'done';
    return {
      id: ID,
      organizationId: 'local',
      memberId: 'developer',
      operation: 'create_cluster',
      status,
      progress: { stage, message, resources, summary },
      resourceType: 'cluster',
      resourceId: name,
      createdAt: time(0),
      startedAt: time(50),
      updatedAt: time(now),
      ...(ended && { completedAt: time(now) }),
      version: Math.max(1, Math.round(now)),
      cancelable: !ended,
      links: {
        self,
        events: `${self}/events`,
        ...(ended ? { retry: `${self}/retry` } : { cancel: `${self}/cancel` }),
        resource: `/clusters/${name}`,
        temporalUi: `http://127.0.0.1:8233/namespaces/default/workflows/${ID}/run/history`,
      },
    };
  }

  function resourceAt({ urn, type, name: node, from, to }: Node, now: number): ProgressResource {
    const base = { urn, type, name: node, operation: 'create' as const };
    if (now < from) return { ...base, status: 'pending' };
    if (now < to) return { ...base, status: 'running', startedAt: time(from) };
    return { ...base, status: 'succeeded', startedAt: time(from), duration: to - from };
  }

  return {
    nodes,
    ledger: nodes.map(({ urn, type, name: node, dependsOn }) => ({
      urn,
      type,
      name: node,
      generation: 1,
      dependsOn,
      status: 'intended',
      since: time(LEAD_MS),
      operationId: ID,
    })),
    at(now) {
      const resources = nodes.map((node) => resourceAt(node, now));
      const done = resources.filter(({ status }) => status === 'succeeded').length;
      if (now >= end) {
        return operation(end + 300, 'succeeded', 'done', resources, `cluster ${name} is active`);
      }
      const message = `${done} of ${nodes.length} resources done`;
      return operation(now, 'running', 'provisioning', resources, message);
    },
    failed(type, survivors = []) {
      const failing = nodes.find((node) => node.type === type);
      if (failing === undefined) throw new Error(`the plan has no ${type}`);
      const resources = nodes.map((node): ProgressResource => {
        const then = resourceAt(node, failing.to);
        const left = node === failing || survivors.includes(node.urn);
        if (then.status === 'pending') return then;
        if (left) return { ...then, status: 'failed' };
        return { ...then, operation: 'delete', status: 'succeeded' };
      });
      const why = `the cloud could not make ${failing.type}/${failing.name}: InsufficientInstanceCapacity`;
      return {
        ...operation(failing.to + 4_000, 'failed', 'done', resources, why),
        error: {
          code: survivors.length > 0 ? 'cleanup_failed' : 'insufficient_instance_capacity',
          message: why,
          errorType: 'provider',
          details: {
            retryable: false,
            causedBy: failing.urn,
            requestId: 'import-42',
            ...(survivors.length > 0 && { survivors: [...survivors] }),
          },
        },
      };
    },
    timeline(now) {
      const events = nodes.flatMap(({ urn, type, name: node, from, to }) => {
        const words = `create ${type.replaceAll('_', ' ')} ${node}`;
        return [
          { at: from, type: 'step.started' as const, urn, message: words },
          { at: to, type: 'step.succeeded' as const, urn, message: `${words}: done` },
        ];
      });
      const stages = (['claiming', 'validating', 'planning', 'provisioning'] as const).map(
        (stage, i) => ({
          at: ((i + 1) * LEAD_MS) / 4,
          type: 'operation.stage' as const,
          message: `Stage ${stage}`,
        }),
      );
      return [...stages, ...events]
        .filter((event) => event.at <= now)
        .toSorted((a, b) => a.at - b.at)
        .map((event, i) => ({ ...event, sequence: i + 1, at: time(event.at) }));
    },
  };
}

/** Starts each node as soon as its dependencies exist. */
function schedule(name: string): Node[] {
  const owner = {
    organizationId: 'local',
    resourceType: 'cluster' as const,
    resourceId: name,
    resourceUid: ID,
    region: 'sim-central-1' as const,
  };
  const spec = clusterSpecSchema.parse({ karpenter: true });
  const planned = toNodes(owner, clusterRows(owner, spec, { own: true }), {
    common: {},
    deadlineSeconds: () => 60,
  });
  const ends = new Map<string, number>();
  const byUrn = new Map(planned.map((node) => [node.urn, node]));
  const endOf = (urn: string): number => {
    const known = ends.get(urn);
    if (known !== undefined) return known;
    const node = byUrn.get(urn);
    if (node === undefined) throw new Error(`the plan has no node ${urn}`);
    const to = startOf(node.dependsOn) + (TAKES[node.type] ?? TAKES_ELSE);
    ends.set(urn, to);
    return to;
  };
  const startOf = (needs: readonly string[]) => Math.max(LEAD_MS, ...needs.map(endOf));
  return planned.map(({ urn, type, name: node, dependsOn }) => ({
    urn,
    type,
    name: node,
    dependsOn,
    from: startOf(dependsOn),
    to: endOf(urn),
  }));
}
