/** The logs of a control plane, which AWS keeps apart from the cluster. */
import type { LeftBehind } from '../../../contract/operations/operation.ts';
import type { Owner } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { clusterName, logGroupName } from '../plan/names.ts';

/** Finds the log group of a cluster's control plane by its name; undefined if there is none. */
export async function controlPlaneLogs(
  { logs }: Pick<Aws, 'logs'>,
  cluster: string,
): Promise<{ arn: string; retentionDays: number | undefined } | undefined> {
  const name = logGroupName(cluster);
  const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: name });
  const group = logGroups.find((it) => it.logGroupName === name);
  if (group === undefined) return undefined;
  // The older of the two ARNs ends with `:*`, with which nothing can be tagged.
  const arn = (group.logGroupArn ?? group.arn ?? '').replace(/:\*$/, '');
  return { arn, retentionDays: group.retentionInDays };
}

/** Lists the logs that a deleted cluster has left behind. */
export async function logsLeftBehind(aws: Aws, owner: Owner): Promise<LeftBehind[]> {
  const cluster = clusterName(owner);
  const group = await controlPlaneLogs(aws, cluster);
  if (group === undefined) return [];
  const { arn, retentionDays } = group;
  const kept = retentionDays === undefined ? 'without a limit' : `for ${retentionDays} days`;
  return [
    {
      type: 'log_group',
      id: logGroupName(cluster),
      message: `${arn}, whose logs are kept ${kept}`,
    },
  ];
}
