/** Follows an operation while a part is down and restarts. */
import type { Operation } from '../../../contract/operations/operation.ts';
import { follow, type FollowOptions } from '../stack/follow.ts';
import type { Answer, HttpClient } from '../http/http.ts';

const isUnavailable = (answer: Answer | Error) =>
  !(answer instanceof Error) && answer.status === 503;
const isSilent = (answer: Answer | Error) => answer instanceof Error;

/**
 * What polls may see while the part is down: `503` when it is Temporal, and no response when it is the
 * API.
 */
const TOLERATED = {
  worker: () => false,
  simulator: () => false,
  temporal: isUnavailable,
  api: isSilent,
  supervisor: (answer) => isSilent(answer) || isUnavailable(answer),
} as const satisfies Record<string, FollowOptions['tolerate']>;
export type Victim = keyof typeof TOLERATED;
/** After these another API process answers, so polls send the version that they have. */
const OF_THE_API: ReadonlySet<Victim> = new Set(['api', 'supervisor']);

export interface OutageOptions {
  victim: Victim;
  /** Kills the part and starts it again. Resolves when it is ready. */
  strike: () => Promise<void>;
  timeoutMs: number;
}

export interface OutageResult {
  operation: Operation;
  /** How many polls were sent during the outage. */
  pollsMeanwhile: number;
}

/**
 * Polls from before the strike to the operation's end. Errors are tolerated only for polls that were
 * sent during the outage. Later polls must succeed.
 */
export async function followThroughOutage(
  api: HttpClient,
  operationId: string,
  { victim, strike, timeoutMs }: OutageOptions,
): Promise<OutageResult> {
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
