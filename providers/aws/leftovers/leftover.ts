/** A resource that something inside a cluster created. */
export interface Leftover {
  id: string;
  type: string;
  tags: Record<string, string>;
  /** Requests its deletion; absent while it is being deleted, or in use by another leftover. */
  remove?: () => Promise<unknown>;
}
