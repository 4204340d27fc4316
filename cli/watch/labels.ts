/** An operation's own words, short. */
import type { Operation } from '../../client/types.ts';

type Node = NonNullable<Operation['progress']['resources']>[number];

/** `create cluster demo`; of a discovery `discover instance types` */
export function titleOf({ operation, resourceId }: Operation): string {
  const words = operation.replaceAll('_', ' ');
  return operation === 'discover_instance_types' ? words : `${words} ${resourceId}`;
}

/** `urn:slipway:local:clusters:demo:vpc/main` → `vpc/main` */
export function shortUrn(urn: string): string {
  return urn.slice(urn.lastIndexOf(':') + 1);
}

/** What is being done or was done to a resource, as one word of its state. */
export function verbOf({ operation, status }: Node, undoing: boolean): string {
  const verb = undoing && operation === 'delete' ? 'undo' : operation;
  return status === 'failed' ? `failed to ${verb}` : DONE[verb];
}

const DONE = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  read: 'read',
  same: 'unchanged',
  undo: 'undone',
} as const;

/** Whether a deletion of one of its resources takes back what this operation has made. */
export function undoes({ operation }: Operation): boolean {
  return operation.startsWith('create_') || operation.startsWith('apply_');
}

/** Text of a cloud may hold control characters; on a terminal they would do something. */
export function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
