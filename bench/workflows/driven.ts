/**
 * An operation that changes when it receives a signal, and does nothing else. The tracker of Slipway
 * shows it.
 */
import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import { createTracker } from '../../workflows/operation/tracker.ts';

/** The default of `SLIPWAY_MEMO_INTERVAL_MS`. */
const MEMO_INTERVAL_MS = 5_000;

/** Each version with the time of the workflow task that created it, ms since the epoch. */
export type Births = [version: number, at: number][];

export async function drivenOperation(resources: ProgressResource[]): Promise<OperationSnapshot> {
  const message = 'A worker has taken it up';
  const tracker = createTracker({ message, memoIntervalMs: MEMO_INTERVAL_MS });
  const births: Births = [];
  let turns = 0;
  let over = false;
  tracker.enter('provisioning', `Creating ${resources.length} resources`);
  tracker.plan(resources);
  setHandler(defineSignal('change'), () => {
    const resource = resources[turns % resources.length];
    const again = Math.floor(turns / resources.length) % 2 === 1;
    turns += 1;
    if (resource === undefined) return;
    tracker.node(resource.urn, { status: again ? 'succeeded' : 'running' });
    births.push([tracker.snapshot().version, Date.now()]);
  });
  setHandler(defineSignal('finish'), () => {
    over = true;
  });
  setHandler(defineQuery<Births>('births'), () => births);
  await condition(() => over);
  tracker.succeed({}, 'Done');
  return tracker.snapshot();
}
