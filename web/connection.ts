/** The state of the connection to the server. */
import { useEffect, useState } from 'preact/hooks';

/** `no_temporal`: the server answers, but cannot reach Temporal. */
export type ConnectionState = 'live' | 'lost' | 'no_temporal';

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
