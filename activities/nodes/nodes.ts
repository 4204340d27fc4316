/** The activities that make and take away one node. Each attempt can end anywhere; the next goes on. */
import { Context } from '@temporalio/activity';
import type { CloudRef, Owner, PlannedNode } from '../../contract/resources/graph.ts';
import { nodeWords } from '../../contract/ids.ts';
import type { ProviderName } from '../../contract/vocabulary.ts';
import { ProviderError, type Provider } from '../../providers/provider.ts';
import { providerFor } from '../entities/connections.ts';
import type { ActivityDeps } from '../index.ts';
import { pollUntil, type PollResult, type WaitPolicy } from './poll-until.ts';

export interface ProvisionNodeRequest extends WaitPolicy {
  provider: ProviderName;
  owner: Owner;
  node: PlannedNode;
  /** By URN, of the nodes that this one depends on. */
  dependencies: Record<string, CloudRef>;
  /** ms since the epoch: when the last attempt to change it ended without a sure answer. */
  uncertainSince?: number;
}

export interface RemoveNodeRequest extends WaitPolicy {
  provider: ProviderName;
  owner: Owner;
  node: PlannedNode;
  /** ms since the epoch: when the last attempt to make it ended without a sure answer. */
  uncertainSince?: number;
  /** The generation that stays. */
  keepGeneration?: number;
}

export function nodeActivities(deps: ActivityDeps) {
  /** A call that was lost may take effect until its own deadline, and be seen a window later. */
  function settledAt(provider: Provider, uncertainSince: number | undefined): number {
    return uncertainSince === undefined
      ? 0
      : uncertainSince + deps.cloudTimeoutMs + provider.consistencyWindowMs;
  }

  return {
    /** Has the node made, or changed into what it should be, and waits until it is ready. */
    async provisionNode(request: ProvisionNodeRequest): Promise<CloudRef> {
      const provider = await providerFor(deps, request.provider, request.owner);
      const believeFrom = settledAt(provider, request.uncertainSince);
      let ref: CloudRef | undefined;
      let ensuredAt = 0;
      // Only a first attempt can know that nothing was made: an earlier one may have been lost.
      let nothingCreated = Context.current().info.attempt === 1;
      const ensure = async (signal: AbortSignal): Promise<CloudRef> => {
        const first = nothingCreated;
        nothingCreated = false;
        try {
          return await provider.ensure(request, { signal });
        } catch (error) {
          const isFinal = error instanceof ProviderError && !error.retryable;
          nothingCreated = first && (isFinal || (signal.aborted && error === signal.reason));
          throw error;
        }
      };
      return pollUntil(deps, {
        ...waitPolicyOf(request),
        waitingFor: `${nodeWords(request.node)} to get ready`,
        effect: () => {
          if (ref !== undefined) return { cloudId: ref.cloudId };
          return nothingCreated ? { nothingCreated } : undefined;
        },
        async look(signal) {
          if (ref === undefined) {
            ref = await ensure(signal);
            ensuredAt = Date.now();
          }
          const readiness = await provider.awaitReady(request, ref, { signal });
          if (readiness.state === 'ready') {
            const { cloudId } = ref;
            const doubt = believeFrom - Date.now();
            if (doubt <= 0) return { done: { cloudId, outputs: readiness.outputs } };
            ref = undefined;
            return unsure(doubt, 'a change whose answer was lost may still come');
          }
          const isOverdue = Date.now() - ensuredAt > provider.consistencyWindowMs;
          if ((readiness.unseen && isOverdue) || readiness.outdated) ref = undefined;
          return readiness;
        },
      });
    },

    /** Takes away every generation of the node; resolves when none is left. */
    async removeNode(request: RemoveNodeRequest): Promise<void> {
      const provider = await providerFor(deps, request.provider, request.owner);
      const { owner, node, keepGeneration } = request;
      const believeFrom = settledAt(provider, request.uncertainSince);
      let seen = false;
      await pollUntil(deps, {
        ...waitPolicyOf(request),
        waitingFor: `${nodeWords(node)} to go`,
        async look(signal) {
          const removal = await provider.remove(
            { owner, node, ...(keepGeneration !== undefined && { keep: keepGeneration }) },
            { signal },
          );
          if (removal.state === 'pending') {
            seen = true;
            return removal;
          }
          const doubt = believeFrom - Date.now();
          if (seen || doubt <= 0) return { done: undefined };
          return unsure(doubt, 'a create whose answer was lost may still appear');
        },
      });
    },
  };
}

function unsure(doubtMs: number, message: string): PollResult<never> {
  return { state: 'pending', lookAgainMs: Math.min(doubtMs, 1000), message };
}

function waitPolicyOf({ deadlineMs, retryIntervalMs }: WaitPolicy): WaitPolicy {
  return { deadlineMs, retryIntervalMs };
}
