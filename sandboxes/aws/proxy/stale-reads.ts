/**
 * Reads that lag behind: for some time after a write, a read answers as before the write. The time can be counted in
 * calls, so that it does not depend on how fast the machine is.
 */
import type { Rules } from '../eks/rules.ts';
import type { Answer, Call } from './call.ts';

const READS = /^(Describe|List|Get)/;
/** How many different reads can lag. Of more than these, the oldest answers are forgotten. */
const MAX_SEEN = 2_000;

/** When a write was made, and until when reads may not show it. */
interface Write {
  at: number;
  hiddenUntil: number;
}

type Lagging = (call: Call, get: () => Promise<Answer>) => Promise<Answer>;

/** Creates the lag of reads. Without settings, reads are up to date. @param now in ms */
export function createStaleReads(settings: Rules['staleReads'], now: () => number): Lagging {
  if (settings === undefined) return (_call, get) => get();
  const { max, unit, seed, currentFor } = settings;
  const random = seeded(seed);
  /** The last answer to each read. */
  const seen = new Map<string, { at: number; answer: Answer }>();
  let hidden: Write[] = [];
  /** When the last of those writes was made that every read shows. */
  let shownAt = -Infinity;
  let calls = 0;
  const time = (): number => (unit === 'calls' ? calls : now());

  /** @returns true if there was a write since then, and each write since then may be hidden */
  function mayLag(since: number): boolean {
    const shown = hidden.filter(({ hiddenUntil }) => hiddenUntil <= time());
    shownAt = Math.max(shownAt, ...shown.map(({ at }) => at));
    hidden = hidden.filter(({ hiddenUntil }) => hiddenUntil > time());
    return shownAt < since && hidden.some(({ at }) => at >= since);
  }

  return async (call, get) => {
    calls += 1;
    const { accessKey, region, service, action, path, body } = call;
    if (!READS.test(action)) {
      const answer = await get();
      if (answer.status < 300) {
        const at = time();
        hidden.push({ at, hiddenUntil: at + random() * max });
      }
      return answer;
    }
    if (accessKey === currentFor) return get();
    const key = [accessKey, region, service, action, path, body].join(' ');
    const before = seen.get(key);
    if (before !== undefined && mayLag(before.at)) return before.answer;
    const at = time();
    const answer = await get();
    seen.delete(key);
    seen.set(key, { at, answer });
    for (const oldest of seen.keys()) {
      if (seen.size <= MAX_SEEN) break;
      seen.delete(oldest);
    }
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
