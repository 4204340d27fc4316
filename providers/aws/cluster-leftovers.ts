/**
 * What a cluster made by itself, and nobody else takes away once it is gone: instances of Karpenter,
 * volumes and network interfaces. It is found by the tags that its makers put there.
 */
import type { Aws } from './access.ts';
import { blockerWords, tagsOf } from './node-kind.ts';
import { allPages } from './pages.ts';

const RUNS = ['pending', 'running', 'stopping', 'stopped', 'shutting-down'];

interface Leftover {
  id: string;
  type: string;
  tags: Record<string, string>;
  /** Asks for its deletion; absent while it is on its way out, or held by another one. */
  remove?: () => Promise<unknown>;
}

async function leftovers({ ec2 }: Aws, cluster: string): Promise<Leftover[]> {
  const Filters = [{ Name: `tag:kubernetes.io/cluster/${cluster}`, Values: ['owned'] }];
  const reservations = await allPages(async (NextToken) => {
    const page = await ec2.describeInstances({
      Filters: [...Filters, { Name: 'instance-state-name', Values: RUNS }],
      NextToken,
    });
    return { items: page.Reservations, next: page.NextToken };
  });
  const volumes = await ec2.describeVolumes({ Filters });
  const interfaces = await ec2.describeNetworkInterfaces({
    Filters: [{ Name: 'tag:cluster.k8s.amazonaws.com/name', Values: [cluster] }],
  });
  const instances = reservations.flatMap((it) => it.Instances ?? []);
  return [
    ...instances.map(({ InstanceId = '', State, Tags }): Leftover => ({
      id: InstanceId,
      type: 'instance',
      tags: tagsOf(Tags),
      ...(State?.Name !== 'shutting-down' && {
        remove: () => ec2.terminateInstances({ InstanceIds: [InstanceId] }),
      }),
    })),
    ...(volumes.Volumes ?? []).map(({ VolumeId = '', State, Tags }): Leftover => ({
      id: VolumeId,
      type: 'volume',
      tags: tagsOf(Tags),
      ...(State === 'available' && { remove: () => ec2.deleteVolume({ VolumeId }) }),
    })),
    ...(interfaces.NetworkInterfaces ?? []).map(
      ({ NetworkInterfaceId = '', Status, TagSet }): Leftover => ({
        id: NetworkInterfaceId,
        type: 'network interface',
        tags: tagsOf(TagSet),
        ...(Status === 'available' && {
          remove: () => ec2.deleteNetworkInterface({ NetworkInterfaceId }),
        }),
      }),
    ),
  ];
}

/** One step: asks for the deletion of what can go. Whether there was anything. */
export async function sweep(aws: Aws, cluster: string): Promise<boolean> {
  const left = await leftovers(aws, cluster);
  for (const { remove } of left) await remove?.();
  return left.length > 0;
}

export async function sweepBlockers(aws: Aws, cluster: string): Promise<string[]> {
  const left = await leftovers(aws, cluster);
  return left.map(({ id, type, tags }) => blockerWords(type, id, tags));
}
