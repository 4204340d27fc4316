import * as z from 'zod';
import { instanceTypeNameSchema } from './instance-types.ts';
import { addonSettingsPatchSchema, addonSettingsSchema, addonsSchema } from './fields/addons.ts';
import { updateConfigSchema } from './fields/update-config.ts';
import { labelsSchema, taintsSchema } from './fields/kubernetes-labels.ts';
import { displayNameSchema } from './fields/display-name.ts';
import { resourceIdSchema } from '../operations/operation.ts';
import {
  checkProviderFields,
  kubernetesVersionSchema,
  providerSchema,
  regionSchema,
  tagKeySchema,
  tagsSchema,
  tagValueSchema,
} from './provider-fields.ts';
import { resourceFields } from './resource.ts';
import {
  CLUSTER_FIELDS,
  CLUSTER_PATCH_FIELDS,
  NODE_GROUP_FIELDS,
} from '../providers/definitions.ts';
import { simulatedDefinition } from '../providers/simulated.ts';
import { ON_FAILURE } from '../vocabulary.ts';

const CAPACITY_TYPES = ['on_demand', 'spot'] as const;

/**
 * `standard`: at the end of its standard support the cloud upgrades the control plane. `extended`: the
 * version stays for the extended support, which costs more.
 */
const UPGRADE_POLICIES = ['standard', 'extended'] as const;

const sizeSchema = z.int().min(0).max(1000);

export const nodeGroupSchema = z
  .strictObject({
    name: resourceIdSchema,
    instanceTypes: z
      .array(instanceTypeNameSchema)
      .min(1)
      .max(20)
      .meta({ uniqueItems: true })
      .default(['m5.large']),
    minSize: sizeSchema.default(1),
    desiredSize: sizeSchema.default(2),
    maxSize: sizeSchema.min(1).default(3),
    capacityType: z.enum(CAPACITY_TYPES).default('on_demand'),
    diskGiB: z.int().min(8).max(16_384).default(50),
    labels: labelsSchema.optional(),
    taints: taintsSchema.optional(),
    updateConfig: updateConfigSchema.optional(),
    ...NODE_GROUP_FIELDS,
  })
  .superRefine((group, context) => {
    if (group.desiredSize > group.maxSize) {
      context.addIssue({
        code: 'custom',
        path: ['desiredSize'],
        message: `must not be above maxSize (${group.maxSize})`,
      });
    }
    if (group.desiredSize < group.minSize) {
      context.addIssue({
        code: 'custom',
        path: ['desiredSize'],
        message: `must not be below minSize (${group.minSize})`,
      });
    }
    if (new Set(group.instanceTypes).size < group.instanceTypes.length) {
      context.addIssue({
        code: 'custom',
        path: ['instanceTypes'],
        message: 'names an instance type twice',
      });
    }
  });
export type NodeGroup = z.infer<typeof nodeGroupSchema>;

export const clusterSpecSchema = z.strictObject({
  displayName: displayNameSchema.optional(),
  /**
   * The version of the control plane and its node groups. Absent: the provider's default for a new
   * cluster. The operation writes the version into the spec, also a newer one that the cloud has
   * upgraded the control plane to.
   */
  kubernetesVersion: kubernetesVersionSchema.optional(),
  /** What the cloud does when the version leaves standard support; `standard` unless given. */
  upgradePolicy: z.enum(UPGRADE_POLICIES).optional(),
  nodeGroups: z
    .array(nodeGroupSchema)
    .max(30)
    .superRefine((groups, context) => {
      const seen = new Set<string>();
      for (const [index, group] of groups.entries()) {
        if (seen.has(group.name)) {
          context.addIssue({
            code: 'custom',
            path: [index, 'name'],
            message: `two node groups are named "${group.name}"`,
          });
        }
        seen.add(group.name);
      }
    })
    .prefault([{ name: 'default' }]),
  addons: addonsSchema.default([...simulatedDefinition.addons]),
  /** Versions and configurations, for some of the add-ons. */
  addonSettings: addonSettingsSchema.optional(),
  /** Creates what Karpenter needs in the cloud to add and remove nodes. The user installs its controller. */
  karpenter: z.boolean().default(false),
  tags: tagsSchema.optional(),
  /** Refuses deletions, also those with the cloud's own tools if the cloud can. */
  deletionProtection: z.boolean().optional(),
  onFailure: z.enum(ON_FAILURE).default('rollback'),
  ...CLUSTER_FIELDS,
});
export type ClusterSpec = z.infer<typeof clusterSpecSchema>;

export const createClusterRequestSchema = clusterSpecSchema
  .extend({
    name: resourceIdSchema,
    provider: providerSchema.default('simulated'),
    region: regionSchema.default('sim-central-1'),
    /**
     * The network that the cluster uses. Without one, the cluster creates, owns and removes its own.
     */
    networkId: resourceIdSchema.optional(),
    connectionId: resourceIdSchema.optional(),
  })
  .superRefine(checkProviderFields);

const { shape } = clusterSpecSchema;
/** The fields that are fixed when the cluster is created. A patch may only repeat their values. */
const fixedFields = {
  name: resourceIdSchema,
  provider: providerSchema,
  region: regionSchema,
  networkId: resourceIdSchema.nullable(),
  connectionId: resourceIdSchema.nullable(),
};
export const FIXED_FIELDS = z.strictObject(fixedFields).keyof().options;

/**
 * A JSON merge patch (RFC 7396): null resets a field to its default, and arrays are replaced as a
 * whole.
 */
export const updateClusterRequestSchema = z
  .strictObject({
    ...fixedFields,
    displayName: shape.displayName.unwrap().nullable(),
    kubernetesVersion: shape.kubernetesVersion.unwrap().nullable(),
    upgradePolicy: shape.upgradePolicy.unwrap().nullable(),
    nodeGroups: shape.nodeGroups.unwrap().nullable(),
    addons: shape.addons.unwrap().nullable(),
    addonSettings: addonSettingsPatchSchema.nullable(),
    karpenter: shape.karpenter.unwrap().nullable(),
    tags: z.record(tagKeySchema, tagValueSchema.nullable()).nullable(),
    deletionProtection: shape.deletionProtection.unwrap().nullable(),
    onFailure: shape.onFailure.unwrap().nullable(),
    ...CLUSTER_PATCH_FIELDS,
  })
  .partial();
export type UpdateClusterRequest = z.input<typeof updateClusterRequestSchema>;

export const clusterSchema = z.object({
  ...resourceFields,
  spec: clusterSpecSchema,
  networkId: resourceIdSchema.optional(),
  connectionId: resourceIdSchema.optional(),
  /** The cloud's own id and status of the control plane. */
  externalClusterId: z.string().optional(),
  externalStatus: z.string().optional(),
});
export type Cluster = z.infer<typeof clusterSchema>;
