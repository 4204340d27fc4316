import type { Principal } from '../temporal/calls.ts';
import type { Identity } from './idempotency.ts';
import type { SubmitOptions } from './submit-options.ts';

/** A request that is being admitted: its sender, and the identity that its operation will have. */
export interface Submission extends Identity, Pick<SubmitOptions, 'isExpected'> {
  principal: Principal;
  /** The request is a preview, so nothing may be reserved. */
  validateOnly: boolean;
}
