/** Node groups of EKS: updates that end, settings that are compared as EKS returns them, sizes of autoscalers. */
import {
  DescribeNodegroupCommand,
  DescribeUpdateCommand,
  ListNodegroupsCommand,
  UpdateNodegroupConfigCommand,
  UpdateNodegroupVersionCommand,
  type Nodegroup,
} from '@aws-sdk/client-eks';
import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../contract/resources/graph.ts';
import { nodeGroupDeadlineSeconds } from '../../../providers/aws/plan/timing.ts';
import { context, mockedEks, requestOf, settle, tagsOf } from './mocked-eks.ts';

const { eks, owner, provider } = mockedEks();
const BLUE = { type: 'node_group', name: 'blue', generation: 1 };
const ref = { cloudId: 'arn:aws:eks:eu-central-1:111122223333:nodegroup/demo/blue/1', outputs: {} };

/** What EKS says about the group `blue`, which it changes at once. */
let group: Nodegroup;

const specOf = (more: object) => ({ nodeGroups: [{ name: 'blue', ...more }] });
const request = (more: object = {}) =>
  requestOf({ owner, provider }, 'node_group/blue', specOf(more));
const configs = () =>
  eks.commandCalls(UpdateNodegroupConfigCommand).map(({ args: [{ input }] }) => input);

beforeEach(() => {
  eks.reset();
  group = {
    nodegroupName: 'blue',
    nodegroupArn: ref.cloudId,
    status: 'ACTIVE',
    version: '1.33',
    scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 3 },
    updateConfig: { maxUnavailable: 1 },
    tags: tagsOf(owner, BLUE),
  };
  eks.on(ListNodegroupsCommand).resolves({ nodegroups: ['blue'] });
  eks.on(DescribeNodegroupCommand).callsFake(() => ({ nodegroup: group }));
  eks.on(UpdateNodegroupConfigCommand).callsFake((input: Nodegroup) => {
    group = {
      ...group,
      scalingConfig: input.scalingConfig,
      updateConfig: input.updateConfig,
    };
    return { update: { id: 'update-1' } };
  });
  eks.on(UpdateNodegroupVersionCommand).callsFake(({ version }: { version: string }) => {
    group = { ...group, version };
    return { update: { id: 'update-2' } };
  });
  eks.on(DescribeUpdateCommand).resolves({ update: { status: 'Successful' } });
});

test('taints are a set: another order is no difference', async () => {
  const taints = [
    { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
    { key: 'gpu', value: 'yes', effect: 'NoExecute' },
    { key: 'arm', value: '', effect: 'NoSchedule' },
  ];
  group = {
    ...group,
    taints: [
      { key: 'arm', value: '', effect: 'NO_SCHEDULE' },
      { key: 'gpu', value: 'yes', effect: 'NO_EXECUTE' },
      { key: 'gpu', value: 'yes', effect: 'NO_SCHEDULE' },
    ],
  };
  expect(await provider.awaitReady(request({ taints }), ref, context)).toMatchObject({
    state: 'ready',
  });
});

describe('an update of the version', () => {
  test('replaces as many nodes at once as the spec says, and by force on request', async () => {
    const updateConfig = { maxUnavailablePercentage: 33, force: true };
    const wanted = requestOf({ owner, provider }, 'node_group/blue', {
      ...specOf({ updateConfig }),
      kubernetesVersion: '1.34',
    });
    await settle(provider, wanted, ref);
    expect(group).toMatchObject({
      version: '1.34',
      updateConfig: { maxUnavailablePercentage: 33 },
    });
    const [call] = eks.commandCalls(UpdateNodegroupVersionCommand);
    expect(call?.args[0].input).toMatchObject({ version: '1.34', force: true });
  });

  test('is waited for while EKS carries it out', async () => {
    group = { ...group, status: 'UPDATING' };
    expect(await provider.awaitReady(request(), ref, context)).toMatchObject({
      state: 'pending',
      underWay: true,
    });
    group = { ...group, status: 'CREATING' };
    expect(await provider.awaitReady(request(), ref, context)).not.toHaveProperty('underWay');
  });

  test('has a deadline that follows from the size and the nodes that are replaced at once', () => {
    const hours = (maxSize: number, updateConfig?: object) =>
      nodeGroupDeadlineSeconds({ maxSize, updateConfig }) / 3600;
    expect(hours(3)).toBe(1);
    expect(hours(120)).toBe(10.25);
    expect(hours(120, { maxUnavailable: 12 })).toBeCloseTo(1.08, 2);
    expect(hours(120, { maxUnavailablePercentage: 5 })).toBeCloseTo(1.92, 2);
    const { node } = request({ maxSize: 120 });
    expect(node.deadlineSeconds).toBe(36_900);
  });
});

describe('under an autoscaler', () => {
  const changing = (before: JsonObject, wanted: object) => {
    const planned = request(wanted);
    const previous = { generation: 1, properties: { ...planned.node.properties, ...before } };
    return { ...planned, node: { ...planned.node, previous } };
  };
  beforeEach(() => {
    group = { ...group, scalingConfig: { minSize: 1, desiredSize: 9, maxSize: 10 } };
  });

  test('a group keeps its size when a change is about something else', async () => {
    const wanted = changing({ labels: {} }, { maxSize: 10, labels: { tier: 'web' } });
    await provider.ensure(wanted, context);
    expect(configs()[0]?.scalingConfig).toEqual({ minSize: 1, desiredSize: 9, maxSize: 10 });
  });

  test('it gets the size of a change, and goes back with the undo of that change', async () => {
    const wanted = changing({ desiredSize: 2 }, { desiredSize: 5, maxSize: 10 });
    await settle(provider, wanted, ref);
    expect(group.scalingConfig?.desiredSize).toBe(5);
    const undo = changing({ desiredSize: 2 }, { desiredSize: 2, maxSize: 10 });
    const node = { ...undo.node, undoes: wanted.node.properties };
    await settle(provider, { ...undo, node }, ref);
    expect(group.scalingConfig?.desiredSize).toBe(2);
  });

  test('it stays within new limits', async () => {
    await settle(provider, changing({ maxSize: 10 }, { maxSize: 4 }), ref);
    expect(group.scalingConfig).toEqual({ minSize: 1, desiredSize: 4, maxSize: 4 });
  });
});

test('a poll of one group describes no other one', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `group-${index}`);
  eks
    .on(ListNodegroupsCommand)
    .resolves({ nodegroups: [...names, 'blue', 'blue-2', 'blue-green'] });
  await provider.awaitReady(request(), ref, context);
  const described = eks
    .commandCalls(DescribeNodegroupCommand)
    .map(({ args: [{ input }] }) => input.nodegroupName);
  expect(new Set(described)).toEqual(new Set(['blue', 'blue-2']));
});
