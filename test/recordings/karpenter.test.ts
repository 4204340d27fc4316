/** Compares the policy of Karpenter's controller with that of Karpenter's own CloudFormation template. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { controllerPolicy } from '../../providers/aws/plan/karpenter-policy.ts';
import { recordingsFolder } from './recordings.ts';

const VALUES: Readonly<Record<string, string>> = {
  'AWS::AccountId': '111122223333',
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::URLSuffix': 'amazonaws.com',
  ClusterName: 'demo',
  'KarpenterInterruptionQueue.Arn': 'arn:aws:sqs:eu-central-1:111122223333:demo',
  'KarpenterNodeRole.Arn': 'arn:aws:iam::111122223333:role/node',
};

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((it) => (typeof it === 'string' ? [it] : it.toSorted()));
const policySchema = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string(),
      Effect: z.string(),
      Action: oneOrMore,
      Resource: oneOrMore,
      Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
    }),
  ),
});
type Statement = z.output<typeof policySchema>['Statement'][number];

/** The statements of all policies in the template, each of which is a JSON text of its own. */
function upstreamStatements(): Statement[] {
  const file = path.join(recordingsFolder(), 'karpenter', 'cloudformation.yaml');
  const template = readFileSync(file, 'utf8');
  const policies = template.matchAll(/^ +PolicyDocument: !Sub \|\n( +)\{\n[\s\S]*?\n\1\}/gm);
  return [...policies].flatMap(([block]) => {
    const text = block
      .slice(block.indexOf('{'))
      .replaceAll(/\$\{([A-Za-z:.]+)\}/g, (_whole, name: string) => {
        const value = VALUES[name];
        if (value === undefined) throw new Error(`the template has a new parameter ${name}`);
        return value;
      });
    return policySchema.parse(JSON.parse(text)).Statement;
  });
}

const bySid = (statements: readonly Statement[]) =>
  Object.fromEntries(statements.map((it) => [it.Sid, it]));

test("the controller's policy has upstream's statements, and no other", () => {
  const upstream = upstreamStatements();
  expect(upstream.length).toBeGreaterThan(10);
  const own = policySchema.parse(
    JSON.parse(
      JSON.stringify(
        controllerPolicy({
          partition: VALUES['AWS::Partition'] ?? '',
          region: VALUES['AWS::Region'] ?? '',
          accountId: VALUES['AWS::AccountId'] ?? '',
          clusterName: VALUES['ClusterName'] ?? '',
          queueArn: VALUES['KarpenterInterruptionQueue.Arn'] ?? '',
          nodeRoleArn: VALUES['KarpenterNodeRole.Arn'] ?? '',
        }),
      ),
    ),
  );
  expect(bySid(own.Statement)).toEqual(bySid(upstream));
});
