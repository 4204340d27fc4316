/**
 * Who may read what is secret in the state of a deployment. Everything that reads it asks here, so that roles can
 * replace the setting in this place.
 */
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Principal } from '../temporal/calls.ts';

export type StateReading = 'refused' | 'allowed';

export interface StateAccess {
  mayRead(principal: Principal): boolean;
  /** Throws `state_read_refused`. */
  requireRead(principal: Principal): void;
}

/** @param setting counts for all members of all organizations, because there are no roles yet */
export function createStateAccess(setting: StateReading): StateAccess {
  const mayRead = () => setting === 'allowed';
  return {
    mayRead,
    requireRead() {
      if (mayRead()) return;
      throw new RequestError(
        'state_read_refused',
        'States and withheld outputs contain secrets, and this service does not hand them out. An operator allows it with SLIPWAY_DEPLOYMENT_STATE_READ=allowed, for everybody who can send requests.',
      );
    },
  };
}
