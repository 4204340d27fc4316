/** How a command ends, for whoever started it. */
import type { Operation } from '../client/types.ts';

export const EXIT = {
  succeeded: 0,
  failed: 1,
  usage: 2,
  canceled: 3,
  timedOut: 124,
  /** 128 and the number of the signal, as shells have it. */
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command cannot be carried out as it was given; the message is the whole sentence for its author. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Somebody who was asked said no. */
export class DeclinedError extends Error {
  override readonly name = 'DeclinedError';
}

export function exitCodeOf({ status }: Operation): ExitCode {
  if (status === 'failed') return EXIT.failed;
  return status === 'canceled' ? EXIT.canceled : EXIT.succeeded;
}

/** Of a cancel or a discard it is the canceled operation that is the success. */
export function exitCodeOfCancel({ status }: Operation): ExitCode {
  return status === 'canceled' ? EXIT.succeeded : EXIT.failed;
}
