/** The errors of operations that had to undo their effects, or could not complete them. */
import type { OperationError } from '../../contract/operations/operation.ts';
import { canceledError, toOperationError } from './errors.ts';

/** The end of an operation that failed or was canceled. */
export interface Ending {
  /** The thrown error. */
  cause: unknown;
  canceled: boolean;
  /** The node that failed first, if one did. */
  first: { urn: string; error: OperationError } | undefined;
  /** URNs of the nodes that could not be restored, or that still exist and should not. */
  survivors: readonly string[];
  /** True if the operation changed nothing, and resources of an earlier one still exist. */
  leftAsFound?: boolean;
}

/** The error of a creation that failed or was canceled. */
export function creationError(ending: Ending): OperationError {
  if (ending.survivors.length > 0) {
    return cleanupFailed(
      ending,
      (count) => `${count} may still exist. Delete the resource to try again.`,
    );
  }
  if (!ending.canceled) return firstError(ending);
  return canceledError(
    ending.leftAsFound === true
      ? 'The operation was canceled before it changed anything. Resources of an earlier attempt still exist: delete the resource, or retry.'
      : 'The operation was canceled; what it had made was undone.',
  );
}

/** The error of an update that failed or was canceled. */
export function updateError(ending: Ending): OperationError {
  if (ending.survivors.length > 0) {
    return cleanupFailed(
      ending,
      (count) =>
        `${count} may not be as before. Retry the operation, or change the resource again.`,
    );
  }
  return ending.canceled
    ? canceledError('The operation was canceled; the resource is as it was before.')
    : firstError(ending);
}

/** The error of a deletion that did not delete everything. */
export function deletionError(ending: Ending): OperationError {
  const { canceled, survivors } = ending;
  const error = canceled ? canceledError() : firstError(ending);
  if (survivors.length === 0) return error;
  return {
    ...error,
    message: `${sentence(error.message)} Still there: ${counted(survivors)}. Delete again to go on.`,
    details: { ...error.details, survivors: [...survivors] },
  };
}

/** The error of a completed change whose superseded nodes could not be removed. */
export function retirementError(
  first: Ending['first'],
  survivors: readonly string[],
): OperationError {
  const error = first?.error ?? toOperationError(undefined);
  return {
    ...error,
    message:
      `${sentence(error.message)} The change itself is made; still there: ${counted(survivors)}. ` +
      'Retry the operation to go on.',
    details: { ...error.details, retryable: true, survivors: [...survivors] },
  };
}

/**
 * Returns the error of an operation whose undo failed.
 *
 * @param what returns the end of the message: what may be wrong with the survivors, and what to do next
 */
function cleanupFailed(ending: Ending, what: (count: string) => string): OperationError {
  const { canceled, first, survivors } = ending;
  const error = canceled ? canceledError() : firstError(ending);
  return {
    code: 'cleanup_failed',
    message: `${sentence(error.message)} Undoing it failed: ${what(counted(survivors))}`,
    errorType: error.errorType,
    details: {
      ...error.details,
      ...(first && { causedBy: first.urn }),
      retryable: true,
      survivors: [...survivors],
    },
  };
}

function firstError({ cause, first }: Ending): OperationError {
  return first?.error ?? toOperationError(cause);
}

function sentence(text: string): string {
  return text.replace(/\.?$/, '.');
}

function counted(urns: readonly string[]): string {
  return `${urns.length} resource${urns.length === 1 ? '' : 's'}`;
}
