const MAX_CALLS = 10_000;

/** The type and name of the resource that a call is about. */
export interface CallSubject {
  type?: string | undefined;
  name?: string | undefined;
  clientToken?: string | undefined;
  tags?: Record<string, string> | undefined;
}

export interface Call extends CallSubject {
  sequence: number;
  /** The time of the call (RFC 3339). */
  at: string;
  method: string;
  path: string;
  /** 0 if no response was sent. */
  status: number;
  code?: string | undefined;
  /** The caller's role, if the caller has assumed one. */
  roleArn?: string | undefined;
  /** The name of the session of that role. */
  sessionName?: string | undefined;
}

/** Keeps the last 10,000 calls to the API, and counts all calls by method, action and type. In memory only. */
export class CallLog {
  #ring: Call[] = [];
  #total = 0;
  readonly #counts = new Map<string, number>();

  /**
   * Records a call and counts it.
   *
   * @param action for example `create`; calls are counted under keys like `POST create vpc`
   */
  record(action: string, call: Omit<Call, 'sequence'>): void {
    const sequence = ++this.#total;
    this.#ring[(sequence - 1) % MAX_CALLS] = { sequence, ...call };
    const label = [call.method, action, call.type].filter(Boolean).join(' ');
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
  }

  /** Returns the recorded calls, oldest first. */
  report(): { items: Call[]; total: number; counts: Record<string, number> } {
    const oldest = this.#total % MAX_CALLS;
    const items =
      this.#total <= MAX_CALLS
        ? [...this.#ring]
        : [...this.#ring.slice(oldest), ...this.#ring.slice(0, oldest)];
    return { items, total: this.#total, counts: Object.fromEntries(this.#counts) };
  }

  clear(): void {
    this.#ring = [];
    this.#total = 0;
    this.#counts.clear();
  }
}
