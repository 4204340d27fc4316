import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { EKS_ADDONS } from '../../contract/providers/eks-addons.ts';
import {
  discoverRequestSchema,
  discoveryMetadataSchema,
  instanceTypeSchema,
} from '../../contract/resources/instance-types.ts';
import {
  allocatableMilliCpu,
  kubeReservedMilliCpu,
  podCapacity,
} from '../../providers/instance-types/capacity.ts';
import {
  architectureOf,
  discover,
  type CatalogueEntry,
} from '../../providers/instance-types/discovery.ts';
import { readCatalogue } from '../../sandboxes/simulated/cloud/catalogue.ts';
import { systemPods } from '../../providers/instance-types/system-pods.ts';

const catalogueSchema = z.array(
  z.object({
    instanceType: z.string(),
    vCpus: z.int(),
    memoryMiB: z.int(),
    architectures: z.array(z.string()),
    gpuCount: z.int(),
    networkCards: z.array(z.object({ maximumNetworkInterfaces: z.int() })),
    defaultNetworkCardIndex: z.int(),
    ipv4AddressesPerInterface: z.int(),
    hypervisor: z.enum(['nitro', 'xen']),
  }),
);
const catalogue: CatalogueEntry[] = catalogueSchema.parse(readCatalogue());

function entry(name: string): CatalogueEntry {
  const found = catalogue.find((it) => it.instanceType === name);
  if (found === undefined) throw new Error(`no ${name} in the catalogue`);
  return found;
}

function ask(question: object) {
  return discover('simulated', catalogue, discoverRequestSchema.parse(question));
}

describe('a node', () => {
  // Covers the EKS formulas: ENI limits and kubelet reservations.
  test.each([
    ['t3.micro', 2, 1024, 4, 4, 34, 70, 1930],
    ['t3.medium', 2, 4096, 17, 17, 110, 70, 1930],
    ['m5.large', 2, 8192, 29, 29, 110, 70, 1930],
    ['m5.xlarge', 4, 16_384, 58, 58, 110, 80, 3920],
    ['m5.4xlarge', 16, 65_536, 234, 110, 110, 110, 15_890],
  ] as const)(
    '%s has the pods and CPU that EKS computes',
    (name, vCpus, memoryMiB, raw, capped, prefix, reserved, allocatable) => {
      expect(entry(name)).toMatchObject({ vCpus, memoryMiB });
      expect(podCapacity(entry(name))).toEqual({ raw, capped, prefix });
      expect(kubeReservedMilliCpu(vCpus)).toBe(reserved);
      expect(allocatableMilliCpu(vCpus)).toBe(allocatable);
    },
  );

  // Published in eni-max-pods.txt of the EKS node images (awslabs/amazon-eks-ami).
  test.each([
    ['c5.9xlarge', 234],
    ['c5.18xlarge', 737],
    ['c6g.medium', 8],
    ['c6in.32xlarge', 394],
    ['d3.xlarge', 10],
    ['d3.8xlarge', 59],
    ['g4dn.xlarge', 29],
    ['g4dn.12xlarge', 234],
    ['g4dn.16xlarge', 58],
    ['g5.12xlarge', 737],
    ['g5.48xlarge', 345],
    ['g5g.xlarge', 58],
    ['g6f.large', 20],
    ['i3.16xlarge', 737],
    ['i4i.24xlarge', 437],
    ['inf1.xlarge', 38],
    ['m4.large', 20],
    ['m4.16xlarge', 234],
    ['m6g.16xlarge', 737],
    ['m7i.48xlarge', 737],
    ['p3.2xlarge', 58],
    ['p3.16xlarge', 234],
    ['p4d.24xlarge', 737],
    ['p5.48xlarge', 100],
    ['t2.small', 11],
    ['t2.medium', 17],
    ['t3.large', 35],
    ['t4g.large', 35],
    ['trn1.32xlarge', 247],
    ['u-3tb1.56xlarge', 234],
    ['u-6tb1.56xlarge', 737],
    ['x1e.32xlarge', 234],
  ])('%s has the published %i addresses for pods', (name, raw) => {
    expect(podCapacity(entry(name)).raw).toBe(raw);
  });

  // Published in Karpenter's reference of instance types (resource `cpu`), for types of this size.
  test.each([
    ['a1.medium', 1, 940],
    ['a1.large', 2, 1930],
    ['c3.xlarge', 4, 3920],
    ['c3.2xlarge', 8, 7910],
    ['c3.4xlarge', 16, 15_890],
    ['c3.8xlarge', 32, 31_850],
    ['c4.8xlarge', 36, 35_840],
  ])('like %s with %i vCPUs leaves the published CPU to pods', (_name, vCpus, allocatable) => {
    expect(allocatableMilliCpu(vCpus)).toBe(allocatable);
  });

  test('is capped at 110 pods up to 30 vCPUs and at 250 above', () => {
    expect(podCapacity(entry('m5.4xlarge')).capped).toBe(110);
    expect(podCapacity(entry('m5.8xlarge')).capped).toBe(234);
    expect(podCapacity(entry('m5.8xlarge')).prefix).toBe(250);
    expect(podCapacity(entry('m5.24xlarge')).capped).toBe(250);
    expect(podCapacity({ ...entry('m5.4xlarge'), vCpus: 30 }).capped).toBe(110);
    expect(podCapacity({ ...entry('m5.4xlarge'), vCpus: 31 }).capped).toBe(234);
  });

  test('gets no prefixes without the nitro hypervisor', () => {
    const { hypervisor } = entry('i3.large');
    expect(hypervisor).toBe('xen');
    expect(podCapacity(entry('i3.large'))).toEqual({ raw: 29, capped: 29, prefix: 29 });
    expect(podCapacity({ ...entry('i3.large'), hypervisor: 'nitro' }).prefix).toBe(110);
  });

  test('counts the interfaces of the default network card only', () => {
    const p5 = entry('p5.48xlarge');
    expect(p5.networkCards).toHaveLength(32);
    const uneven = {
      ...p5,
      networkCards: [{ maximumNetworkInterfaces: 4 }, { maximumNetworkInterfaces: 2 }],
      defaultNetworkCardIndex: 1,
    };
    expect(podCapacity(uneven).raw).toBe(100);
    expect(podCapacity({ ...uneven, defaultNetworkCardIndex: 0 }).raw).toBe(198);
  });

  test.each([
    [3, 60 + 10 + 5],
    [5, 60 + 10 + 10 + 2],
    [6, 60 + 10 + 10 + 5],
  ])('with %i vCPUs reserves whole thousandths, rounded down', (vCpus, reserved) => {
    expect(kubeReservedMilliCpu(vCpus)).toBe(reserved);
  });
});

describe('discovery', () => {
  test('describes every type of the catalogue as the contract says', () => {
    const types = ask({});
    expect(types).toHaveLength(catalogue.length);
    expect(new Set(types.map((it) => it.instanceType)).size).toBe(types.length);
    for (const type of types) expect(instanceTypeSchema.parse(type)).toEqual(type);
  });

  test('sorts by family, then size', () => {
    const names = ask({ families: ['t3', 'm5', 'c6g'] }).map((it) => it.instanceType);
    expect(names.slice(0, 4)).toEqual(['c6g.medium', 'c6g.large', 'c6g.xlarge', 'c6g.2xlarge']);
    expect(names.slice(7, 10)).toEqual(['m5.large', 'm5.xlarge', 'm5.2xlarge']);
    expect(names.slice(-7)).toEqual(
      ['nano', 'micro', 'small', 'medium', 'large', 'xlarge', '2xlarge'].map((it) => `t3.${it}`),
    );
  });

  test('filters by architecture, vCPUs, GPU and family', () => {
    const arm = ask({ architectures: ['arm64'] });
    expect(arm.length).toBeGreaterThan(10);
    expect(arm.every((it) => it.architecture === 'arm64')).toBe(true);
    expect(ask({ architectures: ['arm64'], gpu: true }).map((it) => it.instanceType)).toEqual([
      'g5g.xlarge',
    ]);
    expect(ask({ gpu: false }).some((it) => it.gpuCount > 0)).toBe(false);
    const sized = ask({ minVCpus: 36, maxVCpus: 48 }).map((it) => it.vCpus);
    expect([Math.min(...sized), Math.max(...sized)]).toEqual([36, 48]);
    expect(new Set(ask({ families: ['r5', 'x1e'] }).map((it) => it.instanceFamily))).toEqual(
      new Set(['r5', 'x1e']),
    );
  });

  test('returns the capped pods of the requested pod density', () => {
    const pods = (podDensity: string) =>
      ask({ families: ['m5'], podDensity }).map((it) => it.maxPods);
    expect(pods('eni').slice(0, 4)).toEqual([29, 58, 58, 110]);
    expect(pods('prefix').slice(0, 4)).toEqual([110, 110, 110, 110]);
  });

  test.each([
    ['t3.small', 'general'],
    ['t3.medium', 'system'],
    ['m5.large', 'system'],
    ['m5.2xlarge', 'general'],
    ['c5.large', 'compute'],
    ['r5.large', 'memory'],
    ['u-6tb1.56xlarge', 'memory'],
    ['x1e.xlarge', 'memory'],
    ['i3en.large', 'storage'],
    ['d3.xlarge', 'storage'],
    ['g6f.large', 'accelerated'],
    ['inf1.xlarge', 'accelerated'],
    ['p5.48xlarge', 'accelerated'],
  ])('puts %s into the group %s, for any pod density', (name, group) => {
    for (const podDensity of ['eni', 'prefix']) {
      const type = ask({ podDensity }).find((it) => it.instanceType === name);
      expect(type?.group).toBe(group);
    }
  });

  test('knows vendor names of architectures, and omits types that no node image supports', () => {
    const like = (instanceType: string, architectures: string[]) =>
      architectureOf({ instanceType, architectures });
    expect(like('t2.medium', ['i386', 'x86_64'])).toBe('amd64');
    expect(like('m7g.large', ['arm64'])).toBe('arm64');
    expect(like('mac2.metal', ['arm64_mac'])).toBeUndefined();
    expect(like('a1.large', ['arm64'])).toBeUndefined();
  });
});

describe('the share of the system', () => {
  test('follows from the default add-ons', () => {
    const metadata = systemPods({ provider: 'simulated', addons: EKS_ADDONS, karpenter: true });
    expect(discoveryMetadataSchema.parse(metadata)).toEqual({
      provider: 'simulated',
      systemPodsPerNode: 4,
      systemPodsPerSystemNode: 7,
      systemPodsFixed: 4,
      systemPodsPerNodeMargin: 1,
      systemPodsFixedMargin: 2,
      systemMilliCPUPerNode: 180,
      systemMilliCPUFixed: 320,
      karpenterMilliCPUPerReplica: 1000,
      karpenterReplicas: 2,
    });
  });

  test('shrinks with fewer add-ons and without Karpenter', () => {
    const metadata = systemPods({
      provider: 'simulated',
      addons: ['vpc-cni', 'coredns'],
      karpenter: false,
      margins: { perNode: 0, fixed: 5 },
    });
    expect(metadata).toMatchObject({
      systemPodsPerNode: 1,
      systemPodsPerSystemNode: 2,
      systemPodsFixed: 2,
      systemPodsPerNodeMargin: 0,
      systemPodsFixedMargin: 5,
      systemMilliCPUPerNode: 50,
      systemMilliCPUFixed: 200,
      karpenterMilliCPUPerReplica: 0,
      karpenterReplicas: 0,
    });
  });
});
