/**
 * The claim on one role: it lives as long as a connection holds the role. See contract/temporal/role-claim.ts.
 *
 *   started for its holder --hold (same connection, or replacing this holder)--> held --release--> gone
 */
import {
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { SIGNALS, UPDATES } from '../../contract/temporal/names.ts';
import {
  isSameConnection,
  type HoldAnswer,
  type HoldRequest,
  type ReleaseRoleRequest,
  type RoleClaim,
  type RoleHolder,
} from '../../contract/temporal/role-claim.ts';

export async function roleClaim(input: RoleClaim): Promise<void> {
  const state: { holder: RoleHolder | undefined } = { holder: input.holder };
  setHandler(defineUpdate<HoldAnswer, [HoldRequest]>(UPDATES.holdRole), hold, {
    description: 'Gives the role to a connection, if it is free.',
  });
  setHandler(defineSignal<[ReleaseRoleRequest]>(SIGNALS.releaseRole), ({ uid }) => {
    if (state.holder?.uid === uid) state.holder = undefined;
  });
  await condition(() => state.holder === undefined || workflowInfo().continueAsNewSuggested);
  if (state.holder !== undefined) await continueAsNew<typeof roleClaim>({ holder: state.holder });

  function hold(request: HoldRequest): HoldAnswer {
    const answer = answerTo(state.holder, request);
    if (answer.granted) {
      state.holder = request.holder;
      upsertMemo({ holder: request.holder });
    }
    return answer;
  }
}

/**
 * Returns whether the role can go from its holder to another one. A replacement names the operation of the
 * holder, not only the connection: a connection that has been verified again in the meantime holds the role
 * with another operation.
 */
export function answerTo(
  holder: RoleHolder | undefined,
  { holder: next, replaces }: HoldRequest,
): HoldAnswer {
  return holder === undefined || isSameConnection(holder, next) || holder.operationId === replaces
    ? { granted: true }
    : { granted: false, holder };
}
