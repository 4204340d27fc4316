/** The credentials of a role in the simulated cloud. */
import * as z from 'zod';
import type { ConnectionTarget } from '../../provider.ts';
import { createRenewable } from '../../renewable.ts';
import type { AskCloud } from './client.ts';
import type { Authorization } from './http.ts';

/**
 * A token is renewed this long before it expires, or after four fifths of its life if that is earlier,
 * because a call takes time.
 */
const MARGIN_MS = 60_000;
const MARGIN_SHARE = 0.2;

const sessionSchema = z.object({ token: z.string(), expiresAt: z.iso.datetime() });

export interface Session extends Authorization {
  /** Assumes the role now, because its trust policy may have changed since the last time. */
  renew(): Promise<void>;
}

/**
 * Creates a session of the target's role. It assumes the role when a token is needed.
 *
 * @param ask the cloud with the identity that may assume the role
 */
export function createSession(
  ask: AskCloud,
  { roleArn, externalId }: Pick<ConnectionTarget, 'roleArn' | 'externalId'>,
  clock: () => number,
): Session {
  const tokens = createRenewable(async () => {
    const begun = clock();
    const body = { roleArn, externalId };
    const { signal } = new AbortController();
    const answer = await ask(sessionSchema, { method: 'POST', path: 'sessions', body }, signal);
    const lifeMs = Date.parse(answer.expiresAt) - begun;
    const renewAt = begun + lifeMs - Math.min(MARGIN_MS, lifeMs * MARGIN_SHARE);
    return { value: answer.token, renewAt };
  }, clock);

  return {
    token: tokens.get,
    async renew() {
      await tokens.renew();
    },
    expired: tokens.discard,
  };
}
