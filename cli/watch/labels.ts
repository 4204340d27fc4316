/** Short labels for operations and resources. */
import type { Operation } from '../../client/types.ts';

type Node = NonNullable<Operation['progress']['resources']>[number];

/** Returns a title such as `create cluster demo`; for a discovery, `discover instance types`. */
export function titleOf({ operation, resourceId }: Operation): string {
  const title = operation.replaceAll('_', ' ');
  return operation === 'discover_instance_types' ? title : `${title} ${resourceId}`;
}

/** `urn:slipway:local:clusters:demo:vpc/main` → `vpc/main` */
export function shortUrn(urn: string): string {
  return urn.slice(urn.lastIndexOf(':') + 1);
}

/** Says what was done to a resource, for example `created` or `failed to create`. */
export function verbOf({ operation, status }: Node, undoing: boolean): string {
  const verb = undoing && operation === 'delete' ? 'undo' : operation;
  return status === 'failed' ? `failed to ${verb}` : DONE[verb];
}

const DONE = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  import: 'imported',
  move: 'moved',
  forget: 'forgotten',
  refresh: 'refreshed',
  read: 'read',
  same: 'unchanged',
  undo: 'undone',
} as const;

/** True if a `delete` of a resource in this operation is part of its rollback. */
export function undoes({ operation }: Operation): boolean {
  return operation.startsWith('create_') || operation.startsWith('apply_');
}
