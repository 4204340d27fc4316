/** Node images: which one instance types need, its newest release, and what its instances are started with. */
import {
  CreateLaunchTemplateCommand,
  DescribeInstanceTypesCommand,
  type Filter,
  type InstanceTypeInfo,
} from '@aws-sdk/client-ec2';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import type { Ledger } from '../../../contract/resources/graph.ts';
import { launchTemplate } from '../../../providers/aws/kinds/cluster/launch-template.ts';
import { imageOf } from '../../../providers/aws/nodes/images.ts';
import { factsOf } from '../../../providers/aws/nodes/instance-facts.ts';
import {
  adoptReleases,
  fitsVersion,
  isNewerRelease,
} from '../../../providers/aws/nodes/releases.ts';
import { comparison } from '../../../providers/aws/plan/change.ts';
import { clusterRows } from '../../../providers/aws/plan/cluster-plan.ts';
import { toNodes } from '../../../providers/kubernetes/plan-rows.ts';
import type { CloudResource } from '../../../providers/provider.ts';
import { mockedAws, refusal, type MockedAws } from '../../support/aws/mocked.ts';
import { nodeOf, ownerOf } from '../../support/aws/plans.ts';

const owner = ownerOf('cluster', 'demo');

function planOf(group: object) {
  const spec = clusterSpecSchema.parse({ nodeGroups: [{ name: 'blue', ...group }] });
  return toNodes(owner, clusterRows(spec, { own: true }), {
    common: {},
    deadlineSeconds: () => 600,
  });
}

const TYPES: InstanceTypeInfo[] = [
  { InstanceType: 'm5.large', ProcessorInfo: { SupportedArchitectures: ['x86_64'] } },
  { InstanceType: 'm7g.large', ProcessorInfo: { SupportedArchitectures: ['arm64'] } },
  {
    InstanceType: 'g5.xlarge',
    ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
    GpuInfo: { Gpus: [{ Manufacturer: 'NVIDIA', Count: 1 }] },
  },
  {
    InstanceType: 'g5g.xlarge',
    ProcessorInfo: { SupportedArchitectures: ['arm64'] },
    GpuInfo: { Gpus: [{ Manufacturer: 'NVIDIA', Count: 1 }] },
  },
  {
    InstanceType: 'g4ad.xlarge',
    ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
    GpuInfo: { Gpus: [{ Manufacturer: 'AMD', Count: 1 }] },
  },
  {
    InstanceType: 'inf2.xlarge',
    ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
    NeuronInfo: { NeuronDevices: [{ Count: 1 }] },
  },
];

function answerTypes({ ec2 }: MockedAws): void {
  ec2.on(DescribeInstanceTypesCommand).callsFake(({ Filters }: { Filters: Filter[] }) => ({
    InstanceTypes: TYPES.filter(({ InstanceType = '' }) =>
      Filters[0]?.Values?.includes(InstanceType),
    ),
  }));
}

test.each([
  ['m5.large', 'AL2023_x86_64_STANDARD', 'BOTTLEROCKET_x86_64'],
  ['m7g.large', 'AL2023_ARM_64_STANDARD', 'BOTTLEROCKET_ARM_64'],
  ['g5.xlarge', 'AL2023_x86_64_NVIDIA', 'BOTTLEROCKET_x86_64_NVIDIA'],
  ['g5g.xlarge', 'AL2023_ARM_64_NVIDIA', 'BOTTLEROCKET_ARM_64_NVIDIA'],
  // No image has drivers for the GPUs of AMD.
  ['g4ad.xlarge', 'AL2023_x86_64_STANDARD', 'BOTTLEROCKET_x86_64'],
  ['inf2.xlarge', 'AL2023_x86_64_NEURON', 'BOTTLEROCKET_x86_64'],
])('%s gets the image %s or %s', async (name, amazonLinux, bottlerocket) => {
  const mocked = mockedAws();
  answerTypes(mocked);
  const [facts] = await factsOf(mocked.aws, [name]);
  if (facts === undefined) throw new Error('the type was not found');
  expect(imageOf('al2023', facts)).toBe(amazonLinux);
  expect(imageOf('bottlerocket', facts)).toBe(bottlerocket);
});

async function dataOf(group: object) {
  const { aws, ec2 } = mockedAws();
  ec2.on(CreateLaunchTemplateCommand).resolves({ LaunchTemplate: { LaunchTemplateId: 'lt-1' } });
  const node = nodeOf(planOf(group), 'launch_template/blue');
  await launchTemplate.create(aws, { owner, node, dependencies: {} });
  return ec2.commandCalls(CreateLaunchTemplateCommand)[0]?.args[0].input.LaunchTemplateData;
}

describe('the launch template of a node group', () => {
  const textOf = (base64 = '') => Buffer.from(base64, 'base64').toString();

  test('has no user data unless it is needed', async () => {
    const data = await dataOf({ aws: { amiFamily: 'bottlerocket' } });
    expect(data).not.toHaveProperty('UserData');
    // The images and pods of Bottlerocket are on its second disk.
    expect(data?.BlockDeviceMappings).toMatchObject([
      { DeviceName: '/dev/xvdb', Ebs: { VolumeSize: 50, VolumeType: 'gp3', Encrypted: true } },
    ]);
  });

  test('tells nodeadm the number of pods in a part that EKS merges', async () => {
    const text = textOf((await dataOf({ aws: { maxPods: 58 } }))?.UserData);
    const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? 'none';
    const [header, part, end] = text.split(`--${boundary}`);
    expect(header).toMatch(/^MIME-Version: 1\.0\nContent-Type: multipart\/mixed/);
    expect(part).toContain('Content-Type: application/node.eks.aws\n\n');
    expect(part).toContain('kind: NodeConfig\nspec:\n  kubelet:\n    config:\n      maxPods: 58\n');
    expect(end).toBe('--\n');
  });

  test('tells Bottlerocket the number of pods in TOML', async () => {
    const data = await dataOf({ aws: { amiFamily: 'bottlerocket', maxPods: 58 } });
    expect(textOf(data?.UserData)).toBe('[settings.kubernetes]\nmax-pods = 58\n');
  });

  test('has the disk of the spec', async () => {
    const diskKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd';
    const aws = { diskType: 'io2', diskIops: 5000, diskKeyArn };
    expect((await dataOf({ aws }))?.BlockDeviceMappings?.[0]?.Ebs).toEqual({
      VolumeSize: 50,
      VolumeType: 'io2',
      Iops: 5000,
      KmsKeyId: diskKeyArn,
      Encrypted: true,
      DeleteOnTermination: true,
    });
  });
});

test('another image, disk or number of pods makes a new group beside the old one; a default that is named does not', () => {
  const changeOf = (key: string, from: object, to: object) =>
    comparison.change(nodeOf(planOf(from), key), nodeOf(planOf(to), key));
  for (const key of ['launch_template/blue', 'node_group/blue']) {
    for (const aws of [{ amiFamily: 'bottlerocket' }, { maxPods: 20 }, { diskType: 'gp2' }]) {
      expect(changeOf(key, {}, { aws })).toBe('create_then_delete');
    }
    const defaults = { amiFamily: 'al2023', diskType: 'gp3' };
    expect(changeOf(key, {}, { aws: defaults })).toBe('same');
  }
  expect(changeOf('node_group/blue', {}, { release: '1.33.1-20260101' })).toBe('update');
  expect(changeOf('node_group/blue', {}, { aws: { nodeRepair: { enabled: true } } })).toBe(
    'update',
  );
});

test('releases are ordered by their numbers and dates', () => {
  expect(isNewerRelease('1.33.5-20260201', '1.33.5-20260101')).toBe(true);
  expect(isNewerRelease('1.33.10-20260101', '1.33.9-20260101')).toBe(true);
  expect(isNewerRelease('1.33.5-20260101', '1.33.5-20260101')).toBe(false);
  expect(isNewerRelease('1.33.5-20250101', '1.33.5-20260101')).toBe(false);
  expect(isNewerRelease('1.50.0-aaaa1111', '1.49.1-ffff2222')).toBe(true);
  expect(isNewerRelease('1.50.0-aaaa1111', '1.50.0-ffff2222')).toBe(false);
  expect(fitsVersion('1.33.5-20260101', '1.33')).toBe(true);
  expect(fitsVersion('1.33.5-20260101', '1.34')).toBe(false);
  expect(fitsVersion('1.50.0-aaaa1111', '1.34')).toBe(true);
});

async function adopted(group: object, ledger: Ledger, found: readonly CloudResource[]) {
  const mocked = mockedAws();
  answerTypes(mocked);
  mocked.ssm.on(GetParameterCommand).callsFake(({ Name }: { Name: string }) => {
    if (Name.includes('aws-k8s-1.34-nvidia/arm64')) {
      throw refusal('ParameterNotFound', 'none', 'ssm:GetParameter');
    }
    return { Parameter: { Value: Name } };
  });
  const spec = clusterSpecSchema.parse({
    kubernetesVersion: '1.34',
    nodeGroups: [{ name: 'blue', ...group }],
  });
  const resource = { resourceType: 'cluster' as const, spec, network: { own: true as const } };
  const state = await adoptReleases(mocked.aws, { resource, ledger }, found);
  if (state.resource.resourceType !== 'cluster') throw new Error('no cluster');
  return state.resource.spec.nodeGroups[0]?.release;
}

describe('the releases that a spec asks for', () => {
  const LEDGER = { 'urn:any': {} } as unknown as Ledger;
  const running = (release: string): CloudResource[] => [
    {
      urn: 'urn:group',
      type: 'node_group',
      name: 'blue',
      generation: 1,
      state: 'available',
      cloudId: 'arn',
      outputs: { release },
    },
  ];

  const NEWEST =
    '/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/release_version';

  test('latest is looked for by every plan, of a new cluster and of an existing one', async () => {
    expect(await adopted({ release: 'latest' }, {}, [])).toBe(NEWEST);
    const old = running('1.34.1-20260101');
    expect(await adopted({ release: 'latest' }, LEDGER, old)).toBe(NEWEST);
    const aws = { amiFamily: 'bottlerocket' };
    expect(await adopted({ release: 'latest', aws, instanceTypes: ['g5.xlarge'] }, {}, [])).toBe(
      '/aws/service/bottlerocket/aws-k8s-1.34-nvidia/x86_64/latest/image_version',
    );
  });

  test('after the operation, the spec has what the group runs', async () => {
    const now = running('1.34.1-20260101');
    expect(await adopted({ release: 'latest' }, {}, now)).toBe('1.34.1-20260101');
    expect(await adopted({ release: '1.33.1-20250101' }, {}, now)).toBe('1.34.1-20260101');
  });

  test('a release of an earlier version follows the version, and others stay', async () => {
    const old = running('1.33.1-20250101');
    expect(await adopted({ release: '1.33.1-20250101' }, LEDGER, old)).toBe(NEWEST);
    expect(await adopted({ release: '1.34.0-20251201' }, LEDGER, old)).toBe('1.34.0-20251201');
    const newer = running('1.34.1-20260101');
    expect(await adopted({ release: '1.34.0-20251201' }, LEDGER, newer)).toBe('1.34.1-20260101');
    expect(await adopted({}, LEDGER, old)).toBeUndefined();
  });

  test('an image that EKS does not have is a fault of the spec', async () => {
    const group = {
      release: 'latest',
      aws: { amiFamily: 'bottlerocket' },
      instanceTypes: ['g5g.xlarge'],
    };
    await expect(adopted(group, {}, [])).rejects.toMatchObject({
      errorType: 'validation',
      fieldErrors: { 'nodeGroups.0.release': expect.stringContaining('no image of bottlerocket') },
    });
  });
});
