/**
 * The entity of one resource: its record, the ledger of what exists in the cloud, and its claim.
 *
 *   reserved --claim--> claimed --release(record)--> free --claim--> claimed --release()--> gone
 *      '--- no operation claims it ---> gone
 *
 * Only one operation holds the claim at a time. If an operation is closed without a release, because it
 * was terminated, the next claim takes over one heartbeat timeout later, when every attempt of the dead
 * operation has ended too.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  proxyActivities,
  setHandler,
  sleep,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type {
  AttachAnswer,
  AttachRequest,
  ClaimAnswer,
  ClaimRequest,
  HeldAnswer,
  ReleaseRequest,
  ResourceInput,
  ResourceView,
  WriteLedgerRequest,
} from '../../contract/temporal/entity.ts';
import { QUERIES, SEARCH_ATTRIBUTES, UPDATES } from '../../contract/temporal/names.ts';
import { run } from '../operation/run.ts';
import * as transition from './state.ts';

const { operationState } = proxyActivities<Activities>({
  startToCloseTimeout: 10_000,
  retry: { initialInterval: 500, maximumInterval: 10_000 },
});

export async function resource(input: ResourceInput): Promise<void> {
  const { timings } = input;
  let state = transition.entityState(input);
  setHandlers();

  while (!state.isGone && !workflowInfo().continueAsNewSuggested) {
    if (state.wasClaimed) {
      await condition(() => state.isGone || workflowInfo().continueAsNewSuggested);
      continue;
    }
    // A reservation whose operation was never started, or ended before its claim, created nothing.
    const { operationId } = state.record;
    const isDecided = () => state.wasClaimed || state.isGone;
    if (await condition(isDecided, timings.reservationTimeoutMs)) continue;
    const isRunning = await runs(operationId);
    if (!isRunning && !state.wasClaimed) state = { ...state, isGone: true };
  }
  await condition(allHandlersFinished);
  if (state.isGone) return;
  await continueAsNew<typeof resource>(transition.nextInput(state, input));

  function setHandlers(): void {
    setHandler(defineQuery<ResourceView>(QUERIES.resource), () => transition.viewOf(state), {
      description: 'The record, and the ledger of what exists in the cloud.',
    });
    setHandler(defineUpdate<ClaimAnswer, [ClaimRequest]>(UPDATES.claim), oneClaimAtATime(), {
      description: 'Claims the resource for one operation.',
    });
    setHandler(
      defineUpdate<HeldAnswer, [WriteLedgerRequest]>(UPDATES.writeLedger),
      (request) => apply(transition.writeLedger(state, request)),
      { description: 'Writes ledger entries, for the operation that holds the claim.' },
    );
    setHandler(
      defineUpdate<HeldAnswer, [ReleaseRequest]>(UPDATES.release),
      (request) => apply(transition.release(state, request, now())),
      { description: 'Ends the claim; without a record the resource is gone.' },
    );
    setHandler(
      defineUpdate<AttachAnswer, [AttachRequest]>(UPDATES.attach),
      (request) => apply(transition.attach(state, request, now())),
      { description: 'Notes that another resource uses this one.' },
    );
    setHandler(
      defineUpdate<HeldAnswer, [AttachRequest]>(UPDATES.detach),
      (request) => apply(transition.detach(state, request, now())),
      { description: 'Removes the note that another resource uses this one.' },
    );
  }

  function oneClaimAtATime(): (request: ClaimRequest) => Promise<ClaimAnswer> {
    let isClaiming = false;
    return async (request) => {
      await condition(() => !isClaiming);
      isClaiming = true;
      try {
        return await claim(request);
      } finally {
        isClaiming = false;
      }
    };
  }

  async function claim(request: ClaimRequest): Promise<ClaimAnswer> {
    const holder = transition.otherHolder(state, request);
    if (holder !== undefined && transition.isMeant(state, request)) {
      if (await runs(holder)) {
        return { granted: false, code: 'resource_busy', conflictingOperationId: holder };
      }
      // A resource that has nothing in a cloud has no attempts that could still take effect.
      if (!request.deleteImmediately) {
        await sleep(timings.heartbeatTimeoutMs, {
          summary: `Wait until no attempt of ${holder} can be running`,
        });
      }
    }
    return apply(transition.claim(state, request, now()));
  }

  async function runs(operationId: string): Promise<boolean> {
    const summary = `Check whether ${operationId} is running`;
    return (await run(operationState, summary, operationId, state.record.uid)) === 'running';
  }

  function apply<Answer>({ state: next, answer }: transition.Transition<Answer>): Answer {
    const before = state;
    state = next;
    if (next.record !== before.record) {
      // A memo is merged key by key: null removes a key.
      upsertMemo({ claimedBy: null, attachments: null, ...transition.memoOf(next, input) });
    }
    if (next.record.status !== before.record.status) {
      upsertSearchAttributes({ [SEARCH_ATTRIBUTES.status]: [next.record.status] });
    }
    return answer;
  }
}

function now(): string {
  return new Date(Date.now()).toISOString();
}
