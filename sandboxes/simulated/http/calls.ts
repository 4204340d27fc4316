const KEPT = 10_000;

/** What is known of a call besides its outcome. */
export interface CallSubject {
  type?: string | undefined;
  name?: string | undefined;
  clientToken?: string | undefined;
  tags?: Record<string, string> | undefined;
}

export interface Call extends CallSubject {
  sequence: number;
  /** RFC 3339. */
  at: string;
  method: string;
  path: string;
  /** 0: no response was sent. */
  status: number;
  code?: string | undefined;
  /** As whom, where the caller has said it. */
  roleArn?: string | undefined;
}

/** The last 10,000 calls to the cloud's API, and how many of each sort there have been. In memory only. */
export class CallLog {
  #ring: Call[] = [];
  #total = 0;
  readonly #counts = new Map<string, number>();

  /** @param action `create`, `read` … as it shows in the counts: `POST create vpc` */
  record(action: string, call: Omit<Call, 'sequence'>): void {
    const sequence = ++this.#total;
    this.#ring[(sequence - 1) % KEPT] = { sequence, ...call };
    const label = [call.method, action, call.type].filter(Boolean).join(' ');
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
  }

  /** Oldest first. */
  report(): { items: Call[]; total: number; counts: Record<string, number> } {
    const oldest = this.#total % KEPT;
    const items =
      this.#total <= KEPT
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
