/** Follows an operation while a part goes down and comes up again. */
import type { Operation } from '../../contract/operation.ts';
import { follow, type FollowOptions } from './follow.ts';
import type { HttpClient } from './http.ts';

export interface OutageOptions {
  /** Takes the part down and brings it up again; resolves when it is ready. */
  strike: () => Promise<void>;
  /** What a poll may meet that was sent before the part was ready again. */
  tolerate: NonNullable<FollowOptions['tolerate']>;
  /** Whether another API process answers after the outage: the polls name what they have. */
  conditional: boolean;
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
  { strike, tolerate, conditional, timeoutMs }: OutageOptions,
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
    conditional,
    tolerate: (answer) => downSince !== undefined && sentAt < upSince && tolerate(answer),
  });
  const striking = (async () => {
    downSince = Date.now();
    await strike();
    upSince = Date.now();
  })();
  const [{ operation }] = await Promise.all([following, striking]);
  return { operation, pollsMeanwhile };
}
