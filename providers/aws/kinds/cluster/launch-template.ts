import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { allTags, tagFilters, tagList, tagSpecification, tagsOf } from '../tags.ts';
import { clientToken } from '../../../identity.ts';
import { generationName, uniqueName } from '../../plan/names.ts';

const PROPERTIES = z.object({ diskGiB: z.number() });

/** The disk and the metadata options of a node group's instances. Pods need a token for the metadata. */
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
    const { LaunchTemplate } = await ec2.createLaunchTemplate({
      LaunchTemplateName: generationName(uniqueName(owner, node.name, 120), node.generation),
      ClientToken: clientToken(owner, node),
      TagSpecifications: tagSpecification('launch-template', request),
      LaunchTemplateData: {
        BlockDeviceMappings: [
          {
            DeviceName: '/dev/xvda',
            Ebs: {
              VolumeSize: properties.diskGiB,
              VolumeType: 'gp3',
              Encrypted: true,
              DeleteOnTermination: true,
            },
          },
        ],
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
