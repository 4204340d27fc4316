/** The activities between the claim and the first effect, and the look back at the end. */
import { Context } from '@temporalio/activity';
import type { Ledger, Owner, PlannedNode, ResourceSpec } from '../../contract/resources/graph.ts';
import type { OperationResult } from '../../contract/operations/operation.ts';
import type { ProviderName } from '../../contract/vocabulary.ts';
import type { CloudResource, Provider } from '../../providers/provider.ts';
import { callProvider } from '../provider-call.ts';
import { providerFor } from '../entities/connections.ts';
import { clusterTypes } from './discovery.ts';
import { applicationFailure } from '../failure.ts';
import type { ActivityDeps } from '../index.ts';
import { planChange } from './plan-change.ts';

/** More would not fit into one history, nor into one answer. */
const MAX_NODES = 1000;

export interface PlanRequest {
  provider: ProviderName;
  owner: Owner;
  resource: ResourceSpec;
}

export interface Made {
  result: OperationResult;
  outputs: Record<string, string>;
  externalClusterId?: string;
  externalStatus?: string;
}

export function planningActivities(deps: ActivityDeps) {
  return {
    /** Asks the provider what only the cloud knows. */
    async validate({ provider, owner, resource }: PlanRequest): Promise<void> {
      const via = await providerFor(deps, provider, owner);
      await callProvider((context) => via.validate(owner, resource, context));
    },

    /** What has to be done to what the ledger and the cloud have; without a ledger, all of it is to be made. */
    async plan(request: PlanRequest & { ledger?: Ledger }): Promise<PlannedNode[]> {
      const { owner, resource, ledger = {} } = request;
      const provider = await providerFor(deps, request.provider, request.owner);
      const wanted = provider.plan(owner, resource);
      if (Object.keys(ledger).length === 0) return refuseTooLarge(wanted);
      waitOutDoubt(ledger, deps.cloudTimeoutMs + provider.consistencyWindowMs);
      const found = await inventoryOf(provider, owner);
      return refuseTooLarge(planChange(provider, wanted, ledger, found));
    },

    /** What a deletion has to take away: what the ledger names, and what the cloud has beside it. */
    async planDeletion(request: {
      provider: ProviderName;
      owner: Owner;
      ledger: Ledger;
    }): Promise<PlannedNode[]> {
      const provider = await providerFor(deps, request.provider, request.owner);
      const found = await inventoryOf(provider, request.owner);
      return planChange(provider, [], request.ledger, found);
    },

    /** Checks that everything is there once, and says what a client gets to know of it. */
    async verify(request: PlanRequest & { urns: string[] }): Promise<Made> {
      const provider = await providerFor(deps, request.provider, request.owner);
      const { owner, resource } = request;
      const found = await inventoryOf(provider, owner);
      const there = new Map<string, number>();
      for (const { urn, state } of found) {
        if (state === 'available') there.set(urn, (there.get(urn) ?? 0) + 1);
      }
      const wrong = request.urns.filter((urn) => there.get(urn) !== 1);
      if (wrong.length > 0) {
        throw applicationFailure({
          code: 'verification_failed',
          message: `${wrong.length} resources are not there as planned, the first of them ${wrong[0]}.`,
          errorType: 'not_stabilized',
          retryable: true,
        });
      }
      const outputs = provider.outputs(owner, resource, found);
      const { externalClusterId, externalStatus } = outputs;
      const types =
        resource.resourceType === 'cluster'
          ? await callProvider((context) => clusterTypes(provider, owner, resource.spec, context))
          : {};
      return {
        outputs,
        ...(externalClusterId !== undefined && { externalClusterId }),
        ...(externalStatus !== undefined && { externalStatus }),
        result: {
          ...types,
          resource: {
            type: owner.resourceType,
            id: owner.resourceId,
            uid: owner.resourceUid,
          },
          outputs,
        },
      };
    },

    /** The URNs of everything in the cloud that carries the owner's tags. */
    async listCloudResources(request: { provider: ProviderName; owner: Owner }): Promise<string[]> {
      const provider = await providerFor(deps, request.provider, request.owner);
      const found = await inventoryOf(provider, request.owner);
      return [...new Set(found.map(({ urn }) => urn))];
    },

    /** Fails, to be tried again, while anything of the owner is left in the cloud. */
    async verifyDeleted(request: { provider: ProviderName; owner: Owner }): Promise<void> {
      const provider = await providerFor(deps, request.provider, request.owner);
      const [left] = await inventoryOf(provider, request.owner);
      if (left === undefined) return;
      throw applicationFailure({
        code: 'not_gone',
        message: `${left.urn} is still there.`,
        errorType: 'not_stabilized',
        retryable: true,
      });
    },
  };
}

function refuseTooLarge(nodes: PlannedNode[]): PlannedNode[] {
  if (nodes.length <= MAX_NODES) return nodes;
  throw applicationFailure({
    code: 'plan_too_large',
    message: `The plan has ${nodes.length} resources; at most ${MAX_NODES} are possible. Ask for fewer node groups.`,
    errorType: 'validation',
    retryable: false,
  });
}

/**
 * What an earlier operation asked for without an answer may take effect until its call's deadline, and
 * be seen a window later. Throws, to be tried again at that time.
 */
function waitOutDoubt(ledger: Ledger, doubtMs: number): void {
  const isDoubtful = Object.values(ledger).some(
    ({ status }) => status === 'intended' || status === 'failed',
  );
  const leftMs = Context.current().info.scheduledTimestampMs + doubtMs - Date.now();
  if (!isDoubtful || leftMs <= 0) return;
  throw applicationFailure(
    {
      code: 'not_stabilized',
      message: 'Waiting until all that was asked for before can be seen.',
      errorType: 'not_stabilized',
      retryable: true,
    },
    { benign: true, retryDelayMs: leftMs },
  );
}

function inventoryOf(provider: Provider, owner: Owner): Promise<CloudResource[]> {
  return callProvider((context) => provider.read(owner, context));
}
