import * as z from 'zod';
import type { ProviderDefinition } from './definition.ts';
import { accessEntriesSchema } from './aws-settings/access.ts';
import { combinationFaults } from './aws-settings/combinations.ts';
import { podIdentitiesSchema, policyArnSchema } from './aws-settings/pod-identity.ts';
import { autoModeDefaults, autoModePools, autoModeSchema } from './aws-settings/auto-mode.ts';
import { KMS_KEY_ARN } from './kms-key.ts';
import { awsNodeGroupSchema, releaseSchema } from './aws-node-group.ts';
import { awsRefusals } from './aws-refusals.ts';
import { readinessFaults } from './aws-readiness.ts';
import { awsVpcSchema, vpcRefusals } from './aws-vpc.ts';
import { EKS_ADDONS } from './eks-addons.ts';

const ENDPOINT_ACCESS = ['public_and_private', 'private'] as const;
/** A bucket, with or without a folder in it. */
const BUCKET_ARN =
  /^arn:aws:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9!_.*'()/-]{1,200})?$/;

const endpointAccessSchema = z.enum(ENDPOINT_ACCESS);
const encryptionKeyArnSchema = z.string().regex(KMS_KEY_ARN, {
  error:
    'must be the ARN of a KMS key, for example arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
});

const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'] as const;
const logTypesSchema = z
  .array(z.enum(LOG_TYPES))
  .max(LOG_TYPES.length)
  .refine((types) => new Set(types).size === types.length, { error: 'names a type twice' })
  .meta({ uniqueItems: true });
/** The retentions that CloudWatch Logs has, in days. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;
const logRetentionDaysSchema = z.literal(RETENTION_DAYS, {
  error: `must be one of ${RETENTION_DAYS.join(', ')}`,
});
/** EKS accepts at most 40. */
const publicAccessCidrsSchema = z.array(z.cidrv4()).min(1).max(40);

/** What all roles of a cluster have in common. */
export const awsIamSchema = z.strictObject({
  /** The policy that limits the roles, whatever their other policies allow. */
  permissionsBoundary: policyArnSchema.optional(),
});

/** The settings of an EKS cluster. */
export const awsClusterSchema = z.strictObject({
  /** From where the Kubernetes API can be reached; from both unless given. */
  endpointAccess: endpointAccessSchema.optional(),
  /** The addresses from which the Kubernetes API can be reached over the internet; all unless given. */
  publicAccessCidrs: publicAccessCidrsSchema.optional(),
  /** What the control plane logs; `api`, `audit` and `authenticator` unless given. */
  logTypes: logTypesSchema.optional(),
  /** For how long the logs of the control plane are kept; 90 days unless given. */
  logRetentionDays: logRetentionDaysSchema.optional(),
  /** The KMS key that encrypts what the Kubernetes API stores; a key that AWS owns unless given. */
  encryptionKeyArn: encryptionKeyArnSchema.optional(),
  /** The IAM users and roles that may use the Kubernetes API, besides the creator of the cluster. */
  accessEntries: accessEntriesSchema.optional(),
  /** The existing VPC in which the cluster is placed; a network of its own or of `networkId` unless given. */
  vpc: awsVpcSchema.optional(),
  /** The AWS permissions of the pods of service accounts. */
  podIdentities: podIdentitiesSchema.optional(),
  /** AWS runs the nodes, load balancers and volumes; `false` unless given. */
  autoMode: autoModeSchema.optional(),
  /** How the roles of the cluster are made. */
  iam: awsIamSchema.optional(),
});

const ON_DELETE = ['retain', 'delete'] as const;
const onDeleteChoiceSchema = z.enum(ON_DELETE);

/** What the deletion of a cluster does with what things inside of the cluster have created. */
export const onDeleteSchema = z.strictObject({
  /** The volumes of persistent volume claims, which are kept unless given. */
  volumes: onDeleteChoiceSchema.optional(),
  /** The logs of the control plane, which are deleted unless given. */
  logs: onDeleteChoiceSchema.optional(),
});

/** The settings of a network in AWS. */
export const awsNetworkSchema = z.strictObject({
  /** The S3 bucket that records the network's traffic; without it nothing is recorded. */
  flowLogBucketArn: z
    .string()
    .regex(BUCKET_ARN, { error: 'must be the ARN of an S3 bucket, for example arn:aws:s3:::name' })
    .optional(),
});

export const awsDefinition = {
  /** The regions with EKS, except those that an account must opt into. */
  regions: [
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'ca-central-1',
    'sa-east-1',
    'eu-central-1',
    'eu-north-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-southeast-1',
    'ap-southeast-2',
  ],
  addons: EKS_ADDONS,
  hasMoreAddons: true,
  clusterFields: { aws: awsClusterSchema.optional(), onDelete: onDeleteSchema.optional() },
  clusterPatchFields: {
    onDelete: z
      .strictObject({
        volumes: onDeleteChoiceSchema.nullable(),
        logs: onDeleteChoiceSchema.nullable(),
      })
      .partial()
      .nullable(),
    aws: z
      .strictObject({
        endpointAccess: endpointAccessSchema.nullable(),
        publicAccessCidrs: publicAccessCidrsSchema.nullable(),
        logTypes: logTypesSchema.nullable(),
        logRetentionDays: logRetentionDaysSchema.nullable(),
        encryptionKeyArn: encryptionKeyArnSchema.nullable(),
        accessEntries: accessEntriesSchema.nullable(),
        vpc: awsVpcSchema.nullable(),
        podIdentities: podIdentitiesSchema.nullable(),
        autoMode: autoModeSchema.nullable(),
        iam: awsIamSchema.nullable(),
      })
      .partial()
      .nullable(),
  },
  clusterDefaults: autoModeDefaults,
  fixedClusterPaths: [
    ['aws', 'encryptionKeyArn'],
    ['aws', 'vpc'],
  ],
  nodeGroupFields: { release: releaseSchema.optional(), aws: awsNodeGroupSchema.optional() },
  nodesNeedNat: true,
  networkFields: { aws: awsNetworkSchema.optional() },
  refusals(request) {
    // The settings of a network have other fields.
    const settings = awsClusterSchema.safeParse(request.aws).data ?? {};
    const hasAutoNodes = autoModePools(settings.autoMode) !== undefined;
    return [
      ...awsRefusals(request),
      ...readinessFaults(request, hasAutoNodes),
      ...vpcRefusals(request),
      ...combinationFaults(request, settings),
    ];
  },
} as const satisfies ProviderDefinition;
