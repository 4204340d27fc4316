/** Checks requested access entries against the account: an entry that somebody else made is not taken over. */
import type { ClusterSpec } from '../../contract/resources/cluster.ts';
import { ownerTags } from '../identity.ts';
import type { Owner } from '../provider.ts';
import type { Aws } from './client/access.ts';
import { readEksTags, unlessMissing } from './client/eks.ts';
import { foreignEntry } from './kinds/cluster/access-entry.ts';
import { carries } from './kinds/tags.ts';
import { clusterName } from './plan/names.ts';

/** Returns messages by the path of their fields. Entries of the cluster's own are no fault. */
export async function accessFaults(
  { eks, sts }: Pick<Aws, 'eks' | 'sts'>,
  owner: Owner,
  { aws }: Pick<ClusterSpec, 'aws'>,
): Promise<Record<string, string>> {
  const entries = aws?.accessEntries ?? [];
  if (entries.length === 0) return {};
  const { Arn = '' } = await sts.getCallerIdentity({});
  const faults = await Promise.all(
    entries.map(async ({ principalArn }, index): Promise<[string, string][]> => {
      const path = `aws.accessEntries.${index}.principalArn`;
      if (identityOf(principalArn) === identityOf(Arn)) {
        const message =
          'is the identity with which Slipway works: EKS makes it an administrator of the cluster by itself';
        return [[path, message]];
      }
      const entry = { clusterName: clusterName(owner), principalArn };
      const seen = await unlessMissing(eks.describeAccessEntry(entry));
      if (seen === undefined) return [];
      const isOwn = carries(readEksTags(seen.accessEntry?.tags), ownerTags(owner));
      return isOwn ? [] : [[path, foreignEntry(principalArn)]];
    }),
  );
  return Object.fromEntries(faults.flat());
}

/**
 * The account, and the type and name of a user or role, which are unique in it. The ARN of a session has the name
 * of its role without the role's path.
 */
function identityOf(arn: string): string {
  const [, , service, , account, ...rest] = arn.split(':');
  const parts = rest.join(':').split('/');
  const isSession = service === 'sts' && parts[0] === 'assumed-role';
  return `${account} ${isSession ? `role ${parts[1]}` : `${parts[0]} ${parts.at(-1)}`}`;
}
