/**
 * Visits each node of a graph as soon as the nodes before it are done, with a limit on parallel visits.
 * There are no waves, so the total time stays close to the critical path.
 */

/** `skipped`: a node before this one did not succeed, or the walk was stopped. */
export type VisitOutcome = 'done' | 'failed' | 'skipped';

export interface WalkOptions<T> {
  nodes: readonly T[];
  key(node: T): string;
  /** Keys of the nodes that must be done first; keys outside of `nodes` count as done. */
  before(node: T): readonly string[];
  /** Resolves to true if the node is done; does not reject. */
  visit(node: T): Promise<boolean>;
  /** Checked before each visit. No new visit starts when it returns true. */
  stopped(): boolean;
  /** The maximum number of visits at once. */
  limit: number;
}

/** Resolves to the outcome of every node, by key, when all visits have ended. */
export async function walk<T>(options: WalkOptions<T>): Promise<Map<string, VisitOutcome>> {
  const nodes = new Map(options.nodes.map((node) => [options.key(node), node]));
  const started = new Map<string, Promise<VisitOutcome>>();
  const slots = semaphore(options.limit);

  const start = (key: string, node: T): Promise<VisitOutcome> => {
    const running = started.get(key);
    if (running !== undefined) return running;
    const before = options.before(node).flatMap((other) => {
      const otherNode = nodes.get(other);
      return otherNode === undefined ? [] : [start(other, otherNode)];
    });
    const visit = (async (): Promise<VisitOutcome> => {
      const outcomes = await Promise.all(before);
      if (outcomes.some((outcome) => outcome !== 'done')) return 'skipped';
      await slots.acquire();
      try {
        if (options.stopped()) return 'skipped';
        return (await options.visit(node)) ? 'done' : 'failed';
      } finally {
        slots.release();
      }
    })();
    started.set(key, visit);
    return visit;
  };

  const outcomes = new Map<string, VisitOutcome>();
  for (const [key, node] of nodes) void start(key, node);
  for (const [key, visit] of started) outcomes.set(key, await visit);
  return outcomes;
}

/** Returns the keys of the dependants of each node, by key: nodes are removed after their dependants. */
export function dependants<T>(
  nodes: readonly T[],
  key: (node: T) => string,
  dependsOn: (node: T) => readonly string[],
): Map<string, string[]> {
  const result = new Map<string, string[]>(nodes.map((node) => [key(node), []]));
  for (const node of nodes) {
    for (const dependency of dependsOn(node)) result.get(dependency)?.push(key(node));
  }
  return result;
}

function semaphore(limit: number): { acquire(): Promise<void>; release(): void } {
  let free = limit;
  const waiting: (() => void)[] = [];
  return {
    async acquire() {
      if (free > 0) {
        free -= 1;
        return;
      }
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    },
    release() {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
