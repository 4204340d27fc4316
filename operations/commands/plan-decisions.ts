/** Reads which decision about a plan the history of an operation has. Needs no worker. */
import type { Client } from '@temporalio/client';
import type { PlanDecision } from '../../contract/temporal/engine.ts';
import { SIGNALS, UPDATES } from '../../contract/temporal/names.ts';
import { withDeadline } from '../temporal/calls.ts';
import { historyPage, type Execution, type HistoryEvent } from '../temporal/history.ts';
import { stageIn, valueOf } from '../timeline/events.ts';

/**
 * Returns the first decision about the plan that waits, which is the one that counts; undefined if there is none.
 */
export async function readDecision(
  client: Client,
  execution: Execution,
): Promise<PlanDecision | undefined> {
  let decision: PlanDecision | undefined;
  let token: Uint8Array | undefined;
  do {
    const from = token;
    const page = await withDeadline(client, () => historyPage(client, execution, from, false));
    for (const event of page.events) {
      // Earlier plans of the operation had decisions of their own.
      if (stageIn(event) === 'awaiting_confirmation') decision = undefined;
      decision ??= decisionIn(event);
    }
    ({ token } = page);
  } while (token.length > 0);
  return decision;
}

function decisionIn(event: HistoryEvent): PlanDecision | undefined {
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal?.signalName === SIGNALS.planDecision) return valueOf<PlanDecision>(signal.input);
  const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  return update?.name === UPDATES.submitPlanDecision
    ? valueOf<PlanDecision>(update.args)
    : undefined;
}
