import type { Api, Operation } from '../../client/types.ts';
import type { ResourceStatus } from '../../contract/vocabulary.ts';
import type { Args, Example, Flags } from '../commands/shared/command.ts';
import type { Column } from '../output/table.ts';
import type { ApiResponse } from '../session/session.ts';
import type { Spec } from '../input/spec.ts';

/** What the resources of all collections have. */
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
}

export interface ListQuery {
  status?: string;
  provider?: string;
  region?: string;
  limit: string;
  marker?: string;
}

/** A flag's half of a request: what it adds to the command, and to the body. */
export interface SpecFlags<F extends Flags> {
  flags: F;
  /** The fields of the body that were given; one that was not is left out. */
  specOf(args: Args<F>): Spec;
  examples: readonly Example[];
}

/**
 * All that the command line knows of one collection; `collectionCommands` makes its commands of it.
 * A new collection is a file like its neighbours and a line in `program.ts`.
 */
export interface Collection<Item extends Resource, C extends Flags, U extends Flags> {
  /** The segment of its URL, and the word on the command line. */
  name: string;
  /** One of it, in words. */
  singular: string;
  /** It is in no cloud of its own, so its lists know no provider and no region. */
  placeless?: true;
  /** The service offers no `validateOnly` for it. */
  unplanned?: true;
  columns: readonly Column<Item>[];
  /** What is shown of one, beside the columns. */
  fieldsOf(item: Item): Record<string, string | undefined>;
  create: SpecFlags<C>;
  createOne(api: Api, body: Spec & { name: string }): Promise<ApiResponse<Operation>>;
  list(api: Api, query: ListQuery): Promise<ApiResponse<{ items: Item[]; marker?: string }>>;
  get(api: Api, id: string): Promise<ApiResponse<Item>>;
  /** Absent where a deletion is no operation. */
  remove?(api: Api, id: string): Promise<ApiResponse<Operation>>;
  update?: UpdateSupport<Item, U>;
}

export interface UpdateSupport<Item, U extends Flags> extends SpecFlags<U> {
  /** Whether the patch of these flags depends on what the resource is now. */
  needsCurrent(args: Args<U>): boolean;
  /** A merge patch replaces arrays whole, so a change of one element starts from all of them. */
  withCurrent(args: Args<U>, current: Item): Spec;
  /** @param etag only if the resource is still as it was then */
  send(api: Api, id: string, patch: Spec, etag?: string): Promise<ApiResponse<Operation>>;
}
