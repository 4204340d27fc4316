/** Checks the vCPUs that new nodes need against the quotas of EC2, which EKS would report only after minutes. */
import { isDeepStrictEqual } from 'node:util';
import type { Instance } from '@aws-sdk/client-ec2';
import type { Nodegroup } from '@aws-sdk/client-eks';
import type { ClusterSpec, NodeGroup } from '../../../contract/resources/cluster.ts';
import { ProviderError, type Owner } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { unlessMissing } from '../client/eks.ts';
import { factsOf } from '../nodes/instance-facts.ts';
import { clusterName, isGenerationOf } from '../plan/names.ts';
import { quotaLimit } from '../quotas.ts';

type Capacity = NodeGroup['capacityType'];

/** The families of instances that share a quota, by the letters of their names, and the codes of their quotas. */
const QUOTAS: readonly { families: RegExp; codes: Partial<Record<Capacity, string>> }[] = [
  {
    families: /^(?:a|c|d|h|i|im|is|m|r|t|z)\d/,
    codes: { on_demand: 'L-1216C47A', spot: 'L-34B43A08' },
  },
  { families: /^(?:g|gr|vt)\d/, codes: { on_demand: 'L-DB2E81BA', spot: 'L-3819A6DF' } },
  { families: /^p\d/, codes: { on_demand: 'L-417A185B' } },
];

function quotaOf(instanceType: string, capacity: Capacity): string | undefined {
  return QUOTAS.find(({ families }) => families.test(instanceType))?.codes[capacity];
}

/** Throws `quota_too_low` with usage and limit if the node groups need more vCPUs than the account may start. */
export async function checkVcpus(aws: Aws, owner: Owner, spec: ClusterSpec): Promise<void> {
  const needed = await neededVcpus(aws, owner, spec);
  if (needed.size === 0) return;
  const instances = await runningInstances(aws);
  const short: string[] = [];
  for (const [code, vCpus] of needed) {
    const { name, limit } = await quotaLimit(aws, { service: 'ec2', code });
    const used = await usedVcpus(aws, instances, code);
    if (used + vCpus <= limit) continue;
    short.push(
      `of the quota "${name}" (ec2/${code}) ${used} of ${limit} vCPUs are used, and the node groups need ${vCpus} more`,
    );
  }
  if (short.length === 0) return;
  throw new ProviderError({
    code: 'quota_too_low',
    errorType: 'quota',
    publicMessage: `In ${aws.region} ${short.join('; ')}. Request an increase from AWS, or choose fewer or smaller nodes.`,
    retryable: false,
  });
}

/** The vCPUs that the account needs in addition, by the code of the quota. */
async function neededVcpus(
  aws: Aws,
  owner: Owner,
  { nodeGroups }: ClusterSpec,
): Promise<Map<string, number>> {
  const existing = await groupsOf(aws, owner);
  const growing = nodeGroups
    .map((group) => ({ group, nodes: group.desiredSize - sizeOf(existing, group) }))
    .filter(({ nodes }) => nodes > 0);
  const names = growing.flatMap(({ group }) => group.instanceTypes);
  const vCpus = new Map((await factsOf(aws, names)).map((it) => [it.name, it.vCpus]));
  const needed = new Map<string, number>();
  for (const { group, nodes } of growing) {
    // EC2 chooses among the types of a group. The smallest one is the least that it can need.
    const [smallest] = group.instanceTypes.toSorted(
      (a, b) => (vCpus.get(a) ?? 0) - (vCpus.get(b) ?? 0),
    );
    const code = smallest && quotaOf(smallest, group.capacityType);
    if (smallest === undefined || code === undefined) continue;
    needed.set(code, (needed.get(code) ?? 0) + nodes * (vCpus.get(smallest) ?? 0));
  }
  return needed;
}

async function groupsOf({ eks }: Aws, owner: Owner): Promise<Nodegroup[]> {
  const cluster = clusterName(owner);
  const { nodegroups = [] } =
    (await unlessMissing(eks.listNodegroups({ clusterName: cluster }))) ?? {};
  const seen = await Promise.all(
    nodegroups.map((nodegroupName) =>
      unlessMissing(eks.describeNodegroup({ clusterName: cluster, nodegroupName })),
    ),
  );
  return seen.flatMap((it) => it?.nodegroup ?? []);
}

/** The size of the group that the change keeps. A group with other types is replaced by a new one. */
function sizeOf(existing: readonly Nodegroup[], group: NodeGroup): number {
  const capacityType = group.capacityType === 'spot' ? 'SPOT' : 'ON_DEMAND';
  const same = existing.find(
    (it) =>
      isGenerationOf(it.nodegroupName ?? '', group.name) &&
      it.capacityType === capacityType &&
      isDeepStrictEqual(it.instanceTypes, group.instanceTypes),
  );
  return same?.scalingConfig?.desiredSize ?? 0;
}

async function runningInstances({ ec2 }: Aws): Promise<Instance[]> {
  const { Reservations = [] } = await ec2.describeInstances({
    Filters: [{ Name: 'instance-state-name', Values: ['pending', 'running'] }],
    MaxResults: 1000,
  });
  return Reservations.flatMap(({ Instances = [] }) => Instances);
}

async function usedVcpus(aws: Aws, instances: readonly Instance[], code: string): Promise<number> {
  const counted = instances.filter(
    ({ InstanceType = '', InstanceLifecycle }) =>
      quotaOf(InstanceType, InstanceLifecycle === 'spot' ? 'spot' : 'on_demand') === code,
  );
  const unknown = counted.filter(({ CpuOptions }) => CpuOptions?.CoreCount === undefined);
  const facts = await factsOf(
    aws,
    unknown.map(({ InstanceType = '' }) => InstanceType),
  );
  const vCpus = new Map<string | undefined, number>(facts.map((it) => [it.name, it.vCpus]));
  return counted.reduce((sum, { InstanceType, CpuOptions }) => {
    const { CoreCount, ThreadsPerCore = 1 } = CpuOptions ?? {};
    return (
      sum + (CoreCount === undefined ? (vCpus.get(InstanceType) ?? 0) : CoreCount * ThreadsPerCore)
    );
  }, 0);
}
