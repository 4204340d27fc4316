/** Shows a plan that waits for confirmation, and asks about it if there is a terminal. */
import type { Operation } from '../../client/types.ts';
import { dataLosses } from '../../contract/plans/data-loss.ts';
import { changesText } from '../../contract/plans/words.ts';
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

interface Question {
  closed: AbortController;
  /** True while the cursor is on the line of the question. */
  asking: boolean;
}

/** Wraps a view: while the plan waits for confirmation, the plan and the question replace the view. */
export function withPlanPrompt(session: Session, view: View): View {
  const { io, hint } = session;
  const style = createStyle(io, io.stderr);
  const writeLine = (line: string) => io.stderr.writeLine(line);
  let question: Question | undefined;

  function open(operation: Operation): void {
    const opened = { closed: new AbortController(), asking: false };
    question = opened;
    view.hide();
    void present(operation, opened);
  }

  async function present(operation: Operation, opened: Question): Promise<void> {
    const { signal } = opened.closed;
    const planned = await withPlan(session, operation, signal);
    if (signal.aborted) return;
    for (const line of planLines(planned, style, 'Nothing has changed yet.')) writeLine(line);
    opened.asking = isLive(io) && io.stdin.isTTY;
    if (!opened.asking) return printDecisionCommands(operation);
    const end = await settle(session, operation, signal);
    opened.asking = false;
    if (end === 'no answer') printDecisionCommands(operation);
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
  { id: operationId, resourceId, progress: { resources } }: Operation,
  closed: AbortSignal,
): Promise<'decided' | 'closed' | 'no answer'> {
  const params = { path: { operationId } };
  const counts = changesText(resources);
  const question = `Apply this plan?${counts === '' ? '' : ` ${counts}.`}`;
  const word = dataLosses(resources).length > 0 ? resourceId : undefined;
  for (;;) {
    const decision = await promptForDecision(io, question, closed, word);
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

/** Returns the operation with the attributes of its plan; without them if they cannot be read. */
async function withPlan(
  { dataOf, slipway }: Session,
  operation: Operation,
  signal: AbortSignal,
): Promise<Operation> {
  const params = { path: { operationId: operation.id } };
  try {
    const plan = await dataOf(
      slipway.api.GET('/operations/{operationId}/plan', { params, signal }),
    );
    return typeof plan === 'string' ? operation : { ...operation, plan };
  } catch {
    return operation;
  }
}
