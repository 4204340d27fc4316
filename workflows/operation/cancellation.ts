/**
 * What the cancel of an operation does to an activity that is in flight. Each activity learns of the cancel by
 * its next heartbeat. Either the workflow waits until the activity has ended, or it goes on at once and never
 * learns how the activity ended. It must wait for everything that has an effect: the undo, the release of the
 * resource and the removal of stored data would otherwise run beside that effect, or before it.
 */
import {
  ActivityCancellationType,
  proxyActivities,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { Timings } from '../../contract/temporal/timings.ts';

type Proxies = ReturnType<typeof proxyActivities<Activities>>;

const { WAIT_CANCELLATION_COMPLETED, TRY_CANCEL } = ActivityCancellationType;

/** Every activity. The comment says what a workflow that did not wait would miss. */
export const CANCELLATION: Record<keyof Activities, ActivityCancellationType> = {
  // A late claim holds the resource for an operation that has ended.
  claim: WAIT_CANCELLATION_COMPLETED,
  // A late write replaces what the undo has written.
  writeLedger: WAIT_CANCELLATION_COMPLETED,
  // A late release ends the claim of the next operation.
  release: WAIT_CANCELLATION_COMPLETED,
  // A late attachment comes after the detachment, and protects its target for ever.
  attachNetwork: WAIT_CANCELLATION_COMPLETED,
  attachConnection: WAIT_CANCELLATION_COMPLETED,
  // A late detachment removes what the next operation has attached.
  detachNetwork: WAIT_CANCELLATION_COMPLETED,
  detachConnection: WAIT_CANCELLATION_COMPLETED,
  // The check of a role claims the role, which the undo releases.
  checkConnection: WAIT_CANCELLATION_COMPLETED,
  releaseRole: WAIT_CANCELLATION_COMPLETED,
  // A late create makes what the undo has found missing.
  provisionNode: WAIT_CANCELLATION_COMPLETED,
  removeNode: WAIT_CANCELLATION_COMPLETED,
  // The engine stops in an orderly way, and writes what it has made to the state.
  applyPlan: WAIT_CANCELLATION_COMPLETED,
  // The engine has locked the state, and a late plan is stored after the clean-up.
  planModule: WAIT_CANCELLATION_COMPLETED,
  verifyModule: WAIT_CANCELLATION_COMPLETED,
  // The engine uses the run's directory, which the clean-up removes.
  validateModule: WAIT_CANCELLATION_COMPLETED,
  previewModule: WAIT_CANCELLATION_COMPLETED,
  resolveCommit: WAIT_CANCELLATION_COMPLETED,
  fetchSource: WAIT_CANCELLATION_COMPLETED,
  // It may restore a state that an engine could not write.
  countResources: WAIT_CANCELLATION_COMPLETED,
  cleanUpDeployment: WAIT_CANCELLATION_COMPLETED,
  // A late write of the state is not seen by the undo.
  adoptState: WAIT_CANCELLATION_COMPLETED,
  // It stores what the clean-up removes.
  keepState: WAIT_CANCELLATION_COMPLETED,
  // A late push starts an operation that nobody follows.
  startPush: WAIT_CANCELLATION_COMPLETED,
  // What is shown late at a forge replaces what is shown next.
  openPullRequest: WAIT_CANCELLATION_COMPLETED,
  reportPlan: WAIT_CANCELLATION_COMPLETED,
  reportCommit: WAIT_CANCELLATION_COMPLETED,
  // These only read. Their results are not used after a cancel.
  validate: TRY_CANCEL,
  plan: TRY_CANCEL,
  planDeletion: TRY_CANCEL,
  verify: TRY_CANCEL,
  verifyDeleted: TRY_CANCEL,
  listCloudResources: TRY_CANCEL,
  recoverLedger: TRY_CANCEL,
  discoverInstanceTypes: TRY_CANCEL,
  operationState: TRY_CANCEL,
  findSources: TRY_CANCEL,
  followOperation: TRY_CANCEL,
  planSource: TRY_CANCEL,
};

const WAITED_FOR: ReadonlySet<string | symbol> = new Set(
  Object.entries(CANCELLATION).flatMap(([name, type]) => (type === TRY_CANCEL ? [] : [name])),
);

/**
 * Returns the activities with the same options, and each with its cancellation type. Operations that were
 * started before `waitsOnCancel` existed wait for none of them, because their histories say so.
 */
export function cancelableActivities(
  { waitsOnCancel }: Timings,
  options: ActivityOptions,
): Proxies {
  const abandoned = proxyActivities<Activities>({ ...options, cancellationType: TRY_CANCEL });
  if (!waitsOnCancel) return abandoned;
  const waited = proxyActivities<Activities>({
    ...options,
    cancellationType: WAIT_CANCELLATION_COMPLETED,
  });
  return new Proxy(abandoned, {
    get: (target, name): unknown => Reflect.get(WAITED_FOR.has(name) ? waited : target, name),
  });
}
