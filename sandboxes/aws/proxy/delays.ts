/** How long creates take at speed 1, in milliseconds. */
const READY_MS = {
  cluster: 14_000,
  nodegroup: 9_000,
  nat_gateway: 5_000,
  addon: 3_000,
  update: 9_000,
} as const;
const DELETE_FACTOR = 0.5;
export type SlowType = keyof typeof READY_MS;

/** Tracks creates and deletes that take time. The caller chooses the keys. */
export function createDelays(speed: number, now: () => number) {
  const readyAt = new Map<string, number>();
  const goneAt = new Map<string, number>();
  const failed = new Set<string>();

  return {
    /** @param factor how many times as long as usual it takes */
    begin(key: string, type: SlowType, factor = 1) {
      readyAt.set(key, now() + (READY_MS[type] * factor) / speed);
      goneAt.delete(key);
      failed.delete(key);
    },
    fail: (key: string) => void failed.add(key),
    end(key: string, type: SlowType) {
      if (!goneAt.has(key)) goneAt.set(key, now() + (READY_MS[type] * DELETE_FACTOR) / speed);
    },
    forget(key: string) {
      readyAt.delete(key);
      goneAt.delete(key);
      failed.delete(key);
    },
    stateOf(key: string): 'creating' | 'ready' | 'failed' | 'deleting' | 'gone' {
      const gone = goneAt.get(key);
      if (gone !== undefined) return gone > now() ? 'deleting' : 'gone';
      if ((readyAt.get(key) ?? 0) > now()) return 'creating';
      return failed.has(key) ? 'failed' : 'ready';
    },
  };
}
export type Delays = ReturnType<typeof createDelays>;
