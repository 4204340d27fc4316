/**
 * Reads that lag behind: for some time after a write, a read answers as before the write. The time is counted in
 * calls, so that it does not depend on how fast the machine is.
 */
import type { Answer, Call } from './call.ts';

const READS = /^(Describe|List|Get)/;

interface StaleReads {
  /** How many calls later at the latest a read shows a write. */
  maxCalls: number;
  seed: number;
}

/** The number of a write among all calls, and of the call until which reads may not show it. */
interface Write {
  at: number;
  hiddenUntil: number;
}

type Lagging = (call: Call, get: () => Promise<Answer>) => Promise<Answer>;

/** Creates the lag of reads. Without settings, reads are up to date. */
export function createStaleReads(settings?: StaleReads): Lagging {
  if (settings === undefined) return (_call, get) => get();
  const { maxCalls, seed } = settings;
  const random = seeded(seed);
  /** The last answer to each read. */
  const seen = new Map<string, { at: number; answer: Answer }>();
  const writes: Write[] = [];
  let calls = 0;

  /** @returns true if each write since then may be hidden */
  function mayLag(since: number): boolean {
    const later = writes.filter(({ at }) => at >= since);
    return later.length > 0 && later.every(({ hiddenUntil }) => hiddenUntil > calls);
  }

  return async (call, get) => {
    calls += 1;
    const { accessKey, region, service, action, path, body } = call;
    if (!READS.test(action)) {
      const answer = await get();
      if (answer.status < 300) writes.push({ at: calls, hiddenUntil: calls + random() * maxCalls });
      return answer;
    }
    const key = [accessKey, region, service, action, path, body].join(' ');
    const before = seen.get(key);
    if (before !== undefined && mayLag(before.at)) return before.answer;
    const at = calls;
    const answer = await get();
    seen.set(key, { at, answer });
    return answer;
  };
}

/** Numbers from 0 to 1 that a seed determines. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
