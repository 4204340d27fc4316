/** Follows an operation until it ends, the timeout has passed, or the user presses Ctrl-C. */
import { isTerminal } from '../../contract/vocabulary.ts';
import { linkedSignal } from '../../contract/linked-signal.ts';
import type { Operation } from '../../client/types.ts';
import { isLive } from '../io.ts';
import type { Session } from '../session/session.ts';
import { createPlainView } from './plain-view.ts';
import { withPlanPrompt } from './plan-prompt.ts';

export type WatchResult =
  | { end: 'outcome'; operation: Operation }
  /** Watching stopped; the operation continues. */
  | { end: 'timeout' | 'interrupted'; operation: Operation };

/**
 * Shows the operation in the view until watching ends.
 *
 * @param timeoutMs how long to watch; undefined to watch until the operation ends
 */
export async function watch(
  session: Session,
  submitted: Operation,
  timeoutMs: number | undefined,
): Promise<WatchResult> {
  const { io, slipway, connection } = session;
  const picture = isLive(io)
    ? (await import('./live-view.ts')).createLiveView(io, connection)
    : createPlainView((line) => io.stderr.writeLine(line));
  const view = withPlanPrompt(session, picture);
  const { signal, release } = linkedSignal([io.interrupted], timeoutMs);
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
    return { end: io.interrupted.aborted ? 'interrupted' : 'timeout', operation };
  } finally {
    release();
    view.end();
  }
}
