/** The settings of a managed node group of EKS. */
import * as z from 'zod';
import { KMS_KEY_ARN } from './kms-key.ts';

export const AMI_FAMILIES = ['al2023', 'bottlerocket'] as const;
export const DEFAULT_AMI_FAMILY = 'al2023' satisfies (typeof AMI_FAMILIES)[number];
export type AmiFamily = (typeof AMI_FAMILIES)[number];

/** The release that a group gets when it asks for the newest one of its version. */
export const LATEST = 'latest';

export const DISK_TYPES = ['gp3', 'gp2', 'io1', 'io2'] as const;

export const releaseSchema = z.string().regex(/^(?:latest|\d+\.\d+\.\d+-[0-9a-z]{4,40})$/, {
  error: 'must be "latest" or a release of the node image, for example 1.34.2-20260115',
});

/** More than 110 pods need a node with more than 30 vCPUs: EKS recommends no more than 250 on any. */
const MAX_PODS = 737;
/** The system's own pods on every node. */
const MIN_PODS = 8;
/** Numbers of nodes or percentages, as EKS takes them. */
const repairShape = {
  maxUnhealthyNodeThresholdCount: z.int().min(1).max(1000).exactOptional(),
  maxUnhealthyNodeThresholdPercentage: z.int().min(1).max(100).exactOptional(),
  maxParallelNodesRepairedCount: z.int().min(1).max(1000).exactOptional(),
  maxParallelNodesRepairedPercentage: z.int().min(1).max(100).exactOptional(),
};
const EXCLUSIVE = [
  ['maxUnhealthyNodeThresholdCount', 'maxUnhealthyNodeThresholdPercentage'],
  ['maxParallelNodesRepairedCount', 'maxParallelNodesRepairedPercentage'],
] as const;

export const nodeRepairSchema = z
  .strictObject({ enabled: z.boolean(), ...repairShape })
  .superRefine((repair, context) => {
    for (const [count, percentage] of EXCLUSIVE) {
      if (repair[count] === undefined || repair[percentage] === undefined) continue;
      const message = `cannot be used together with ${count}`;
      context.addIssue({ code: 'custom', path: [percentage], message });
    }
  });

export const awsNodeGroupSchema = z.strictObject({
  /** The operating system of the nodes; `al2023` unless given. */
  amiFamily: z.enum(AMI_FAMILIES).optional(),
  /** How many pods a node runs; as many as EKS computes from its network interfaces unless given. */
  maxPods: z.int().min(MIN_PODS).max(MAX_PODS).optional(),
  /** The zones in which nodes start; all zones of the cluster that offer the instance types unless given. */
  zones: z
    .array(
      z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d[a-z]$/, { error: 'must be the name of a zone' }),
    )
    .min(1)
    .max(6)
    .refine((zones) => new Set(zones).size === zones.length, { error: 'names a zone twice' })
    .meta({ uniqueItems: true })
    .optional(),
  /** The type of the disk; `gp3` unless given. */
  diskType: z.enum(DISK_TYPES).optional(),
  diskIops: z.int().min(100).max(256_000).optional(),
  /** MiB per second. */
  diskThroughput: z.int().min(125).max(2_000).optional(),
  /** The KMS key that encrypts the disk; the account's default key unless given. */
  diskKeyArn: z.string().regex(KMS_KEY_ARN, { error: 'must be the ARN of a KMS key' }).optional(),
  /** EKS replaces nodes that are not healthy; off unless given. */
  nodeRepair: nodeRepairSchema.optional(),
});
export type AwsNodeGroup = z.infer<typeof awsNodeGroupSchema>;
