import { ownerTags } from '../../identity.ts';
import { ProviderError, type Owner } from '../../provider.ts';
import { carries } from './tags.ts';

/**
 * Returns the error of a create whose name is taken: a final one with `message` if the present resource is not the
 * owner's, and otherwise AWS's own.
 *
 * @param tags the tags of the present resource; undefined if it does not exist any more
 */
export function takenName(
  owner: Owner,
  tags: Record<string, string> | undefined,
  error: unknown,
  message: string,
): unknown {
  if (tags === undefined || carries(tags, ownerTags(owner))) return error;
  return new ProviderError({
    code: 'already_exists',
    errorType: 'conflict',
    publicMessage: message,
    retryable: false,
  });
}
