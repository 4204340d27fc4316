/** Rebuilds a lost ledger from the tags in the cloud. */
import type { LedgerEntry, LedgerStatus, PlannedNode } from '../../contract/resources/graph.ts';
import type { ReleaseRequest } from '../../contract/temporal/entity.ts';
import type { CloudResource } from '../../providers/provider.ts';
import type { ActivityDeps } from '../deps.ts';
import { providerFor } from '../entities/connections.ts';
import { unplannedNode } from '../nodes/unplanned.ts';
import { callProvider } from '../provider-call.ts';
import type { PlanRequest } from './planning.ts';

export interface Recovered {
  entries: LedgerEntry[];
  record: NonNullable<ReleaseRequest['record']> & { outputs: Record<string, string> };
  message: string;
}

export function recoveryActivities(deps: ActivityDeps) {
  return {
    /**
     * Returns a ledger of every cloud resource with the owner's tags, and the record to go with it. The
     * record is `active` if every planned node is present, and otherwise `failed`.
     */
    async recoverLedger(request: PlanRequest & { operationId: string }): Promise<Recovered> {
      const { owner, operationId, phase } = request;
      const provider = await providerFor(deps, request.provider, owner, phase);
      const found = await callProvider((context) => provider.read(owner, context));
      const state = { resource: request.resource, ledger: {}, found };
      const { resource } = await callProvider((context) => provider.adopt(owner, state, context));
      const unplanned = new Map(found.map((node) => [node.urn, node]));
      const planned = provider.plan(owner, resource);
      const changedAt = new Date().toISOString();
      const entries = planned.map((node): LedgerEntry => {
        const { operation: _operation, ...identity } = node;
        unplanned.delete(node.urn);
        const there = found.filter(({ urn }) => urn === node.urn);
        return { ...identity, status: 'gone', ...foundState(node, there), changedAt, operationId };
      });
      for (const resourceInCloud of unplanned.values()) {
        const { operation: _operation, ...identity } = unplannedNode(resourceInCloud);
        entries.push({ ...identity, status: statusOf(resourceInCloud), changedAt, operationId });
      }
      const missing = planned.length - entries.filter((e) => e.status === 'present').length;
      const outputs = missing > 0 ? {} : provider.outputs(owner, resource, found);
      const { externalClusterId, externalStatus } = outputs;
      return {
        entries,
        record: {
          status: missing > 0 ? 'failed' : 'active',
          ...(missing > 0 && {
            statusReason: `recovered, but ${missing} of ${planned.length} planned resources are missing or not available`,
          }),
          outputs,
          ...(resource.resourceType === 'cluster' && { spec: resource.spec }),
          ...(externalClusterId !== undefined && { externalClusterId }),
          ...(externalStatus !== undefined && { externalStatus }),
        },
        message: `Found ${found.length} resources; ${planned.length - missing} of ${planned.length} are as planned`,
      };
    },
  };
}

/**
 * Returns what the cloud says about a planned node. Of several generations the oldest present one counts:
 * it belongs to the recovered spec, which is the one before the change.
 */
function foundState(
  { properties }: PlannedNode,
  there: readonly CloudResource[],
): Partial<LedgerEntry> {
  const oldestFirst = there.toSorted((a, b) => a.generation - b.generation);
  const last = oldestFirst.at(-1);
  const current = oldestFirst.find(({ state }) => PRESENT.has(state)) ?? last;
  if (current === undefined || last === undefined) return {};
  const { generation, cloudId } = current;
  if (current === last) return { status: statusOf(current), generation, cloudId };
  const previous = { generation, properties, cloudId };
  return { ...previous, status: 'intended', lastUsedGeneration: last.generation, previous };
}

const PRESENT: ReadonlySet<CloudResource['state']> = new Set(['available', 'updating']);

function statusOf({ state }: CloudResource): LedgerStatus {
  if (PRESENT.has(state)) return 'present';
  return state === 'failed' ? 'failed' : 'intended';
}
