/** Load balancers of a cluster's services and ingresses, found by the tags of their controllers. */
import type { Aws } from '../client/access.ts';
import { isNewer, type Leftover, type LeftoverScope } from './leftover.ts';
import { tagsOf } from '../kinds/tags.ts';
import { allPages } from '../client/pages.ts';

/** The maximum of one DescribeTags call. */
const TAGS_AT_ONCE = 20;

/**
 * Returns true if the AWS Load Balancer Controller or Kubernetes' cloud controller created the resource for
 * the cluster. EKS itself deletes those of Auto Mode.
 */
function isOfCluster(tags: Record<string, string>, cluster: string): boolean {
  return (
    tags[`kubernetes.io/cluster/${cluster}`] === 'owned' ||
    tags['elbv2.k8s.aws/cluster'] === cluster
  );
}

/** Finds network, application and classic load balancers, and target groups. */
export async function loadBalancersOf(
  { elb, elbv2 }: Aws,
  scope: LeftoverScope,
): Promise<Leftover[]> {
  const { cluster, vpcId } = scope;
  const balancers = await allPages(async (Marker) => {
    const page = await elbv2.describeLoadBalancers({ Marker });
    return { items: page.LoadBalancers, next: page.NextMarker };
  });
  const targets = await allPages(async (Marker) => {
    const page = await elbv2.describeTargetGroups({ Marker });
    return { items: page.TargetGroups, next: page.NextMarker };
  });
  const classic = await allPages(async (Marker) => {
    const page = await elb.describeLoadBalancers({ Marker });
    return { items: page.LoadBalancerDescriptions, next: page.NextMarker };
  });
  const isOwn = (it: { vpcId: string | undefined; createdAt: Date | undefined }) =>
    it.vpcId === vpcId && isNewer(scope, it.createdAt);
  const ownBalancers = balancers.filter((it) =>
    isOwn({ vpcId: it.VpcId, createdAt: it.CreatedTime }),
  );
  const ownClassic = classic.filter((it) => isOwn({ vpcId: it.VPCId, createdAt: it.CreatedTime }));
  // AWS does not tell the age of a target group.
  const ownTargets = targets.filter((it) => it.VpcId === vpcId);
  const candidates: Candidate[] = [
    ...ownBalancers.map(({ LoadBalancerArn = '' }): Candidate => ({
      id: LoadBalancerArn,
      type: 'load balancer',
      remove: () => elbv2.deleteLoadBalancer({ LoadBalancerArn }),
    })),
    ...ownTargets.map(({ TargetGroupArn = '', LoadBalancerArns = [] }): Candidate => ({
      id: TargetGroupArn,
      type: 'target group',
      ...(LoadBalancerArns.length === 0 && {
        remove: () => elbv2.deleteTargetGroup({ TargetGroupArn }),
      }),
    })),
  ];
  const old = ownClassic.map(({ LoadBalancerName = '' }): Candidate => ({
    id: LoadBalancerName,
    type: 'classic load balancer',
    remove: () => elb.deleteLoadBalancer({ LoadBalancerName }),
  }));
  const tagged = [
    ...(await withTags(candidates, async (ResourceArns) => {
      const { TagDescriptions = [] } = await elbv2.describeTags({ ResourceArns });
      return TagDescriptions.map((it) => ({ id: it.ResourceArn, tags: tagsOf(it.Tags) }));
    })),
    ...(await withTags(old, async (LoadBalancerNames) => {
      const { TagDescriptions = [] } = await elb.describeTags({ LoadBalancerNames });
      return TagDescriptions.map((it) => ({ id: it.LoadBalancerName, tags: tagsOf(it.Tags) }));
    })),
  ];
  return tagged.filter(({ tags }) => isOfCluster(tags, cluster));
}

type Candidate = Omit<Leftover, 'tags'>;

async function withTags(
  candidates: readonly Candidate[],
  ask: (ids: string[]) => Promise<{ id: string | undefined; tags: Record<string, string> }[]>,
): Promise<Leftover[]> {
  const tagged: Leftover[] = [];
  for (let start = 0; start < candidates.length; start += TAGS_AT_ONCE) {
    const some = candidates.slice(start, start + TAGS_AT_ONCE);
    const byId = new Map((await ask(some.map(({ id }) => id))).map(({ id, tags }) => [id, tags]));
    tagged.push(...some.map((it) => ({ ...it, tags: byId.get(it.id) ?? {} })));
  }
  return tagged;
}
