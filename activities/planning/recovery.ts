/** Rebuilds a ledger from what the cloud's tags say. */
import type { ReleaseRequest } from '../../contract/durable.ts';
import type { LedgerEntry, LedgerStatus, PlannedNode } from '../../contract/resources/graph.ts';
import type { CloudResource } from '../../providers/provider.ts';
import type { ActivityDeps } from '../index.ts';
import { callProvider } from '../provider-call.ts';
import { providerFor } from '../entities/connections.ts';
import type { PlanRequest } from './planning.ts';
import { asNode } from '../nodes/unplanned.ts';

export interface Recovered {
  entries: LedgerEntry[];
  record: NonNullable<ReleaseRequest['record']> & { outputs: Record<string, string> };
  message: string;
}

export function recoveryActivities(deps: ActivityDeps) {
  return {
    /** The ledger of everything that carries the owner's tags, and whether the plan is whole. */
    async recoverLedger(request: PlanRequest & { operationId: string }): Promise<Recovered> {
      const { owner, resource, operationId } = request;
      const provider = await providerFor(deps, request.provider, owner);
      const found = await callProvider((context) => provider.read(owner, context));
      const inCloud = new Map(found.map((node) => [node.urn, node]));
      const planned = provider.plan(owner, resource);
      const changedAt = new Date().toISOString();
      const entries = planned.map((node): LedgerEntry => {
        const { operation: _operation, ...identity } = node;
        inCloud.delete(node.urn);
        const there = found.filter(({ urn }) => urn === node.urn);
        return { ...identity, status: 'gone', ...whatIsThere(node, there), changedAt, operationId };
      });
      for (const there of inCloud.values()) {
        const { operation: _operation, ...identity } = asNode(there);
        entries.push({ ...identity, status: statusOf(there), changedAt, operationId });
      }
      const missing = planned.length - entries.filter((e) => e.status === 'present').length;
      const outputs = missing > 0 ? {} : provider.outputs(owner, resource, found);
      const { externalClusterId, externalStatus } = outputs;
      return {
        entries,
        record: {
          status: missing > 0 ? 'failed' : 'active',
          ...(missing > 0 && {
            statusReason: `recovered, but ${missing} of ${planned.length} resources are not there as planned`,
          }),
          outputs,
          ...(externalClusterId !== undefined && { externalClusterId }),
          ...(externalStatus !== undefined && { externalStatus }),
        },
        message: `Found ${found.length} resources; ${planned.length - missing} of ${planned.length} are as planned`,
      };
    },
  };
}

/** Of several generations the one that was being replaced: the spec is that of before the change. */
function whatIsThere(
  { properties }: PlannedNode,
  there: readonly CloudResource[],
): Partial<LedgerEntry> {
  const oldestFirst = there.toSorted((a, b) => a.generation - b.generation);
  const last = oldestFirst.at(-1);
  const it = oldestFirst.find(({ state }) => PRESENT.has(state)) ?? last;
  if (it === undefined || last === undefined) return {};
  const { generation, cloudId } = it;
  if (it === last) return { status: statusOf(it), generation, cloudId };
  const previous = { generation, properties, cloudId };
  return { ...previous, status: 'intended', lastUsedGeneration: last.generation, previous };
}

const PRESENT: ReadonlySet<CloudResource['state']> = new Set(['available', 'updating']);

function statusOf({ state }: CloudResource): LedgerStatus {
  if (PRESENT.has(state)) return 'present';
  return state === 'failed' ? 'failed' : 'intended';
}
