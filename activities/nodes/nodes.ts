/** The activities that provision and remove one node. Any attempt can fail. The next attempt resumes. */
import { Context } from '@temporalio/activity';
import { nodeWords } from '../../contract/ids.ts';
import type { CloudRef, Owner, PlannedNode } from '../../contract/resources/graph.ts';
import type { NodeOperation, ProviderName } from '../../contract/vocabulary.ts';
import { ProviderError, type Provider } from '../../providers/provider.ts';
import type { EnsuredNode } from '../../providers/results.ts';
import type { ActivityDeps } from '../deps.ts';
import { providerFor } from '../entities/connections.ts';
import { pollUntil, type PollResult, type WaitPolicy } from './poll-until.ts';

/** What is said of the work on a node. The other operations create it; an unchanged one is only ever restored. */
const DOING: Partial<Record<NodeOperation, string>> = {
  update: 'Changing',
  replace: 'Replacing',
  delete: 'Deleting',
  same: 'Restoring',
};

interface NodeActivityRequest extends WaitPolicy {
  provider: ProviderName;
  owner: Owner;
  node: PlannedNode;
  /** When the last attempt to change the node ended without a certain result, ms since the epoch. */
  uncertainSince?: number;
}

export interface ProvisionNodeRequest extends NodeActivityRequest {
  /** The node's dependencies by URN. */
  dependencies: Record<string, CloudRef>;
}

export interface RemoveNodeRequest extends NodeActivityRequest {
  /** The generation that is not removed. */
  keepGeneration?: number;
}

export function nodeActivities(deps: ActivityDeps) {
  /** Notes how long the work has taken since it was first scheduled, over all attempts. */
  function noteDuration({ provider, owner, node }: NodeActivityRequest, operation: NodeOperation) {
    const ms = Date.now() - Context.current().info.scheduledTimestampMs;
    deps.durations.note({ provider, region: owner.region, operation, type: node.type, ms });
  }

  /**
   * Returns the time from which the cloud shows the result of a lost call, in ms since the epoch. Such a
   * call may take effect until its own deadline, and become visible one consistency window later.
   */
  function settledAt(provider: Provider, uncertainSince: number | undefined): number {
    return uncertainSince === undefined
      ? 0
      : uncertainSince + deps.cloudTimeoutMs + provider.consistencyWindowMs;
  }

  return {
    /** Creates or changes the node and waits until it is ready. */
    async provisionNode(request: ProvisionNodeRequest): Promise<CloudRef> {
      const provider = await providerFor(deps, request.provider, request.owner);
      const certainFrom = settledAt(provider, request.uncertainSince);
      let ref: CloudRef | undefined;
      let ensuredAt = 0;
      // Only a first attempt can know that it created nothing: the result of an earlier attempt may be
      // lost.
      let nothingCreated = Context.current().info.attempt === 1;
      const ensure = async (signal: AbortSignal): Promise<EnsuredNode> => {
        const wasNothingCreated = nothingCreated;
        nothingCreated = false;
        try {
          return await provider.ensure(request, { signal });
        } catch (error) {
          const isFinal = error instanceof ProviderError && !error.retryable;
          nothingCreated =
            wasNothingCreated && (isFinal || (signal.aborted && error === signal.reason));
          throw error;
        }
      };
      const made = await pollUntil<CloudRef>(deps, {
        ...waitPolicyOf(request),
        waitingFor: `${nodeWords(request.node)} to get ready`,
        doing: `${DOING[request.node.operation] ?? 'Creating'} ${nodeWords(request.node)}`,
        effect: () => {
          if (ref !== undefined) return { cloudId: ref.cloudId };
          return nothingCreated ? { nothingCreated } : undefined;
        },
        async poll(signal) {
          if (ref === undefined) {
            const { lookAgainMs, ...ensured } = await ensure(signal);
            ref = ensured;
            ensuredAt = Date.now();
            if (lookAgainMs !== undefined) {
              return { state: 'pending', lookAgainMs, message: `${ref.cloudId} is being created` };
            }
          }
          const readiness = await provider.awaitReady(request, ref, { signal });
          if (readiness.state === 'ready') {
            const { cloudId } = ref;
            const doubtMs = certainFrom - Date.now();
            if (doubtMs <= 0) return { done: { cloudId, outputs: readiness.outputs } };
            ref = undefined;
            return uncertain(doubtMs, 'an earlier change without an answer may still take effect');
          }
          const isOverdue = Date.now() - ensuredAt > provider.consistencyWindowMs;
          if ((readiness.unseen && isOverdue) || readiness.outdated) ref = undefined;
          return readiness;
        },
      });
      noteDuration(request, request.node.operation);
      return made;
    },

    /** Removes every generation of the node except `keepGeneration`. Resolves when none of them exists. */
    async removeNode(request: RemoveNodeRequest): Promise<void> {
      const provider = await providerFor(deps, request.provider, request.owner);
      const { owner, node, keepGeneration } = request;
      const certainFrom = settledAt(provider, request.uncertainSince);
      let seen = false;
      await pollUntil(deps, {
        ...waitPolicyOf(request),
        waitingFor: `${nodeWords(node)} to be deleted`,
        doing: `Deleting ${nodeWords(node)}`,
        async poll(signal) {
          const removal = await provider.remove(
            { owner, node, ...(keepGeneration !== undefined && { keep: keepGeneration }) },
            { signal },
          );
          if (removal.state === 'pending') {
            seen = true;
            return removal;
          }
          const doubtMs = certainFrom - Date.now();
          if (seen || doubtMs <= 0) return { done: undefined };
          return uncertain(doubtMs, 'an earlier create without an answer may still take effect');
        },
      });
      // What was gone already says nothing about the cloud.
      if (seen && keepGeneration === undefined) noteDuration(request, 'delete');
    },
  };
}

function uncertain(doubtMs: number, message: string): PollResult<never> {
  return { state: 'pending', lookAgainMs: Math.min(doubtMs, 1000), message };
}

function waitPolicyOf({ deadlineMs, retryIntervalMs }: WaitPolicy): WaitPolicy {
  return { deadlineMs, retryIntervalMs };
}
