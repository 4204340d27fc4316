import { ownerTags } from '../../identity.ts';
import { ProviderError, type Owner } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { readEksTags, unlessMissing } from '../client/eks.ts';
import { clusterName } from '../plan/names.ts';
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

/** Returns the same for what has the name of the cluster: a final error with the ARN of a foreign cluster. */
export async function takenByCluster(
  { eks }: Pick<Aws, 'eks'>,
  owner: Owner,
  error: unknown,
): Promise<unknown> {
  const name = clusterName(owner);
  const seen = await unlessMissing(eks.describeCluster({ name }));
  const { tags, arn = name } = seen?.cluster ?? {};
  const message = `The account has a cluster of this name that is not this one: ${arn}. Choose another name, or delete that cluster.`;
  return takenName(owner, seen && readEksTags(tags), error, message);
}
