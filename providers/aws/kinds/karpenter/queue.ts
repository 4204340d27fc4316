import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { allTags, carries, identityTags } from '../tags.ts';
import type { FoundNode } from '../../../node-kind.ts';
import { unlessMissing } from '../../client/eks.ts';
import { uniqueName } from '../../plan/names.ts';
import { allPages } from '../../client/pages.ts';

const PROPERTIES = z.object({});

const MAX_NAME_LENGTH = 80;
const GENERATION_ROOM = 4;
/** AWS announces an interruption two minutes ahead, so older messages are useless. */
const RETENTION_SECONDS = '300';

/** The queue through which Karpenter learns of instances that AWS will take away. */
export const queue = defineKind({
  properties: PROPERTIES,
  async list({ sqs }, owner, name) {
    // The name ends with the generation, because a deleted queue's name stays reserved for a minute.
    const QueueNamePrefix =
      name === undefined
        ? owner.resourceId.slice(0, 20)
        : uniqueName(owner, name, MAX_NAME_LENGTH - GENERATION_ROOM);
    const urls = await allPages(async (NextToken) => {
      const page = await sqs.listQueues({ QueueNamePrefix, MaxResults: 1000, NextToken });
      return { items: page.QueueUrls, next: page.NextToken };
    });
    const found = await Promise.all(
      urls.map(async (QueueUrl): Promise<FoundNode[]> => {
        const tags = (await unlessMissing(sqs.listQueueTags({ QueueUrl })))?.Tags ?? {};
        if (!carries(tags, identityTags(owner, 'queue', name))) return [];
        const seen = await unlessMissing(
          sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['QueueArn'] }),
        );
        const arn = seen?.Attributes?.['QueueArn'];
        if (arn === undefined) return [];
        return [{ cloudId: QueueUrl, tags, state: 'available', outputs: { url: QueueUrl, arn } }];
      }),
    );
    return found.flat();
  },
  async create({ sqs }, request) {
    const { owner, node } = request;
    const name = uniqueName(owner, node.name, MAX_NAME_LENGTH - GENERATION_ROOM);
    const { QueueUrl = '' } = await sqs.createQueue({
      QueueName: `${name}-${node.generation}`,
      Attributes: {
        MessageRetentionPeriod: RETENTION_SECONDS,
        SqsManagedSseEnabled: 'true',
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: ['events.amazonaws.com', 'sqs.amazonaws.com'] },
              Action: 'sqs:SendMessage',
              Resource: '*',
            },
            {
              Sid: 'DenyHTTP',
              Effect: 'Deny',
              Principal: '*',
              Action: 'sqs:*',
              Resource: '*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        }),
      },
      tags: allTags(request),
    });
    return { cloudId: QueueUrl };
  },
  async delete({ sqs }, _owner, QueueUrl) {
    await sqs.deleteQueue({ QueueUrl });
  },
});
