/**
 * From an engine's events to the operation's progress: transitions only, gathered into batches, so that a
 * history holds what happened and stays small.
 */
import type { EngineChange } from '../../contract/durable.ts';
import type { NodeOperation } from '../../contract/vocabulary.ts';
import type { ResourceEvent } from '../../deployments/engine/messages.ts';

/** An operation sends no more batches than this; the outcome is whole in any case. */
const MAX_BATCHES = 1_000;
/** The pause between two batches, by how many were sent: a long apply tells less often. */
const PAUSES: readonly { upTo: number; pauseMs: number }[] = [
  { upTo: 300, pauseMs: 1_000 },
  { upTo: 700, pauseMs: 10_000 },
  { upTo: MAX_BATCHES, pauseMs: 60_000 },
];

export interface EngineNode {
  urn: string;
  address: string;
  operation: NodeOperation;
}

export interface EngineProgress {
  note(event: ResourceEvent): void;
  /** Of nodes that an earlier attempt has seen done. */
  noteDone(addresses: readonly string[]): void;
  /** Addresses of what is under work. */
  running(): string[];
  /** How many batches were sent, those before this attempt too. */
  sent(): number;
  /** Sends what is left. */
  close(): Promise<void>;
}

export function createEngineProgress(options: {
  nodes: readonly EngineNode[];
  /** What every change says besides. */
  shownAs?: NodeOperation;
  sent: number;
  /** Never rejects. */
  send(changes: EngineChange[]): Promise<void>;
}): EngineProgress {
  const nodes = new Map(options.nodes.map((node) => [node.address, node]));
  const begun = new Map<string, { at: number; ended: number }>();
  const running = new Set<string>();
  let waiting = new Map<string, EngineChange>();
  let sent = options.sent;
  let timer: NodeJS.Timeout | undefined;
  let sending = Promise.resolve();

  function tell(node: EngineNode, change: Omit<EngineChange, 'urn' | 'operation'>): void {
    const shown = options.shownAs === undefined ? {} : { operation: options.shownAs };
    waiting.set(node.urn, { urn: node.urn, ...shown, ...change });
    const pauseMs = PAUSES.find(({ upTo }) => sent < upTo)?.pauseMs;
    if (pauseMs !== undefined) timer ??= setTimeout(flush, pauseMs);
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    const changes = [...waiting.values()];
    waiting = new Map();
    sent += 1;
    sending = sending.then(() => options.send(changes));
  }

  return {
    note({ address, state, at }) {
      const node = nodes.get(address);
      if (node === undefined) return;
      const seen = begun.get(address) ?? { at, ended: 0 };
      begun.set(address, seen);
      const startedAt = new Date(seen.at).toISOString();
      if (state === 'started') {
        running.add(address);
        tell(node, { status: 'running', startedAt });
        return;
      }
      running.delete(address);
      seen.ended += 1;
      // Of a replacement the old thing goes and the new one comes, in either order.
      const isHalf = node.operation === 'replace' && seen.ended < 2 && state === 'completed';
      if (isHalf) return;
      const status = state === 'completed' ? 'succeeded' : 'failed';
      tell(node, { status, startedAt, duration: Math.max(0, at - seen.at) });
    },
    noteDone(addresses) {
      for (const address of addresses) {
        const node = nodes.get(address);
        if (node !== undefined && !begun.has(address)) tell(node, { status: 'succeeded' });
      }
    },
    running: () => [...running],
    sent: () => sent,
    async close() {
      flush();
      await sending;
    },
  };
}
