/** Reads the decisions about an operation from its history. Needs no worker. Bounded in size and time, and cached. */
import type { Client } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import { MAX_DECISIONS, type Decision } from '../../contract/operations/decision.ts';
import type { PlanDecision } from '../../contract/temporal/engine.ts';
import type { OperationSource } from '../read/view.ts';
import { historyPages, type Execution } from '../temporal/history.ts';
import { stageIn } from '../timeline/events.ts';
import { createDecisions, planDecisionIn } from './decision-events.ts';

const DEADLINE_MS = 2_000;
const MAX_EVENTS = 20_000;
const MAX_KNOWN = 1_000;

export interface DecisionReader {
  /**
   * Resolves to the decisions in the run's history, at most a hundred; to none if the history is too long. Throws
   * `temporal_unavailable`.
   */
  decisionsOf(source: OperationSource): Promise<Decision[]>;
}

export function createDecisionReader(client: Client, now: () => number): DecisionReader {
  const known = new LRUCache<string, { decisions: Decision[]; eventId: number }>({
    max: MAX_KNOWN,
  });

  return {
    async decisionsOf(source) {
      const { runId, historyLength } = source;
      if (!mayHaveDecisions(source) || historyLength > MAX_EVENTS) return [];
      const earlier = known.get(runId);
      if (earlier !== undefined && earlier.eventId >= historyLength) return earlier.decisions;
      const deadline = now() + DEADLINE_MS;
      const remainingMs = () => Math.max(deadline - now(), 1);
      const decisionIn = createDecisions();
      const decisions: Decision[] = [];
      let eventId = 0;
      for await (const events of historyPages(client, source, remainingMs)) {
        decisions.push(...events.flatMap((event) => decisionIn(event) ?? []));
        eventId = Number(events.at(-1)?.eventId ?? eventId);
      }
      const shown = decisions.slice(0, MAX_DECISIONS);
      known.set(runId, { decisions: shown, eventId });
      return shown;
    },
  };
}

/** Only deployments have plans that wait for a decision. */
function mayHaveDecisions({ cancelRequested, memo }: OperationSource): boolean {
  return cancelRequested || memo.subject.resourceType === 'deployment';
}

/** Returns the decision about the plan that waits; undefined if there is none. The first one counts. */
export async function readPlanDecision(
  client: Client,
  execution: Execution,
): Promise<PlanDecision | undefined> {
  let decision: PlanDecision | undefined;
  for await (const events of historyPages(client, execution)) {
    for (const event of events) {
      // Earlier plans of the operation had decisions of their own.
      if (stageIn(event) === 'awaiting_confirmation') decision = undefined;
      decision ??= planDecisionIn(event)?.kind;
    }
  }
  return decision;
}
