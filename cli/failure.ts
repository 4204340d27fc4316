/** What is said when a command does not come to an outcome, and its exit code. */
import { ProblemError } from '../client/problem-error.ts';
import { DeclinedError, EXIT, UsageError, type ExitCode } from './exit.ts';
import { InterruptedError } from './session/session.ts';
import { oneLine } from './watch/labels.ts';

export interface Failure {
  code: ExitCode;
  lines: string[];
}

/** @param command the words of the command, for example `clusters get` */
export function failureOf(error: unknown, command: string): Failure {
  if (error instanceof UsageError) {
    return { code: EXIT.usage, lines: [error.message, `slipway ${command}--help says more`] };
  }
  if (error instanceof DeclinedError) return { code: EXIT.canceled, lines: [error.message] };
  if (error instanceof InterruptedError) {
    const lines = [
      'Stopped before an answer came. If something was submitted, slipway operations list shows it.',
    ];
    return { code: EXIT.interrupted, lines };
  }
  if (error instanceof ProblemError) return ofProblem(error);
  if (error instanceof Error && isNetworkError(error)) {
    const lines = [
      `cannot reach the server: ${causeOf(error)}`,
      'slipway dev starts one on this machine; --server or SLIPWAY_SERVER names another',
    ];
    return { code: EXIT.failed, lines };
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: EXIT.failed, lines: [`unexpected: ${words}`] };
}

function ofProblem({ status, message, problem }: ProblemError): Failure {
  if (problem === undefined) {
    const lines = [message, 'The answer is not one of Slipway; is --server right?'];
    return { code: EXIT.failed, lines };
  }
  const { code, title, fieldErrors, conflictingOperationId } = problem;
  const lines = [
    // The detail repeats the fields, all in one line.
    `${code}: ${oneLine(fieldErrors === undefined ? message : title)}`,
    ...Object.entries(fieldErrors ?? {}).map(([field, why]) => `  ${field}: ${why}`),
    ...(conflictingOperationId === undefined
      ? []
      : [
          `  to watch it:  slipway operations watch ${conflictingOperationId}`,
          `  to cancel it: slipway operations cancel ${conflictingOperationId}`,
        ]),
    ...(status >= 500 ? [`  request ${problem.requestId}`] : []),
  ];
  // The service has found what a check of the flags would have.
  return { code: problem.errorType === 'validation' ? EXIT.usage : EXIT.failed, lines };
}

/** What fetch throws when no answer came. */
function isNetworkError(error: Error): boolean {
  return error.name === 'TimeoutError' || (error instanceof TypeError && 'cause' in error);
}

function causeOf(error: Error): string {
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  // Of several addresses that were tried each has a cause.
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return first instanceof Error ? first.message : cause.message;
}
