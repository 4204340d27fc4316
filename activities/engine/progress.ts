/**
 * Turns the engine's events into signals about an operation's progress. Only transitions are sent, and in
 * batches, so that the history of a long apply stays small.
 */
import type { EngineChange } from '../../contract/temporal/engine.ts';
import type { NodeOperation } from '../../contract/vocabulary.ts';
import type { ResourceEvent } from '../../deployments/engine/messages.ts';

/**
 * The maximum number of batches of one operation. Further changes appear only in the outcome, which is
 * complete.
 */
const MAX_BATCHES = 1_000;
/** The pause before a batch, by the number of batches sent: a longer apply sends fewer signals. */
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
  /** Marks the resources that an earlier attempt has completed. */
  noteDone(addresses: readonly string[]): void;
  /** The addresses of the resources that the engine is creating now. */
  creating(): string[];
  /** The number of batches sent, including those of earlier attempts. */
  sent(): number;
  /** Sends the remaining changes and waits for all sends. */
  close(): Promise<void>;
}

export function createEngineProgress(options: {
  nodes: readonly EngineNode[];
  /** The operation to show for every change, instead of the planned one. */
  showAs?: NodeOperation;
  /** The number of batches that earlier attempts have sent. */
  sent: number;
  /** Sends one batch of changes. It must not reject. */
  send(changes: EngineChange[]): Promise<void>;
}): EngineProgress {
  const nodes = new Map(options.nodes.map((node) => [node.address, node]));
  const started = new Map<string, { at: number; ends: number }>();
  const creating = new Set<string>();
  let unsent = new Map<string, EngineChange>();
  let sent = options.sent;
  let timer: NodeJS.Timeout | undefined;
  let lastSend = Promise.resolve();

  function add(node: EngineNode, change: Omit<EngineChange, 'urn' | 'operation'>): void {
    const shown = options.showAs === undefined ? {} : { operation: options.showAs };
    unsent.set(node.urn, { urn: node.urn, ...shown, ...change });
    const pauseMs = PAUSES.find(({ upTo }) => sent < upTo)?.pauseMs;
    if (pauseMs !== undefined) timer ??= setTimeout(flush, pauseMs);
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (unsent.size === 0) return;
    const changes = [...unsent.values()];
    unsent = new Map();
    sent += 1;
    lastSend = lastSend.then(() => options.send(changes));
  }

  return {
    note({ address, state, action, at }) {
      const node = nodes.get(address);
      if (node === undefined) return;
      const first = started.get(address) ?? { at, ends: 0 };
      started.set(address, first);
      const startedAt = new Date(first.at).toISOString();
      if (state === 'started') {
        if (action === 'create') creating.add(address);
        add(node, { status: 'running', startedAt });
        return;
      }
      creating.delete(address);
      first.ends += 1;
      // A replacement is a delete and a create, in either order. It is complete when both have ended.
      const isHalf = node.operation === 'replace' && first.ends < 2 && state === 'completed';
      if (isHalf) return;
      const status = state === 'completed' ? 'succeeded' : 'failed';
      add(node, { status, startedAt, duration: Math.max(0, at - first.at) });
    },
    noteDone(addresses) {
      for (const address of addresses) {
        const node = nodes.get(address);
        if (node !== undefined && !started.has(address)) add(node, { status: 'succeeded' });
      }
    },
    creating: () => [...creating],
    sent: () => sent,
    async close() {
      flush();
      await lastSend;
    },
  };
}
