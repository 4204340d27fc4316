/** The activities that plan an operation and verify its result. */
import { Context } from '@temporalio/activity';
import {
  MAX_LEFT_BEHIND,
  type LeftBehind,
  type OperationResult,
} from '../../contract/operations/operation.ts';
import type { Ledger, Owner, PlannedNode, ResourceSpec } from '../../contract/resources/graph.ts';
import type { SpecOf } from '../../contract/resources/schemas.ts';
import type { CloudType, ProviderName, RunPhase } from '../../contract/vocabulary.ts';
import type { Adoption, CloudResource, Provider } from '../../providers/provider.ts';
import type { ActivityDeps } from '../deps.ts';
import { providerFor } from '../entities/connections.ts';
import { applicationFailure } from '../failure.ts';
import { TAGS } from '../../providers/identity.ts';
import { callProvider } from '../provider-call.ts';
import type { WaitPolicy } from '../nodes/poll-until.ts';
import { clusterTypes } from './discovery.ts';
import { untilHealthy } from './health.ts';
import { planChange } from './plan-change.ts';

/** A larger plan exceeds the size of a history and of one response. */
const MAX_NODES = 1000;

type ClusterResource = Extract<ResourceSpec, { resourceType: 'cluster' }>;

interface OwnerRequest {
  provider: ProviderName;
  owner: Owner;
  /** `plan` in a preview. Absent: the rights to carry the operation out. */
  phase?: RunPhase;
}

export interface PlanRequest extends OwnerRequest {
  resource: ResourceSpec;
}

/** The data of a verified resource that clients see. */
export interface Verified {
  result: OperationResult;
  outputs: Record<string, string>;
  externalClusterId?: string;
  externalStatus?: string;
  /** The spec with the values that the cloud has decided, such as the version of Kubernetes. */
  spec?: SpecOf<CloudType>;
}

export function planningActivities(deps: ActivityDeps) {
  /** Returns what only the result of a cluster has. */
  async function clusterResult(
    request: { owner: Owner; resource: ClusterResource; wait?: WaitPolicy },
    provider: Provider,
    nodes: CloudResource[],
  ): Promise<OperationResult> {
    const { owner, resource, wait } = request;
    const { spec } = resource;
    const kubernetes = await untilHealthy(deps, provider, {
      owner,
      spec,
      nodes,
      ...(wait !== undefined && { wait }),
    });
    const types = await callProvider((context) => clusterTypes(provider, owner, spec, context));
    return { ...types, kubernetes };
  }

  return {
    /** Lets the provider check what only the cloud knows. Fails with every fault at once. */
    async validate(request: PlanRequest): Promise<void> {
      const { owner, resource } = request;
      const provider = await providerFor(deps, request.provider, owner, request.phase);
      await callProvider((context) => provider.validate(owner, resource, context));
    },

    /**
     * Returns the nodes that lead to the wanted resource. Without a ledger every node is a create, and the cloud
     * must have nothing of another resource that had the name.
     */
    async plan(request: PlanRequest & { ledger?: Ledger }): Promise<PlannedNode[]> {
      const { owner, ledger: known = {} } = request;
      const provider = await providerFor(deps, request.provider, request.owner, request.phase);
      const isNew = Object.keys(known).length === 0;
      if (isNew) await refuseNamesakes(provider, request.owner);
      else refuseUntilSettled(known, deps.cloudTimeoutMs + provider.consistencyWindowMs);
      const found = isNew ? [] : await inventoryOf(provider, owner);
      const state = { resource: request.resource, ledger: known, found };
      const { resource, ledger } = await adopt(provider, owner, state);
      const wanted = provider.plan(owner, resource);
      return refuseTooLarge(isNew ? wanted : planChange(provider, wanted, ledger, found));
    },

    /** Returns the nodes to delete: those of the ledger, and any others in the cloud. */
    async planDeletion(request: OwnerRequest & { ledger: Ledger }): Promise<PlannedNode[]> {
      const provider = await providerFor(deps, request.provider, request.owner, request.phase);
      const found = await inventoryOf(provider, request.owner);
      refuseProtected(request.owner, found);
      return planChange(provider, [], request.ledger, found);
    },

    /**
     * Checks that the cloud has exactly one available resource for each URN, and that the nodes and system
     * pods of a cluster run if its Kubernetes API can be reached. Returns the data of the resource that clients
     * see. Fails with a retryable error.
     */
    async verify(request: PlanRequest & { urns: string[]; wait?: WaitPolicy }): Promise<Verified> {
      const provider = await providerFor(deps, request.provider, request.owner);
      const { owner } = request;
      const found = await inventoryOf(provider, owner);
      const known = { resource: request.resource, ledger: {}, found };
      const { resource } = await adopt(provider, owner, known);
      const available = new Map<string, number>();
      for (const { urn, state } of found) {
        if (state === 'available') available.set(urn, (available.get(urn) ?? 0) + 1);
      }
      const wrong = request.urns.filter((urn) => available.get(urn) !== 1);
      if (wrong.length > 0) {
        const others = wrong.length > 1 ? ` and ${wrong.length - 1} more` : '';
        throw applicationFailure({
          code: 'verification_failed',
          message: `These resources are missing, duplicated or not available: ${wrong[0]}${others}.`,
          errorType: 'not_stabilized',
          retryable: true,
        });
      }
      const outputs = provider.outputs(owner, resource, found);
      const { externalClusterId, externalStatus } = outputs;
      const more =
        resource.resourceType === 'cluster'
          ? await clusterResult({ ...request, resource }, provider, found)
          : {};
      return {
        outputs,
        ...(resource.resourceType === 'cluster' && { spec: resource.spec }),
        ...(externalClusterId !== undefined && { externalClusterId }),
        ...(externalStatus !== undefined && { externalStatus }),
        result: {
          ...more,
          resource: {
            type: owner.resourceType,
            id: owner.resourceId,
            uid: owner.resourceUid,
          },
          outputs,
        },
      };
    },

    /** The URNs of all cloud resources with the owner's tags. */
    async listCloudResources(request: OwnerRequest): Promise<string[]> {
      const provider = await providerFor(deps, request.provider, request.owner);
      const found = await inventoryOf(provider, request.owner);
      return [...new Set(found.map(({ urn }) => urn))];
    },

    /**
     * Fails with a retryable error while the cloud has any resource of the owner. Then resolves to what the
     * deletion has left behind on purpose.
     */
    async verifyDeleted(request: OwnerRequest): Promise<LeftBehind[]> {
      const { owner } = request;
      const provider = await providerFor(deps, request.provider, owner);
      const [remaining] = await inventoryOf(provider, owner);
      if (remaining === undefined) {
        const left = await callProvider(async (context) => provider.leftBehind?.(owner, context));
        return (left ?? []).slice(0, MAX_LEFT_BEHIND);
      }
      throw applicationFailure({
        code: 'not_gone',
        message: `The resource ${remaining.urn} still exists.`,
        errorType: 'not_stabilized',
        retryable: true,
      });
    },
  };
}

/** The cloud would refuse the protected resource only after the others are gone. */
function refuseProtected(owner: Owner, found: readonly CloudResource[]): void {
  const it = found.find(({ outputs }) => outputs['deletionProtection'] === 'true');
  if (it === undefined) return;
  throw applicationFailure({
    code: 'deletion_protected',
    message: `The ${it.type.replaceAll('_', ' ')} of ${owner.resourceType} ${owner.resourceId} (${it.cloudId}) is protected from deletion in the cloud. Turn the protection off there, then delete the ${owner.resourceType} again. Nothing was deleted.`,
    errorType: 'conflict',
    retryable: false,
  });
}

function refuseTooLarge(nodes: PlannedNode[]): PlannedNode[] {
  if (nodes.length <= MAX_NODES) return nodes;
  throw applicationFailure({
    code: 'plan_too_large',
    message: `The plan has ${nodes.length} resources; at most ${MAX_NODES} are allowed. Request fewer node groups.`,
    errorType: 'validation',
    retryable: false,
  });
}

/** Nobody but the cloud knows such resources when both their record and its operations are gone from Temporal. */
async function refuseNamesakes(provider: Provider, owner: Owner): Promise<void> {
  const uids = await callProvider((context) => provider.namesakes(owner, context));
  if (uids.length === 0) return;
  throw applicationFailure({
    code: 'record_lost',
    message: `The cloud has resources of an earlier ${owner.resourceType} ${owner.resourceId} whose record is lost. Delete those with the tag ${TAGS.uid}=${uids.join(' or ')} there, or choose another name.`,
    errorType: 'conflict',
    retryable: false,
  });
}

/**
 * Throws while the result of a lost call of an earlier operation can still appear: the call may take effect
 * until its deadline, and become visible one consistency window later. Temporal retries at that time.
 *
 * @param settleMs the deadline of a call plus the consistency window
 */
function refuseUntilSettled(ledger: Ledger, settleMs: number): void {
  const isUncertain = Object.values(ledger).some(
    ({ status }) => status === 'intended' || status === 'failed',
  );
  const leftMs = Context.current().info.scheduledTimestampMs + settleMs - Date.now();
  if (!isUncertain || leftMs <= 0) return;
  throw applicationFailure(
    {
      code: 'not_stabilized',
      message: 'Waiting until the results of earlier requests are visible in the cloud.',
      errorType: 'not_stabilized',
      retryable: true,
    },
    { benign: true, retryDelayMs: leftMs },
  );
}

function adopt(provider: Provider, owner: Owner, state: Adoption) {
  return callProvider((context) => provider.adopt(owner, state, context));
}

function inventoryOf(provider: Provider, owner: Owner): Promise<CloudResource[]> {
  return callProvider((context) => provider.read(owner, context));
}
