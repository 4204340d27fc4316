/** Credentials of a role of the simulated cloud: one set for all who wait, renewed before they expire. */
import * as z from 'zod';
import type { ConnectionTarget } from '../../provider.ts';
import type { AskCloud } from './client.ts';
import type { Authorization } from './http.ts';

/** So long before the end, or a fifth of its life before, a token counts as expired: a call takes its time. */
const MARGIN_MS = 60_000;
const MARGIN_SHARE = 0.2;

const sessionSchema = z.object({ token: z.string(), expiresAt: z.iso.datetime() });

interface Held {
  token: string;
  /** Milliseconds since the epoch. */
  renewAt: number;
}

export interface Session extends Authorization {
  /** Assumes the role now, whatever is held: its trust may have changed. */
  renew(): Promise<void>;
}

/** @param ask the cloud as whoever may assume the role sees it */
export function createSession(
  ask: AskCloud,
  { roleArn, externalId }: Pick<ConnectionTarget, 'roleArn' | 'externalId'>,
  clock: () => number,
): Session {
  let held: Held | undefined;
  let asking: Promise<Held> | undefined;

  async function assume(): Promise<Held> {
    const began = clock();
    const body = { roleArn, externalId };
    // For all who wait: that one of them gives up is no reason to stop. It has a deadline of its own.
    const { signal } = new AbortController();
    const answer = await ask(sessionSchema, { method: 'POST', path: 'sessions', body }, signal);
    const lifeMs = Date.parse(answer.expiresAt) - began;
    const renewAt = began + lifeMs - Math.min(MARGIN_MS, lifeMs * MARGIN_SHARE);
    return { token: answer.token, renewAt };
  }

  async function renewed(): Promise<Held> {
    asking ??= assume().finally(() => {
      asking = undefined;
    });
    held = await asking;
    return held;
  }

  return {
    async token() {
      if (held !== undefined && clock() < held.renewAt) return held.token;
      return (await renewed()).token;
    },
    async renew() {
      await renewed();
    },
    expired(token) {
      if (held?.token === token) held = undefined;
    },
  };
}
