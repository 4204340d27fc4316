/** A rule of EventBridge that is given its target while it is being deleted. */
import { expect, test } from 'vitest';
import type { Aws } from '../../../providers/aws/client/access.ts';
import { providerError } from '../../../providers/aws/client/errors.ts';
import { eventRule } from '../../../providers/aws/kinds/karpenter/event-rule.ts';
import { ownerOf } from '../../support/aws/plans.ts';

const ARN = 'arn:aws:events:eu-central-1:123456789012:rule/demo-karpenter-spot';
const owner = ownerOf('cluster', 'demo');
const node = { operation: 'delete' as const, properties: {} };

function refusal(message: string): Error {
  const cause = Object.assign(new Error(message), {
    name: 'ValidationException',
    $metadata: { httpStatusCode: 400 },
  });
  return providerError(cause, 'events:DeleteRule');
}

/** EventBridge with one rule. `onDelete` runs between the look at its targets and its deletion. */
function eventsWith(targets: string[], onDelete: () => void = () => {}) {
  let isThere = true;
  const events = {
    listTargetsByRule: async () => ({ Targets: targets.map((Id) => ({ Id })) }),
    async removeTargets({ Ids }: { Ids: string[] }) {
      for (const id of Ids) targets.splice(targets.indexOf(id), 1);
    },
    async deleteRule() {
      onDelete();
      if (targets.length > 0) {
        throw refusal("Rule can't be deleted since it has targets.");
      }
      isThere = false;
    },
  };
  return { aws: { events } as unknown as Aws, isThere: () => isThere };
}

test('its target goes first', async () => {
  const { aws, isThere } = eventsWith(['karpenter']);
  expect(await eventRule.delete(aws, owner, ARN, node)).toEqual([]);
  expect(isThere()).toBe(false);
});

test('a target that came in between is waited for, and taken away the next time', async () => {
  const targets: string[] = [];
  const late = ['karpenter'];
  const { aws, isThere } = eventsWith(targets, () => targets.push(...late.splice(0)));
  expect(await eventRule.delete(aws, owner, ARN, node)).toEqual(['its target karpenter']);
  expect(await eventRule.delete(aws, owner, ARN, node)).toEqual([]);
  expect(isThere()).toBe(false);
});

test('any other refusal is told', async () => {
  const { aws } = eventsWith([], () => {
    throw refusal('The bus has no such rule.');
  });
  await expect(eventRule.delete(aws, owner, ARN, node)).rejects.toMatchObject({
    code: 'validation',
  });
});
