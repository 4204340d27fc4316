/** Follows an operation to its end, or for as long as somebody looks. */
import { isTerminal } from '../../contract/vocabulary.ts';
import type { Operation } from '../../client/types.ts';
import { isLive } from '../io.ts';
import type { Session } from '../session/session.ts';
import { createLiveView } from './live-view.ts';
import { createPlainView } from './plain-view.ts';
import { withPlanPrompt } from './plan-prompt.ts';

export type WatchResult =
  | { end: 'outcome'; operation: Operation }
  /** Nobody looks any more; the operation itself goes on. */
  | { end: 'time is up' | 'interrupted'; operation: Operation };

/** @param timeoutMs how long to look; undefined: to the end */
export async function watch(
  session: Session,
  submitted: Operation,
  timeoutMs: number | undefined,
): Promise<WatchResult> {
  const { io, slipway, connection } = session;
  const picture = isLive(io)
    ? createLiveView(io, connection)
    : createPlainView((line) => void io.stderr.write(`${line}\n`));
  const view = withPlanPrompt(session, picture);
  const timeUp = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([io.interrupted, ...(timeUp ? [timeUp] : [])]);
  let operation = submitted;
  try {
    view.show(operation);
    if (isTerminal(operation.status)) return { end: 'outcome', operation };
    for await (const event of slipway.events(operation, { signal })) {
      operation = event.operation;
      view.show(operation);
    }
    return { end: 'outcome', operation };
  } catch (error) {
    if (!signal.aborted) throw error;
    return { end: io.interrupted.aborted ? 'interrupted' : 'time is up', operation };
  } finally {
    view.end();
  }
}
