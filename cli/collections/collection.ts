import type { Api, Operation } from '../../client/types.ts';
import type { SortOrder } from '../../contract/list-order.ts';
import type { ResourceStatus, ResourceType } from '../../contract/vocabulary.ts';
import type { Args, Example, Flags } from '../commands/shared/command.ts';
import type { Column } from '../output/table.ts';
import type { ApiResponse, Session } from '../session/session.ts';
import type { Spec } from '../input/spec.ts';

/** The fields that the resources of all collections have. */
export interface Resource {
  id: string;
  status: ResourceStatus;
  statusReason?: string;
  provider?: string;
  region?: string;
  spec: unknown;
  outputs: Record<string, string>;
  operationId: string;
  createdAt: string;
  usedBy?: { resourceType: ResourceType; resourceId: string }[];
}

export interface ListQuery {
  status?: string;
  provider?: string;
  region?: string;
  name?: string;
  sort?: SortOrder;
  limit: string;
  marker?: string;
  total?: 'true';
}

/** Flags of a command, and how they become the body of its request. */
export interface SpecFlags<F extends Flags> {
  flags: F;
  /** Returns the fields of the body that the flags set. Fields without a flag are left out. */
  specOf(args: Args<F>): Spec;
  /**
   * Returns the flag that has set a field of the body, if the body has more in that field than the flags name. Undefined
   * for any other field.
   *
   * @param path names of fields and indices of lists
   */
  flagOf?(args: Args<F>, body: Spec, path: readonly string[]): string | undefined;
  /** Uploads what the flags name, and returns the body that refers to it. */
  complete?(body: Spec, args: Args<F>, session: Session): Promise<Spec>;
  examples: readonly Example[];
}

/**
 * Everything the command line knows about one collection. `collectionCommands` creates its commands.
 * A new collection needs a file in this folder and a line in `program.ts`.
 */
export interface Collection<Item extends Resource, C extends Flags, U extends Flags> {
  /** The path segment of the collection's URL, and the word on the command line. */
  name: string;
  /** The word for one resource. */
  singular: string;
  /** True if the resources have no provider and region, so that the list cannot filter by them. */
  placeless?: true;
  columns: readonly Column<Item>[];
  /** Returns the fields that `get` shows, in addition to the common ones. */
  fieldsOf(item: Item): Record<string, string | undefined>;
  create: SpecFlags<C>;
  createOne(api: Api, body: Spec & { name: string }): Promise<ApiResponse<Operation>>;
  /** Tells the user what to do while the operation that creates the resource runs. */
  noteCreated?(session: Session, id: string): Promise<void>;
  list(
    api: Api,
    query: ListQuery,
  ): Promise<ApiResponse<{ items: Item[]; marker?: string; total?: number }>>;
  get(api: Api, id: string): Promise<ApiResponse<Item>>;
  /** Deletes a resource. Absent if a deletion is not an operation. */
  remove?(api: Api, id: string): Promise<ApiResponse<Operation>>;
  /** Tells the user what of a deleted resource remains on this machine. */
  noteDeleted?(session: Session, id: string): Promise<void>;
  update?: UpdateSupport<Item, U>;
}

export interface UpdateSupport<Item, U extends Flags> extends SpecFlags<U> {
  /** True if the patch of these flags depends on the current resource. */
  needsCurrent?(args: Args<U>): boolean;
  /** Returns additions to the patch. A merge patch replaces whole arrays, so a change of one element needs all of them. */
  withCurrent?(args: Args<U>, current: Item, patch: Spec): Spec;
  /**
   * Only where the plan of the service does not say how the spec changes, so that this program compares the specs:
   * the field to leave out, because a spec has only a hash of it.
   */
  hashed?: string;
  /**
   * Sends the patch.
   *
   * @param etag the server refuses the patch if the resource has changed since this tag
   */
  send(api: Api, id: string, patch: Spec, etag?: string): Promise<ApiResponse<Operation>>;
}
