/**
 * Checks requested access against the account: an access entry that somebody else made is not taken over, and pods
 * can have roles of the cluster's account only.
 */
import type { ClusterSpec } from '../../../contract/resources/cluster.ts';
import { ownerTags } from '../../identity.ts';
import type { Owner } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { readEksTags, unlessMissing } from '../client/eks.ts';
import { foreignEntry } from '../kinds/cluster/access-entry.ts';
import { carries } from '../kinds/tags.ts';
import { clusterName } from '../plan/names.ts';

/** Returns messages by the path of their fields. Entries of the cluster's own are no fault. */
export async function accessFaults(
  { eks, sts }: Pick<Aws, 'eks' | 'sts'>,
  owner: Owner,
  { aws }: Pick<ClusterSpec, 'aws'>,
): Promise<Record<string, string>> {
  const { accessEntries: entries = [], podIdentities = [] } = aws ?? {};
  if (entries.length + podIdentities.length === 0) return {};
  const { Arn = '', Account } = await sts.getCallerIdentity({});
  const foreign = podIdentities.flatMap(({ roleArn }, index): [string, string][] => {
    const account = roleArn?.split(':')[4];
    if (account === undefined || account === Account) return [];
    const message = `is a role of the account ${account}; EKS accepts roles of the account ${Account} only, which can assume others`;
    return [[`aws.podIdentities.${index}.roleArn`, message]];
  });
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
  return Object.fromEntries([...foreign, ...faults.flat()]);
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
