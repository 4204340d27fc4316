/** A resource that something inside a cluster created. */
export interface Leftover {
  id: string;
  type: string;
  tags: Record<string, string>;
  /** Requests the deletion of this resource; absent while it is being deleted or another leftover uses it. */
  remove?: () => Promise<unknown>;
}
