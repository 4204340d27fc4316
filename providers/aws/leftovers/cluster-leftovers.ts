/**
 * Resources that controllers in a cluster created and that would outlive the cluster: instances and launch
 * templates of Karpenter, load balancers, volumes, network interfaces and security groups. They are found
 * by the tags of those controllers.
 */
import type { Aws } from '../client/access.ts';
import { IN_USE_CODES, isGone, vendorCode } from '../client/errors.ts';
import { securityGroupsOf } from './security-groups.ts';
import type { Leftover } from './leftover.ts';
import { loadBalancersOf } from './load-balancers.ts';
import { tagsOf } from '../kinds/tags.ts';
import { allPages } from '../client/pages.ts';

const RUNS = ['pending', 'running', 'stopping', 'stopped', 'shutting-down'];

/**
 * Takes one step of the cleanup: requests every deletion that is possible now. Resolves to descriptions of
 * the remaining resources, each with its type, its id and its creator.
 */
export async function sweep(aws: Aws, cluster: string): Promise<string[]> {
  const left = await leftovers(aws, cluster);
  const words: string[] = [];
  for (const leftover of left) words.push(await ask(leftover));
  return words;
}

async function ask({ id, type, tags, remove }: Leftover): Promise<string> {
  const named = `${type} ${id} (made by ${makerOf(tags)} in the cluster)`;
  try {
    await remove?.();
    return named;
  } catch (error) {
    if (isGone(error)) return named;
    if (!IN_USE_CODES.has(vendorCode(error) ?? '')) throw error;
    return `${named}, which is in use`;
  }
}

function makerOf(tags: Record<string, string>): string {
  if (Object.keys(tags).some((key) => key.startsWith('karpenter.'))) return 'Karpenter';
  const service = tags['kubernetes.io/service-name'] ?? tags['service.k8s.aws/stack'];
  if (service !== undefined) return `the service ${service}`;
  const ingress = tags['ingress.k8s.aws/stack'];
  if (ingress !== undefined) return `the ingress ${ingress}`;
  const claim = tags['kubernetes.io/created-for/pvc/name'];
  return claim === undefined ? 'a controller' : `the volume claim ${claim}`;
}

async function leftovers(aws: Aws, cluster: string): Promise<Leftover[]> {
  const { ec2 } = aws;
  const Filters = [{ Name: `tag:kubernetes.io/cluster/${cluster}`, Values: ['owned'] }];
  const reservations = await allPages(async (NextToken) => {
    const page = await ec2.describeInstances({
      Filters: [...Filters, { Name: 'instance-state-name', Values: RUNS }],
      NextToken,
    });
    return { items: page.Reservations, next: page.NextToken };
  });
  const templates = await ec2.describeLaunchTemplates({
    Filters: [{ Name: 'tag:karpenter.k8s.aws/cluster', Values: [cluster] }],
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
    ...(templates.LaunchTemplates ?? []).map(({ LaunchTemplateId = '', Tags }): Leftover => ({
      id: LaunchTemplateId,
      type: 'launch template',
      tags: tagsOf(Tags),
      remove: () => ec2.deleteLaunchTemplate({ LaunchTemplateId }),
    })),
    ...(await loadBalancersOf(aws, cluster)),
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
    ...(await securityGroupsOf(aws, cluster)),
  ];
}
