/** Node groups are checked against the instance types, zones and quotas before the first effect. */
import {
  DescribeAvailabilityZonesCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeSubnetsCommand,
  type Filter,
  type Instance,
} from '@aws-sdk/client-ec2';
import {
  DescribeNodegroupCommand,
  ListNodegroupsCommand,
  type Nodegroup,
} from '@aws-sdk/client-eks';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { describe, expect, test } from 'vitest';
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import type { ClusterNetwork } from '../../../contract/resources/graph.ts';
import { nodeGroupFaults } from '../../../providers/aws/checks/node-groups.ts';
import { checkVcpus } from '../../../providers/aws/checks/vcpus.ts';
import { subnetsFor } from '../../../providers/aws/nodes/subnets.ts';
import type { CatalogueEntry } from '../../../providers/instance-types/discovery.ts';
import { mockedAws, refusal } from '../../support/aws/mocked.ts';
import { ownerOf } from '../../support/aws/plans.ts';

const X86 = { ProcessorInfo: { SupportedArchitectures: ['x86_64' as const] } };
const TYPES = [
  { InstanceType: 'm5.large', ...X86, VCpuInfo: { DefaultVCpus: 2 } },
  { InstanceType: 'm5.xlarge', ...X86, VCpuInfo: { DefaultVCpus: 4 } },
  {
    InstanceType: 'g5.xlarge',
    ...X86,
    VCpuInfo: { DefaultVCpus: 4 },
    GpuInfo: { Gpus: [{ Manufacturer: 'NVIDIA' }] },
  },
];
/** The zones that offer each type. */
const OFFERED: Record<string, string[]> = {
  'm5.large': ['a', 'b', 'c'],
  'm5.xlarge': ['a', 'b', 'c'],
  'g5.xlarge': ['b', 'c'],
};
const CATALOGUE: CatalogueEntry[] = [
  {
    instanceType: 'm5.large',
    vCpus: 2,
    memoryMiB: 8192,
    architectures: ['x86_64'],
    gpuCount: 0,
    networkCards: [{ maximumNetworkInterfaces: 3 }],
    defaultNetworkCardIndex: 0,
    ipv4AddressesPerInterface: 10,
    hypervisor: 'nitro',
  },
];
const NETWORK = (zones: string): ClusterNetwork => ({
  own: false,
  networkId: 'base',
  outputs: { availabilityZones: zones },
});

function account() {
  const mocked = mockedAws();
  const namesIn = (Filters: Filter[]) => Filters.flatMap(({ Values = [] }) => Values);
  mocked.ec2.on(DescribeInstanceTypesCommand).callsFake(({ Filters }: { Filters: Filter[] }) => ({
    InstanceTypes: TYPES.filter((it) => namesIn(Filters).includes(it.InstanceType)),
  }));
  mocked.ec2
    .on(DescribeInstanceTypeOfferingsCommand)
    .callsFake(({ Filters }: { Filters: Filter[] }) => ({
      InstanceTypeOfferings: namesIn(Filters).flatMap((InstanceType) =>
        (OFFERED[InstanceType] ?? []).map((zone) => ({
          InstanceType,
          Location: `eu-central-1${zone}`,
        })),
      ),
    }));
  mocked.ec2.on(DescribeAvailabilityZonesCommand).resolves({
    AvailabilityZones: ['a', 'b', 'c'].map((zone) => ({ ZoneName: `eu-central-1${zone}` })),
  });
  return mocked;
}

const specOf = (group: object, spec: object = {}) =>
  clusterSpecSchema.parse({ nodeGroups: [{ name: 'blue', ...group }], ...spec });

describe('node groups and instance types', () => {
  const faultsOf = (group: object, network: ClusterNetwork = { own: true }, spec: object = {}) =>
    nodeGroupFaults(account().aws, { spec: specOf(group, spec), network }, CATALOGUE);

  test('types that need different images are refused', async () => {
    const instanceTypes = ['m5.large', 'g5.xlarge'];
    const faults = await faultsOf({ instanceTypes });
    expect(faults['nodeGroups.0.instanceTypes']).toContain('g5.xlarge needs AL2023_x86_64_NVIDIA');
  });

  test('types that no zone of the cluster offers are refused, with the zones that do', async () => {
    const group = { instanceTypes: ['g5.xlarge'] };
    expect(await faultsOf(group)).toEqual({});
    expect(await faultsOf(group, NETWORK('eu-central-1a'))).toEqual({
      'nodeGroups.0.instanceTypes':
        'AWS offers g5.xlarge only in eu-central-1b, eu-central-1c, and nodes of the cluster start in eu-central-1a',
    });
  });

  test('the zones of a group are zones of the cluster that offer its types', async () => {
    const zones = ['eu-central-1a', 'eu-central-1c'];
    expect(await faultsOf({ aws: { zones } })).toEqual({
      'nodeGroups.0.aws.zones.1': expect.stringContaining('no private subnet in eu-central-1c'),
    });
    const all = NETWORK('eu-central-1a,eu-central-1b,eu-central-1c');
    expect(await faultsOf({ aws: { zones } }, all)).toEqual({});
    const only = { instanceTypes: ['g5.xlarge'], aws: { zones: ['eu-central-1a'] } };
    expect(Object.keys(await faultsOf(only, all))).toEqual(['nodeGroups.0.instanceTypes']);
  });

  test('more pods than addresses need prefixes', async () => {
    const group = { aws: { maxPods: 110 } };
    expect(await faultsOf(group)).toEqual({
      'nodeGroups.0.aws.maxPods': expect.stringContaining('m5.large has addresses for 29 pods'),
    });
    expect(await faultsOf({ aws: { maxPods: 29 } })).toEqual({});
    const configuration = { env: { ENABLE_PREFIX_DELEGATION: 'true' } };
    const addonSettings = { 'vpc-cni': { configuration } };
    expect(await faultsOf(group, { own: true }, { addonSettings })).toEqual({});
    expect(await faultsOf(group, { own: true }, { addons: [] })).toEqual({});
  });

  test('nodes start in those subnets whose zones offer all types', async () => {
    const { aws, ec2 } = account();
    ec2.on(DescribeSubnetsCommand).resolves({
      Subnets: ['a', 'b'].map((zone) => ({
        SubnetId: `subnet-${zone}`,
        AvailabilityZone: `eu-central-1${zone}`,
      })),
    });
    const ids = ['subnet-a', 'subnet-b'];
    expect(await subnetsFor(aws, ids, { instanceTypes: ['m5.large'] })).toEqual(ids);
    expect(await subnetsFor(aws, ids, { instanceTypes: ['g5.xlarge'] })).toEqual(['subnet-b']);
    const zones = ['eu-central-1a'];
    expect(await subnetsFor(aws, ids, { instanceTypes: ['m5.large'], zones })).toEqual([
      'subnet-a',
    ]);
    await expect(
      subnetsFor(aws, ['subnet-a'], { instanceTypes: ['g5.xlarge'], zones }),
    ).rejects.toMatchObject({ errorType: 'validation', retryable: false });
  });
});

describe('the vCPUs of new nodes', () => {
  interface Usage {
    running?: Instance[];
    groups?: Nodegroup[];
    limit?: number;
  }
  function check(group: object, { running = [], groups = [], limit = 16 }: Usage) {
    const { aws, ec2, eks, quotas } = account();
    ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: running }] });
    eks
      .on(ListNodegroupsCommand)
      .resolves({ nodegroups: groups.map(({ nodegroupName = '' }) => nodegroupName) });
    eks.on(DescribeNodegroupCommand).callsFake(({ nodegroupName }: Nodegroup) => ({
      nodegroup: groups.find((it) => it.nodegroupName === nodegroupName),
    }));
    quotas.on(GetServiceQuotaCommand).callsFake(({ QuotaCode }: { QuotaCode: string }) => ({
      Quota: { QuotaName: `quota ${QuotaCode}`, Value: limit },
    }));
    return checkVcpus(aws, ownerOf('cluster', 'demo'), specOf(group));
  }
  const running = (count: number, more: Instance = {}): Instance[] =>
    Array.from({ length: count }, () => ({
      InstanceType: 'm5.xlarge',
      CpuOptions: { CoreCount: 2, ThreadsPerCore: 2 },
      ...more,
    }));
  const NODES = { minSize: 0, desiredSize: 4, maxSize: 10, instanceTypes: ['m5.large'] };

  test('must fit into the quota of their kind, beside those that run', async () => {
    await check(NODES, { running: running(2) });
    await expect(check(NODES, { running: running(3) })).rejects.toMatchObject({
      code: 'quota_too_low',
      errorType: 'quota',
      retryable: false,
      publicMessage: expect.stringContaining(
        'of the quota "quota L-1216C47A" (ec2/L-1216C47A) 12 of 16 vCPUs are used, and the node groups need 8 more',
      ),
    });
  });

  test('are counted by kind: spot, GPUs and the rest have quotas of their own', async () => {
    await check(NODES, { running: running(9, { InstanceLifecycle: 'spot' }) });
    await check(NODES, { running: running(9, { InstanceType: 'g5.xlarge' }) });
    await expect(check({ ...NODES, instanceTypes: ['g5.xlarge'] }, { limit: 0 })).rejects.toThrow(
      'L-DB2E81BA) 0 of 0 vCPUs are used',
    );
    await expect(
      check(
        { ...NODES, capacityType: 'spot' },
        { running: running(9, { InstanceLifecycle: 'spot' }) },
      ),
    ).rejects.toThrow('L-34B43A08');
  });

  test('count only as far as a group grows, and for all nodes if it is replaced', async () => {
    const group: Nodegroup = {
      nodegroupName: 'blue',
      instanceTypes: ['m5.large'],
      capacityType: 'ON_DEMAND',
      scalingConfig: { desiredSize: 3 },
    };
    const usage = { running: running(3), groups: [group] };
    await check({ ...NODES, desiredSize: 3 }, usage);
    await check({ ...NODES, desiredSize: 5 }, usage);
    await expect(check({ ...NODES, desiredSize: 6 }, usage)).rejects.toThrow('need 6 more');
    const other = { ...NODES, desiredSize: 3, instanceTypes: ['m5.xlarge'] };
    await expect(check(other, usage)).rejects.toThrow('need 12 more');
  });

  test('are not checked against a quota that cannot be read', async () => {
    const { aws, ec2, eks, quotas } = account();
    ec2.on(DescribeInstancesCommand).resolves({});
    eks.on(ListNodegroupsCommand).resolves({});
    quotas
      .on(GetServiceQuotaCommand)
      .rejects(refusal('AccessDeniedException', 'no', 'servicequotas:GetServiceQuota'));
    const spec = specOf({ ...NODES, desiredSize: 9 });
    await expect(checkVcpus(aws, ownerOf('cluster', 'demo'), spec)).resolves.toBeUndefined();
  });
});
