import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { allTags, tagFilters, tagList, tagSpecification, tagsOf } from '../tags.ts';
import {
  AMI_FAMILIES,
  DEFAULT_AMI_FAMILY,
  DISK_TYPES,
  type AmiFamily,
} from '../../../../contract/providers/aws-node-group.ts';
import { clientToken } from '../../../identity.ts';
import { generationName, uniqueName } from '../../plan/names.ts';
import { userDataOf } from '../../plan/user-data.ts';

export const LAUNCH_PROPERTIES = {
  diskGiB: z.number(),
  amiFamily: z.enum(AMI_FAMILIES).default(DEFAULT_AMI_FAMILY),
  maxPods: z.number().optional(),
  diskType: z.enum(DISK_TYPES).default('gp3'),
  diskIops: z.number().optional(),
  /** MiB per second. */
  diskThroughput: z.number().optional(),
  diskKeyArn: z.string().optional(),
};
const PROPERTIES = z.object(LAUNCH_PROPERTIES);

/** The device of the disk for images and pods. Bottlerocket keeps its system on a small disk of its own. */
const DISK_DEVICES = {
  al2023: '/dev/xvda',
  bottlerocket: '/dev/xvdb',
} as const satisfies Record<AmiFamily, string>;

/** The disk, the user data and the metadata options of a node group's instances. Pods need a token for the metadata. */
export const launchTemplate = defineKind({
  properties: PROPERTIES,
  async list({ ec2 }, owner, name) {
    const { LaunchTemplates = [] } = await ec2.describeLaunchTemplates({
      Filters: tagFilters(owner, 'launch_template', name),
    });
    return LaunchTemplates.map(({ LaunchTemplateId = '', LatestVersionNumber = 1, Tags }) => ({
      cloudId: LaunchTemplateId,
      tags: tagsOf(Tags),
      state: 'available',
      outputs: { version: String(LatestVersionNumber) },
    }));
  },
  async create({ ec2 }, request, properties) {
    const { owner, node } = request;
    const Tags = tagList(allTags(request));
    const { amiFamily, diskIops, diskThroughput, diskKeyArn } = properties;
    const UserData = userDataOf(amiFamily, properties);
    const { LaunchTemplate } = await ec2.createLaunchTemplate({
      LaunchTemplateName: generationName(uniqueName(owner, node.name, 120), node.generation),
      ClientToken: clientToken(owner, node),
      TagSpecifications: tagSpecification('launch-template', request),
      LaunchTemplateData: {
        BlockDeviceMappings: [
          {
            DeviceName: DISK_DEVICES[amiFamily],
            Ebs: {
              VolumeSize: properties.diskGiB,
              VolumeType: properties.diskType,
              ...(diskIops !== undefined && { Iops: diskIops }),
              ...(diskThroughput !== undefined && { Throughput: diskThroughput }),
              Encrypted: true,
              ...(diskKeyArn !== undefined && { KmsKeyId: diskKeyArn }),
              DeleteOnTermination: true,
            },
          },
        ],
        ...(UserData !== undefined && { UserData }),
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        TagSpecifications: [
          { ResourceType: 'instance', Tags },
          { ResourceType: 'volume', Tags },
        ],
      },
    });
    return { cloudId: LaunchTemplate?.LaunchTemplateId ?? '' };
  },
  async delete({ ec2 }, _owner, LaunchTemplateId) {
    await ec2.deleteLaunchTemplate({ LaunchTemplateId });
  },
});
