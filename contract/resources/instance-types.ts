import * as z from 'zod';
import { checkProviderFields, providerSchema, regionSchema } from './provider-fields.ts';

export const ARCHITECTURES = ['amd64', 'arm64'] as const;
const POD_DENSITIES = ['eni', 'prefix'] as const;
export const INSTANCE_GROUPS = [
  'system',
  'general',
  'compute',
  'memory',
  'storage',
  'accelerated',
] as const;

/** A vendor's name of an instance type, for example `m5.large`. */
export const instanceTypeNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,31}\.[a-z0-9-]{1,31}$/, {
  error: 'must be an instance type, for example m5.large',
});

export const instanceTypeSchema = z.object({
  provider: providerSchema,
  instanceType: instanceTypeNameSchema,
  vCpus: z.int().min(1),
  memoryMiB: z.int().min(1),
  architecture: z.enum(ARCHITECTURES),
  gpuCount: z.int().min(0),
  instanceFamily: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** How many pods a node of this type runs in a managed node group. */
  maxPods: z.int().min(1),
  /** A class of similar sizes for scheduling, or the name of the node group that uses the type. */
  group: z.string().min(1).max(63),
  /**
   * CPU that pods can use, in thousandths of a vCPU: all vCPUs without the part that the kubelet
   * reserves.
   */
  allocatableMilliCpu: z.int().min(1),
});
export type InstanceType = z.infer<typeof instanceTypeSchema>;

const count = z.int().min(0);
/** Pods and CPU that system workloads use, on every node and in the cluster as a whole. */
export const discoveryMetadataSchema = z.object({
  provider: providerSchema,
  systemPodsPerNode: count,
  systemPodsPerSystemNode: count,
  systemPodsFixed: count,
  systemPodsPerNodeMargin: count,
  systemPodsFixedMargin: count,
  systemMilliCPUPerNode: count,
  systemMilliCPUFixed: count,
  karpenterMilliCPUPerReplica: count,
  karpenterReplicas: count,
});
export type DiscoveryMetadata = z.infer<typeof discoveryMetadataSchema>;

export const discoverRequestSchema = z
  .strictObject({
    provider: providerSchema.default('simulated'),
    region: regionSchema.default('sim-central-1'),
    connectionId: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
      .optional(),
    architectures: z.array(z.enum(ARCHITECTURES)).min(1).max(2).optional(),
    minVCpus: z.int().min(1).max(1024).optional(),
    maxVCpus: z.int().min(1).max(1024).optional(),
    /** `true`: only types with a GPU; `false`: only types without. */
    gpu: z.boolean().optional(),
    /** Instance families, for example `m5`. */
    families: z
      .array(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/))
      .min(1)
      .max(100)
      .optional(),
    podDensity: z.enum(POD_DENSITIES).default('eni'),
  })
  .refine((q) => q.minVCpus === undefined || q.maxVCpus === undefined || q.minVCpus <= q.maxVCpus, {
    error: 'must not be below minVCpus',
    path: ['maxVCpus'],
  })
  .superRefine(checkProviderFields);
export type DiscoverRequest = z.infer<typeof discoverRequestSchema>;
