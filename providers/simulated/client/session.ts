/** The credentials of a role in the simulated cloud. */
import * as z from 'zod';
import type { ConnectionTarget } from '../../connection-target.ts';
import { createRenewable } from '../../renewable.ts';
import { sessionNameOf } from '../../role-trust.ts';
import type { AskCloud } from './client.ts';
import type { Authorization } from './http.ts';

/**
 * A token is renewed this long before it expires, or after four fifths of its life if that is earlier,
 * because a call takes time.
 */
const MARGIN_MS = 60_000;
const MARGIN_SHARE = 0.2;

const sessionSchema = z.object({ token: z.string(), expiresAt: z.iso.datetime() });

/**
 * Assumes a role. Throws a ProviderError of type `permission` when the role does not trust the caller.
 *
 * @param ask the cloud with the identity that may assume the role
 */
export function assumeRole(
  ask: AskCloud,
  { roleArn, session }: ConnectionTarget,
  externalId: string | undefined,
  signal: AbortSignal,
): Promise<z.infer<typeof sessionSchema>> {
  const sessionName = sessionNameOf(session);
  const body = { roleArn, sessionName, ...(externalId !== undefined && { externalId }) };
  return ask(sessionSchema, { method: 'POST', path: 'sessions', body }, signal);
}

/**
 * Creates a session of the target's role. It assumes the role when a token is needed.
 *
 * @param ask the cloud with the identity that may assume the role
 */
export function createSession(
  ask: AskCloud,
  target: ConnectionTarget,
  clock: () => number,
): Authorization {
  const tokens = createRenewable(async () => {
    const begun = clock();
    const { signal } = new AbortController();
    const answer = await assumeRole(ask, target, target.externalId, signal);
    const lifeMs = Date.parse(answer.expiresAt) - begun;
    const renewAt = begun + lifeMs - Math.min(MARGIN_MS, lifeMs * MARGIN_SHARE);
    return { value: answer.token, renewAt };
  }, clock);

  return {
    token: tokens.get,
    expired: tokens.discard,
  };
}
