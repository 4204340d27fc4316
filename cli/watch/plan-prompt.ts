/** A plan that waits is shown, and whoever sits at the terminal is asked about it. */
import { isTerminal } from '../../contract/vocabulary.ts';
import type { Operation } from '../../client/types.ts';
import { promptForDecision } from '../commands/shared/prompt.ts';
import { failureOf } from '../failure.ts';
import { createStyle, isLive } from '../io.ts';
import { planLines } from '../output/plan.ts';
import type { Session } from '../session/session.ts';
import type { View } from './view.ts';

/** Whether the operation has a plan that is to be confirmed or discarded. */
export function awaitsConfirmation({ status, progress }: Operation): boolean {
  const open = status !== 'canceling' && !isTerminal(status);
  return open && progress.stage === 'awaiting_confirmation';
}

/** The view; while the operation is undecided, the plan and the question stand in its place. */
export function withPlanPrompt(session: Session, view: View): View {
  const { io, hint } = session;
  const style = createStyle(io, io.stderr);
  const writeLine = (line: string) => void io.stderr.write(`${line}\n`);
  let question: { mergeOver: AbortController; asking: boolean } | undefined;

  function open(operation: Operation): void {
    const opened = { mergeOver: new AbortController(), asking: isLive(io) && io.stdin.isTTY };
    question = opened;
    view.hide();
    for (const line of planLines(operation, style, 'Nothing was changed so far.')) writeLine(line);
    if (!opened.asking) return printDecisionCommands(operation);
    void settle(session, operation.id, opened.mergeOver.signal).then((end) => {
      opened.asking = false;
      if (end === 'nobody answers') printDecisionCommands(operation);
    });
  }

  function printDecisionCommands({ id }: Operation): void {
    for (const verb of ['confirm', 'discard'] as const) {
      writeLine(`  ${style('dim', verb)}  ${style('cyan', hint(`operations ${verb} ${id}`))}`);
    }
  }

  function close(): void {
    // The cursor stands behind the question.
    if (question?.asking === true) writeLine('');
    question?.mergeOver.abort();
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

/** Asks until the service has taken an answer, or none is wanted any more. */
async function settle(
  { io, dataOf, slipway }: Session,
  operationId: string,
  mergeOver: AbortSignal,
): Promise<'decided' | 'over' | 'nobody answers'> {
  const params = { path: { operationId } };
  for (;;) {
    const decision = await promptForDecision(io, 'Carry out this plan?', mergeOver);
    if (mergeOver.aborted) return 'over';
    if (decision === undefined) {
      io.stderr.write('\n');
      return 'nobody answers';
    }
    try {
      await dataOf(slipway.api.POST(`/operations/{operationId}/${decision}`, { params }));
      return 'decided';
    } catch (error) {
      if (mergeOver.aborted || io.interrupted.aborted) return 'over';
      for (const line of failureOf(error, '').lines) io.stderr.write(`${line}\n`);
    }
  }
}
