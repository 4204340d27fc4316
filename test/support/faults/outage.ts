/** Follows an operation while a part goes down and comes up again. */
import type { Operation } from '../../../contract/operations/operation.ts';
import { follow, type FollowOptions } from '../stack/follow.ts';
import type { Answer, HttpClient } from '../http/http.ts';

const isUnavailable = (answer: Answer | Error) =>
  !(answer instanceof Error) && answer.status === 503;
const isSilent = (answer: Answer | Error) => answer instanceof Error;

/** What a poll may meet while it is down: nothing but `503` from Temporal's, and no answer from the API. */
const TOLERATED = {
  worker: () => false,
  simulator: () => false,
  temporal: isUnavailable,
  api: isSilent,
  supervisor: (answer) => isSilent(answer) || isUnavailable(answer),
} as const satisfies Record<string, FollowOptions['tolerate']>;
export type Victim = keyof typeof TOLERATED;
/** After these another API process answers: polls name what they have. */
const OF_THE_API: ReadonlySet<Victim> = new Set(['api', 'supervisor']);

export interface OutageOptions {
  victim: Victim;
  /** Takes the part down and brings it up again; resolves when it is ready. */
  strike: () => Promise<void>;
  timeoutMs: number;
}

export interface Outlived {
  operation: Operation;
  /** How many polls were sent during the outage. */
  pollsMeanwhile: number;
}

/**
 * Polls from before the strike to the operation's end. What is tolerated, is tolerated only of polls
 * that were sent during the outage: one after it must be answered as ever.
 */
export async function outlive(
  api: HttpClient,
  operationId: string,
  { victim, strike, timeoutMs }: OutageOptions,
): Promise<Outlived> {
  let downSince: number | undefined;
  let upSince = Infinity;
  let sentAt = 0;
  let pollsMeanwhile = 0;
  const timed: Pick<HttpClient, 'get'> = {
    async get(path, options) {
      sentAt = Date.now();
      if (downSince !== undefined && sentAt < upSince) pollsMeanwhile += 1;
      return api.get(path, options);
    },
  };
  const following = follow(timed, operationId, {
    timeoutMs,
    conditional: OF_THE_API.has(victim),
    tolerate: (answer) => downSince !== undefined && sentAt < upSince && TOLERATED[victim](answer),
  });
  const striking = (async () => {
    downSince = Date.now();
    await strike();
    upSince = Date.now();
  })();
  const [{ operation }] = await Promise.all([following, striking]);
  return { operation, pollsMeanwhile };
}
