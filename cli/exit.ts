/** Exit codes, and the errors that decide them. */
import type { Operation } from '../client/types.ts';

export const EXIT = {
  succeeded: 0,
  failed: 1,
  usage: 2,
  canceled: 3,
  timedOut: 124,
  /** 128 plus the number of the signal, as shells do. */
  interrupted: 130,
  terminated: 143,
} as const;
/** One of `EXIT`, or the code of a program that the command has run for the user. */
export type ExitCode = number;

/** The command line is wrong. The message says what is wrong and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command cannot do safely what it was asked to do, so it has changed nothing. */
export class UnsafeError extends Error {
  override readonly name = 'UnsafeError';
}

/** The user declined a confirmation. */
export class DeclinedError extends Error {
  override readonly name = 'DeclinedError';
}

/** Returns the exit code of an operation that has ended. A spec that the cloud refuses is a usage error. */
export function exitCodeOf({ status, error }: Pick<Operation, 'status' | 'error'>): ExitCode {
  if (status === 'canceled') return EXIT.canceled;
  if (status !== 'failed') return EXIT.succeeded;
  return error?.details.fieldErrors === undefined ? EXIT.failed : EXIT.usage;
}

/** Returns the exit code of a cancel or a discard, which succeeds when the operation was canceled. */
export function exitCodeOfCancel({ status }: Operation): ExitCode {
  return status === 'canceled' ? EXIT.succeeded : EXIT.failed;
}
