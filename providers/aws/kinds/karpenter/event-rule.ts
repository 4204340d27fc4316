import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { allTags, carries, identityTags, tagList, tagsOf } from '../tags.ts';
import type { FoundNode } from '../../../node-kind.ts';
import type { Aws } from '../../client/access.ts';
import { unlessMissing } from '../../client/eks.ts';
import { vendorCode } from '../../client/errors.ts';
import { uniqueName } from '../../plan/names.ts';
import { allPages } from '../../client/pages.ts';

const PROPERTIES = z.object({ source: z.string(), detailType: z.string() });

const MAX_NAME_LENGTH = 64;
const TARGET = 'karpenter';

/** Sends one type of AWS's events to a queue. */
export const eventRule = defineKind({
  properties: PROPERTIES,
  async list({ events }, owner, name) {
    const NamePrefix =
      name === undefined ? owner.resourceId.slice(0, 20) : uniqueName(owner, name, MAX_NAME_LENGTH);
    const rules = await allPages(async (NextToken) => {
      const page = await events.listRules({ NamePrefix, NextToken });
      return { items: page.Rules, next: page.NextToken };
    });
    const found = await Promise.all(
      rules.map(async ({ Arn = '', Name = '' }): Promise<FoundNode[]> => {
        const seen = await unlessMissing(events.listTagsForResource({ ResourceARN: Arn }));
        const tags = tagsOf(seen?.Tags);
        if (!carries(tags, identityTags(owner, 'event_rule', name))) return [];
        return [{ cloudId: Arn, tags, state: 'available', outputs: { name: Name } }];
      }),
    );
    return found.flat();
  },
  async create({ events }, request, properties) {
    const { owner, node } = request;
    const { RuleArn = '' } = await events.putRule({
      Name: uniqueName(owner, node.name, MAX_NAME_LENGTH),
      EventPattern: JSON.stringify({
        source: [properties.source],
        'detail-type': [properties.detailType],
      }),
      Tags: tagList(allTags(request)),
    });
    return { cloudId: RuleArn };
  },
  async diff({ events }, request, { outputs }) {
    const Rule = outputs['name'];
    const { Targets = [] } = await events.listTargetsByRule({ Rule });
    if (Targets.length > 0) return [];
    const Arn = dependenciesOf(request).one('queue')?.outputs['arn'];
    const apply = () => events.putTargets({ Rule, Targets: [{ Id: TARGET, Arn }] });
    return [{ what: 'its target', apply }];
  },
  async delete({ events }, _owner, arn) {
    const Name = arn.slice(arn.lastIndexOf('/') + 1);
    const Ids = await targetIds(events, Name);
    if (Ids.length > 0) await events.removeTargets({ Rule: Name, Ids });
    try {
      await events.deleteRule({ Name });
      return [];
    } catch (error) {
      // A canceled create may have added its target in the meantime.
      const left = vendorCode(error) === 'ValidationException' ? await targetIds(events, Name) : [];
      if (left.length === 0) throw error;
      return left.map((id) => `its target ${id}`);
    }
  },
});

async function targetIds(events: Aws['events'], Rule: string): Promise<string[]> {
  const { Targets = [] } = await events.listTargetsByRule({ Rule });
  return Targets.map(({ Id = '' }) => Id);
}
