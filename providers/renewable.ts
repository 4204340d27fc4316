/**
 * A value that expires, such as credentials. It is renewed before it expires, once for all callers that
 * wait.
 */
export interface Renewable<Value> {
  /** The current value, renewed when it is about to expire. Rejects when it cannot be renewed. */
  get(): Promise<Value>;
  /** Loads a new value, even if the current one is still valid. */
  renew(): Promise<Value>;
  /** Forgets this value, for example because the cloud refused it. */
  discard(value: Value): void;
}

/**
 * @param load loads a new value, and says when to renew it in milliseconds since the epoch. It gets no
 * caller's signal, because several callers wait for the same value, so it needs a deadline of its own.
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
