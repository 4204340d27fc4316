/** The log group of a control plane: its retention, what an earlier cluster has left, and what a deletion keeps. */
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeClusterCommand } from '@aws-sdk/client-eks';
import { beforeEach, expect, test } from 'vitest';
import {
  clusterSpecSchema,
  createClusterRequestSchema,
} from '../../../../contract/resources/cluster.ts';
import { logGroup } from '../../../../providers/aws/kinds/cluster/log-group.ts';
import { logsLeftBehind } from '../../../../providers/aws/leftovers/logs.ts';
import { clusterRows } from '../../../../providers/aws/plan/cluster-plan.ts';
import { toNodes } from '../../../../providers/kubernetes/plan-rows.ts';
import type { NodeRequest, PlannedNode } from '../../../../providers/provider.ts';
import { mockedAws, refusal, type MockedAws } from '../../../support/aws/mocked.ts';
import { nodeOf, ownerOf } from '../../../support/aws/plans.ts';

const owner = ownerOf('cluster', 'demo');
const NAME = '/aws/eks/demo/cluster';
const ARN = `arn:aws:logs:eu-central-1:123456789012:log-group:${NAME}`;
const OTHERS: LogGroup = { logGroupName: `${NAME}-2`, logGroupArn: `${ARN}-2` };

let mocked: MockedAws;
/** What CloudWatch Logs has, which changes at once. */
let group: LogGroup | undefined;
let tags: Record<string, string>;

beforeEach(() => {
  mocked = mockedAws();
  const { logs, eks } = mocked;
  group = undefined;
  tags = {};
  logs.on(DescribeLogGroupsCommand).callsFake(() => ({
    logGroups: [OTHERS, ...(group === undefined ? [] : [group])],
  }));
  logs.on(ListTagsForResourceCommand).callsFake(() => ({ tags }));
  logs.on(CreateLogGroupCommand).callsFake((input: { tags: Record<string, string> }) => {
    if (group !== undefined) {
      throw refusal('ResourceAlreadyExistsException', 'exists', 'logs:CreateLogGroup');
    }
    ({ tags } = input);
    group = { logGroupName: NAME, arn: `${ARN}:*` };
  });
  logs.on(TagResourceCommand).callsFake((input: { tags: Record<string, string> }) => {
    tags = { ...tags, ...input.tags };
  });
  logs.on(UntagResourceCommand).callsFake((input: { tagKeys: string[] }) => {
    tags = Object.fromEntries(Object.entries(tags).filter(([key]) => !input.tagKeys.includes(key)));
  });
  logs.on(PutRetentionPolicyCommand).callsFake((input: { retentionInDays: number }) => {
    group = { ...group, retentionInDays: input.retentionInDays };
  });
  logs.on(DeleteLogGroupCommand).callsFake(() => {
    group = undefined;
  });
  eks.on(DescribeClusterCommand).rejects(refusal('ResourceNotFoundException', 'none', 'x', 404));
});

function requestOf(spec: object, operation: PlannedNode['operation'] = 'create'): NodeRequest {
  const rows = clusterRows(clusterSpecSchema.parse(spec), { own: true });
  const plan = toNodes(owner, rows, { common: {}, deadlineSeconds: () => 600 });
  return {
    owner,
    node: { ...nodeOf(plan, 'log_group/control-plane'), operation },
    dependencies: {},
  };
}

/** Makes the group, or takes it over, and applies what it lacks. */
async function ensure(request: NodeRequest): Promise<void> {
  const { aws } = mocked;
  await logGroup.create(aws, request);
  const [found] = await logGroup.list(aws, owner, 'control-plane');
  if (found === undefined) throw new Error('the group is not found by its tags');
  expect(found.cloudId).toBe(ARN);
  for (const { apply } of (await logGroup.diff?.(aws, request, found)) ?? []) await apply?.();
}
const remove = ({ node }: NodeRequest) => logGroup.delete(mocked.aws, owner, ARN, node);

test.each([
  [{}, 90],
  [{ aws: { logRetentionDays: 7, logTypes: [] } }, 7],
])('a new group of %j keeps its logs for %i days', async (spec, days) => {
  await ensure(requestOf(spec));
  expect(group).toMatchObject({ logGroupName: NAME, retentionInDays: days });
});

test('a group of an earlier cluster is taken over with its logs, and keeps its retention', async () => {
  group = { logGroupName: NAME, logGroupArn: ARN };
  tags = { 'slipway:uid': 'another', team: 'blue' };
  await ensure(requestOf({}));
  expect(group).not.toHaveProperty('retentionInDays');
  expect(tags).toMatchObject({ 'slipway:uid': owner.resourceUid, team: 'blue' });
  await ensure(requestOf({ aws: { logRetentionDays: 30 } }));
  expect(group).toMatchObject({ retentionInDays: 30 });
});

test('the group of a foreign cluster that runs is not touched', async () => {
  group = { logGroupName: NAME, logGroupArn: ARN };
  mocked.eks.on(DescribeClusterCommand).resolves({ cluster: { arn: 'arn:foreign', tags: {} } });
  await expect(logGroup.create(mocked.aws, requestOf({}))).rejects.toMatchObject({
    code: 'already_exists',
    retryable: false,
  });
  expect(tags).toEqual({});
});

test('an undo deletes a new group, and gives back one that was taken over', async () => {
  await ensure(requestOf({}));
  await remove(requestOf({}));
  expect(group).toBeUndefined();
  group = { logGroupName: NAME, logGroupArn: ARN };
  tags = { team: 'blue' };
  await ensure(requestOf({}));
  await remove(requestOf({}));
  expect(group).toBeDefined();
  expect(Object.keys(tags).filter((key) => key.startsWith('slipway:'))).toEqual([]);
  expect(await logGroup.list(mocked.aws, owner)).toEqual([]);
});

test('a lost answer of our own create is no take-over', async () => {
  await ensure(requestOf({}));
  await ensure(requestOf({}));
  await remove(requestOf({}));
  expect(group).toBeUndefined();
});

test('a deletion takes the logs along, or keeps them and says so', async () => {
  group = { logGroupName: NAME, logGroupArn: ARN };
  await ensure(requestOf({}));
  await remove(requestOf({}, 'delete'));
  expect(group).toBeUndefined();
  expect(await logsLeftBehind(mocked.aws, owner)).toEqual([]);
  const kept = { onDelete: { logs: 'retain' } };
  await ensure(requestOf(kept));
  await remove(requestOf(kept, 'delete'));
  expect(await logGroup.list(mocked.aws, owner)).toEqual([]);
  expect(await logsLeftBehind(mocked.aws, owner)).toEqual([
    { type: 'log_group', id: NAME, message: `${ARN}, whose logs are kept for 90 days` },
  ]);
});

test('a retention that CloudWatch Logs does not have is refused', () => {
  const request = { name: 'demo', provider: 'aws', region: 'eu-central-1' };
  const parsed = createClusterRequestSchema.safeParse({
    ...request,
    aws: { logRetentionDays: 10 },
  });
  expect(parsed.error?.issues.map(({ path }) => path.join('/'))).toEqual(['aws/logRetentionDays']);
});
