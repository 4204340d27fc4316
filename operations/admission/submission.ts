import type { Principal } from '../temporal/calls.ts';
import type { Identity } from './idempotency.ts';
import type { SubmitOptions } from './submit-options.ts';

/** A request that is being admitted: who sent it, and what is known of it before anything of it exists. */
export interface Submission extends Identity, Pick<SubmitOptions, 'isExpected'> {
  principal: Principal;
  /** The request only asks what the operation would do: nothing must be reserved. */
  validateOnly: boolean;
}
