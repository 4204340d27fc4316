/** Shows a plan that waits for confirmation, and asks about it if there is a terminal. */
import type { Operation } from '../../client/types.ts';
import { promptForDecision } from '../commands/shared/prompt.ts';
import { failureOf } from '../failure.ts';
import { createStyle, isLive, type Style } from '../io.ts';
import { planLines } from '../output/plan.ts';
import type { Session } from '../session/session.ts';
import type { View } from './view.ts';

/** True if the operation has a plan that waits for confirmation. */
export function awaitsConfirmation({ status }: Operation): boolean {
  return status === 'awaiting_confirmation';
}

/** The commands that confirm or discard the plan of an operation. */
export function decisionLines(id: string, hint: Session['hint'], style: Style): string[] {
  return ['confirm', 'discard'].map(
    (verb) => `  ${style('dim', verb)}  ${style('cyan', hint(`operations ${verb} ${id}`))}`,
  );
}

/** Wraps a view: while the plan waits for confirmation, the plan and the question replace the view. */
export function withPlanPrompt(session: Session, view: View): View {
  const { io, hint } = session;
  const style = createStyle(io, io.stderr);
  const writeLine = (line: string) => io.stderr.writeLine(line);
  let question: { closed: AbortController; asking: boolean } | undefined;

  function open(operation: Operation): void {
    const opened = { closed: new AbortController(), asking: isLive(io) && io.stdin.isTTY };
    question = opened;
    view.hide();
    for (const line of planLines(operation, style, 'Nothing has changed yet.')) writeLine(line);
    if (!opened.asking) return printDecisionCommands(operation);
    void settle(session, operation.id, opened.closed.signal).then((end) => {
      opened.asking = false;
      if (end === 'no answer') printDecisionCommands(operation);
    });
  }

  function printDecisionCommands({ id }: Operation): void {
    for (const line of decisionLines(id, hint, style)) writeLine(line);
  }

  function close(): void {
    // The cursor is still on the line of the question, so end that line.
    if (question?.asking === true) writeLine('');
    question?.closed.abort();
    question = undefined;
  }

  return {
    show(operation) {
      if (!awaitsConfirmation(operation)) {
        close();
        view.show(operation);
      } else if (question === undefined) {
        view.show(operation);
        open(operation);
      }
    },
    hide: () => view.hide(),
    end() {
      close();
      view.end();
    },
  };
}

/** Asks until the server has accepted an answer, or no answer is needed any more. */
async function settle(
  { io, dataOf, slipway }: Session,
  operationId: string,
  closed: AbortSignal,
): Promise<'decided' | 'closed' | 'no answer'> {
  const params = { path: { operationId } };
  for (;;) {
    const decision = await promptForDecision(io, 'Apply this plan?', closed);
    if (closed.aborted) return 'closed';
    if (decision === undefined) {
      io.stderr.writeLine();
      return 'no answer';
    }
    try {
      await dataOf(slipway.api.POST(`/operations/{operationId}/${decision}`, { params }));
      return 'decided';
    } catch (error) {
      if (closed.aborted || io.interrupted.aborted) return 'closed';
      for (const line of failureOf(error, '').lines) io.stderr.writeLine(line);
    }
  }
}
