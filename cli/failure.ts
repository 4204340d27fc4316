/** Turns errors into messages and exit codes. */
import { ProblemError } from '../client/problem-error.ts';
import { UnexpectedAnswerError } from '../client/unexpected-answer.ts';
import { DeclinedError, EXIT, UnsafeError, UsageError, type ExitCode } from './exit.ts';
import { InterruptedError } from './session/session.ts';
import { inCommands } from './output/request-words.ts';
import { oneLine } from './output/visible.ts';

export interface Failure {
  code: ExitCode;
  lines: string[];
}

/**
 * Returns the message and the exit code for an error.
 *
 * @param command the words of the command with a space after each, for example `clusters get `
 */
export function failureOf(error: unknown, command: string): Failure {
  if (error instanceof UsageError) {
    return { code: EXIT.usage, lines: [error.message, `For usage, run: slipway ${command}--help`] };
  }
  if (error instanceof DeclinedError) return { code: EXIT.canceled, lines: [error.message] };
  if (error instanceof UnsafeError) return { code: EXIT.failed, lines: error.message.split('\n') };
  if (error instanceof InterruptedError) {
    const lines = [
      'Stopped before the server answered. To see whether an operation has started, run: slipway operations list',
    ];
    return { code: EXIT.interrupted, lines };
  }
  if (error instanceof ProblemError) return failureOfProblem(error);
  if (error instanceof UnexpectedAnswerError) {
    const next =
      error.address === undefined
        ? 'Is this the address of Slipway? Check --server, SLIPWAY_SERVER and the profile.'
        : `To use that address, set --server or SLIPWAY_SERVER to ${oneLine(error.address)}`;
    return { code: EXIT.failed, lines: [oneLine(error.message), next] };
  }
  if (error instanceof Error && isNetworkError(error)) {
    const lines = [
      `The server cannot be reached: ${causeOf(error)}`,
      'To start one on this machine, run: slipway dev. To use another one, set --server or SLIPWAY_SERVER.',
    ];
    return { code: EXIT.failed, lines };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: EXIT.failed, lines: [`Unexpected error: ${text}`] };
}

function failureOfProblem({ status, message, problem }: ProblemError): Failure {
  if (problem === undefined) {
    const lines = [
      message,
      'The response did not come from Slipway. Check --server, SLIPWAY_SERVER and the profile.',
      ...(status >= 500
        ? ['If the command changes something, an operation may run. Run: slipway operations list']
        : []),
    ];
    return { code: EXIT.failed, lines };
  }
  const { code, title, fieldErrors, conflictingOperationId } = problem;
  const lines = [
    // With field errors, the detail would repeat all of them in one line.
    `${code}: ${oneLine(fieldErrors === undefined ? inCommands(message) : title)}`,
    ...Object.entries(fieldErrors ?? {}).map(
      ([field, why]) => `  ${field}: ${oneLine(inCommands(why))}`,
    ),
    ...(conflictingOperationId === undefined
      ? []
      : [
          `  To watch that operation:  slipway operations watch ${conflictingOperationId}`,
          `  To cancel that operation: slipway operations cancel ${conflictingOperationId}`,
        ]),
    ...(status >= 500 ? [`  Request id, to find it in the log: ${problem.requestId}`] : []),
  ];
  // A validation error of the server is a usage error, as if the CLI had checked the flags itself.
  return { code: problem.errorType === 'validation' ? EXIT.usage : EXIT.failed, lines };
}

/** True for the errors that fetch throws when it gets no response. */
function isNetworkError(error: Error): boolean {
  return error.name === 'TimeoutError' || (error instanceof TypeError && 'cause' in error);
}

function causeOf(error: Error): string {
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  // When fetch tried several addresses, each of them has its own error.
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return first instanceof Error ? first.message : cause.message;
}
