/** Whether the server answers, and can. */
import { useEffect, useState } from 'preact/hooks';

/** `away`: the server answers that it cannot reach Temporal. */
export type ConnectionState = 'live' | 'lost' | 'away';

let state: ConnectionState = 'live';
const listeners = new Set<(state: ConnectionState) => void>();

export const connection = {
  set(next: ConnectionState): void {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener(next);
  },
};

export function useConnection(): ConnectionState {
  const [current, setCurrent] = useState(state);
  useEffect(() => {
    setCurrent(state);
    listeners.add(setCurrent);
    return () => {
      listeners.delete(setCurrent);
    };
  }, []);
  return current;
}
