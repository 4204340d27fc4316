/**
 * One value that expires, such as credentials: renewed before its end, once for all callers that wait.
 */
export interface Renewable<Value> {
  /** The current value, renewed when it is about to expire. Rejects when it cannot be renewed. */
  get(): Promise<Value>;
  /** A new value, whatever is held. */
  renew(): Promise<Value>;
  /** Forgets this value, which was refused. */
  discard(value: Value): void;
}

/**
 * @param load a new value, and when to renew it in milliseconds since the epoch. It gets no caller's
 * signal, because others wait for the same value; it needs a deadline of its own.
 */
export function createRenewable<Value>(
  load: () => Promise<{ value: Value; renewAt: number }>,
  clock: () => number,
): Renewable<Value> {
  let held: { value: Value; renewAt: number } | undefined;
  let loading: Promise<{ value: Value; renewAt: number }> | undefined;

  async function renew(): Promise<Value> {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    held = await loading;
    return held.value;
  }

  return {
    renew,
    get: async () => (held !== undefined && clock() < held.renewAt ? held.value : renew()),
    discard(value) {
      if (held?.value === value) held = undefined;
    },
  };
}
