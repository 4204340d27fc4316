/**
 * The resources that an operation has left behind against its will. Every part of the page takes from here what to
 * say about them, so that all parts say the same.
 */
import { plural } from './labels.ts';
import type { Operation } from './types.ts';

type Ended = Pick<Operation, 'operation' | 'error'>;

interface Words {
  /** For one resource. */
  state: string;
  /** For all of them, after their number. */
  title: string;
}

/** Returns the URNs of the survivors. */
export function survivorsOf({ error }: Pick<Operation, 'error'>): ReadonlySet<string> {
  return new Set(error?.details.survivors);
}

/** Returns the state of a survivor in words. */
export function survivorState(operation: Ended): string {
  return wordsOf(operation).state;
}

/** Returns for example "3 resources could not be undone and may still exist". */
export function survivorTitle(operation: Ended): string {
  return `${plural(survivorsOf(operation).size, 'resource')} ${wordsOf(operation).title}`;
}

/** True if the resource is useless with its survivors, so that its deletion is the next step. */
export function isLeftOver({ operation, error }: Ended): boolean {
  return operation.startsWith('create_') && error?.code === UNDO_FAILED;
}

const UNDO_FAILED = 'cleanup_failed';

function wordsOf({ operation, error }: Ended): Words {
  if (error?.code !== UNDO_FAILED) return { state: 'still exists', title: 'still there' };
  return operation.startsWith('update_')
    ? { state: 'may be changed', title: 'may not be as before' }
    : { state: 'may still exist', title: 'could not be undone and may still exist' };
}
