/** The reason of a decision about an operation. */
import type { Flags } from '../shared/command.ts';

export const REASON_FLAG = {
  reason: {
    type: 'string',
    describe: 'Why; operations get, the page and the history show it',
  },
} as const satisfies Flags;

/** Returns the body of a request that makes a decision; none without a reason. */
export function bodyOf(reason: string | undefined): { body?: { reason: string } } {
  return reason === undefined ? {} : { body: { reason } };
}
