/** Says on standard error that a plan waits for its confirmation, beside the lines of a log that is followed. */
import { createStyle } from '../io.ts';
import type { Session } from '../session/session.ts';
import { awaitsConfirmation, decisionLines } from './plan-prompt.ts';

/** Resolves when the operation has ended or the signal aborts. Never fails: the reader of the log notices faults. */
export async function announceWaits(
  { io, slipway, hint }: Session,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const style = createStyle(io, io.stderr);
  let isWaiting = false;
  try {
    for await (const { operation } of slipway.events(id, { signal })) {
      const wasWaiting = isWaiting;
      isWaiting = awaitsConfirmation(operation);
      if (!isWaiting || wasWaiting) continue;
      io.stderr.writeLine('The plan waits for a confirmation:');
      for (const line of decisionLines(id, hint, style)) io.stderr.writeLine(line);
    }
  } catch {
    // The log ends for the same reason, or goes on without these lines.
  }
}
